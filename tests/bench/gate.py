"""The ranking on our own judged queries over the sample articles, against pinned floors.

`python -m tests.bench.gate` prints what is reached; with `--raise-floors` the floors in
tests/relevance/floors.json move up to it. They never move down by themselves: whoever has to
lower one edits the file and says why in the commit.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from indexer import Settings, index
from indexer.sources import Received, discover, read
from tests.bench.documents import ROOT
from tests.bench.judged import Searches
from tests.bench.measuring import Scores, measure
from tests.bench.peers.ours import Ours

DATA = ROOT / "data"
JUDGED = ROOT / "tests" / "relevance"
FLOORS = JUDGED / "floors.json"

#: Gains 2^grade − 1, and the share of queries whose first article is a good one.
_NDCG = "nDCG(dcg='exp-log2')@10"
_GOOD = "Success(rel=2)@1"
_EXACT = "Success(rel=3)@1"
_ONE_RIGHT_ANSWER = {"name", "code", "date"}
_MEASURES = {"ndcg@10": _NDCG, "success@1": _GOOD}

Reached = Mapping[str, float]


def reached(folder: Path) -> Reached:
    """Indexes the sample articles in `folder` and measures: as typed and without diacritics."""
    index([DATA], Settings(index=folder), workers=os.cpu_count() or 1)
    ours = Ours()
    ours.open(folder)
    searches, kinds = _searches(_ids(DATA))
    values = {}
    for suffix, diacritics in (("", True), (", no diacritics", False)):
        scores = measure(ours.ranked, searches, diacritics=diacritics)
        values[f"ndcg@10{suffix}"] = scores.means[_NDCG]
        values[f"success@1{suffix}"] = _success(scores, kinds)
    return values


def floors() -> Reached:
    """The pinned floors."""
    pinned: Reached = json.loads(FLOORS.read_text("utf-8"))
    return pinned


def below(values: Reached, pinned: Reached) -> list[str]:
    """What fell below its floor, in words."""
    return [
        f"{name}: {values[name]:.3f} < {floor:.3f}"
        for name, floor in pinned.items()
        if values[name] < floor
    ]


def raised(values: Reached, pinned: Reached) -> Reached:
    """The floors moved up to what is reached, rounded down; none moves down."""
    return {
        name: max(pinned.get(name, 0.0), math.floor(value * 1000) / 1000)
        for name, value in values.items()
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: 0 where every floor holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise-floors", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="tracuu-gate-") as made:
        values = reached(Path(made))
    pinned = floors() if FLOORS.is_file() else {}
    for name, value in values.items():
        print(f"{name}: {value:.3f} (floor {pinned.get(name, 0.0):.3f})")
    if options.raise_floors:
        FLOORS.write_text(json.dumps(raised(values, pinned), indent=2) + "\n", "utf-8")
    return 1 if below(values, pinned) else 0


def _success(scores: Scores, kinds: Mapping[str, str]) -> float:
    """Names, codes and dates have one right answer; elsewhere a good article will do."""
    each = [
        scores.each[_EXACT if kind in _ONE_RIGHT_ANSWER else _GOOD][number]
        for number, kind in kinds.items()
    ]
    return sum(each) / len(each)


def _searches(ids: Mapping[str, str]) -> tuple[Searches, Mapping[str, str]]:
    queries = {number: (kind, query) for number, kind, query, _ in _rows("queries.tsv")}
    judgements: dict[str, dict[str, int]] = {}
    for number, article, grade in _rows("judgements.tsv"):
        judgements.setdefault(number, {})[ids[article]] = int(grade)
    searches = Searches(
        "our own",
        {number: query for number, (_, query) in queries.items()},
        judgements,
        (_NDCG, _GOOD, _EXACT),
    )
    return searches, {number: kind for number, (kind, _) in queries.items()}


def _rows(name: str) -> Iterator[list[str]]:
    for line in (JUDGED / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _ids(data: Path) -> dict[str, str]:
    """The index's id of every sample article by what the judgements call it."""
    ids = {}
    for found in discover([data]).files:
        for one in read(found.path):
            if isinstance(one, Received):
                article = one.article
                for name in (article.id, article.url, str(one.path.relative_to(data))):
                    ids[name] = article.id
    return ids


if __name__ == "__main__":
    sys.exit(main())
