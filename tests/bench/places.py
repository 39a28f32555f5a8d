"""Measures the place tagger: `python -m tests.bench.places`, or `make places`.

Prints the table and writes docs/places.md with every mistake that remains.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from indexer.article import VIETNAM, Places
from indexer.places import tag
from indexer.sources.dates import UnreadableDate, parse_published

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
REPORT = ROOT / "docs" / "places.md"
ROUNDS = 3

Record = dict[str, Any]


@dataclass
class Score:
    """Counts of right, wrong and missed labels."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, got: set[str], wanted: set[str]) -> None:
        """Counts one article's codes."""
        self.right += len(got & wanted)
        self.wrong += len(got - wanted)
        self.missed += len(wanted - got)

    def row(self) -> tuple[float, float, float]:
        """Precision, recall, F1; 0 where nothing was found."""
        found, there = self.right + self.wrong, self.right + self.missed
        return (
            self.right / found if found else 0.0,
            self.right / there if there else 0.0,
            2 * self.right / (found + there) if found + there else 0.0,
        )


@dataclass
class Measured:
    """The scores of a set of articles, and its mistakes in words."""

    articles: int = 0
    all_labels: Score = field(default_factory=Score)
    main: Score = field(default_factory=Score)
    mistakes: list[str] = field(default_factory=list)


def measure(gold: Sequence[Record], articles: dict[str, Record]) -> Measured:
    """Labels with `doubt` and units under `unlisted` count neither way."""
    measured = Measured(len(gold))
    for labelled in gold:
        found = _tag(articles[labelled["id"]]).districts
        wanted = {d["code"]: d for d in labelled["districts"] if not d.get("doubt")}
        unscored = {d["code"] for d in labelled["districts"] if d.get("doubt")}
        unscored |= {code for unit in labelled["unlisted"] for code in unit["now"]}
        unscored -= wanted.keys()
        got = {d.code: d for d in found if d.code not in unscored}
        measured.all_labels.add(set(got), set(wanted))
        measured.main.add(
            {code for code, d in got.items() if d.role == "main"},
            {code for code, d in wanted.items() if d["role"] == "main"},
        )
        place = f"`{labelled['id']}`"
        for code in sorted(wanted.keys() - got.keys()):
            measured.mistakes.append(f"{place}: missed {wanted[code]['name']} ({code})")
        for code in sorted(got.keys() - wanted.keys()):
            measured.mistakes.append(f"{place}: {got[code].name} ({code}) is not there")
        for code in sorted(got.keys() & wanted.keys()):
            role, right = got[code].role, wanted[code]["role"]
            if (role == "main") != (right == "main"):
                measured.mistakes.append(f"{place}: {got[code].name} is {right}, not {role}")
    return measured


def _tag(article: Record) -> Places:
    day = article["published"]
    return tag(
        article["title"] or "",
        article["summary"] or "",
        article["body"] or "",
        published=date.fromisoformat(day[:10]) if day else None,
        province="",
        source=article["source"] or "",
    )


def dates() -> tuple[int, int, int]:
    """Dates of the 3,044 articles: same instant, wrong, refused."""
    same = wrong = refused = 0
    for article in _lines(SHARED / "feeds" / "dated-articles-3k.jsonl.gz"):
        try:
            found = parse_published(article["date_raw"])
        except UnreadableDate:
            refused += 1
            continue
        if found.at == _instant(article["date"]) and found.day_only == (len(article["date"]) == 10):
            same += 1
        else:
            wrong += 1
    return same, wrong, refused


def _instant(text: str) -> datetime:
    """What `datetime` itself reads, in Vietnam where no zone is given."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def speed(articles: Sequence[Record]) -> tuple[float, float]:
    """The best of some rounds in articles a second on one core, and syllables an article."""
    best = 0.0
    for _ in range(ROUNDS):
        began = time.process_time()
        for article in articles:
            _tag(article)
        best = max(best, len(articles) / (time.process_time() - began))
    return best, sum(len(a["body"].split()) for a in articles) / len(articles)


_LOADING = """
import time
from indexer.places import gazetteer
began = time.process_time()
gazetteer.provinces(); gazetteer.all_districts(); gazetteer.all_communes()
gazetteer.districts_by_key(); gazetteer.provinces_by_key(False); gazetteer.provinces_by_key(True)
gazetteer.communes_by_key()
print(1000 * (time.process_time() - began))
"""


def load_ms() -> float:
    """The best of some fresh interpreters: reading all the tables and making the look-ups."""
    runs = (
        subprocess.run([sys.executable, "-c", _LOADING], capture_output=True, check=True, text=True)
        for _ in range(2 * ROUNDS)
    )
    return min(float(run.stdout) for run in runs)


def report() -> str:
    """The whole of docs/places.md."""
    gold = list(_lines(SHARED / "districts" / "gold.jsonl"))
    collection = list(_lines(SHARED / "collection" / "articles.jsonl.gz"))
    articles = {article["id"]: article for article in collection}
    halves = [[g for g in gold if zlib.crc32(g["id"].encode()) % 2 == half] for half in (0, 1)]
    whole = measure(gold, articles)
    rows = [
        ("all 80 articles", whole),
        ("half A", measure(halves[0], articles)),
        ("half B", measure(halves[1], articles)),
    ]
    rate, syllables = speed(collection)
    same, wrong, refused = dates()
    table = [
        "| articles | labels | precision | recall | F1 |",
        "|---|---|---|---|---|",
        *(_row(f"{name} ({m.articles})", "all", m.all_labels) for name, m in rows),
        *(_row(f"{name} ({m.articles})", "main", m.main) for name, m in rows),
    ]
    return "\n".join(
        [
            "# Places: what the tagger gets right",
            "",
            "Made by `make places` from `../shared/districts/gold.jsonl`: districts labelled by",
            "reading; labels with `doubt` and units under `unlisted` are not scored. The tagger",
            "got no source province here. The halves are split by a hash of the id. The rules were",
            "written with these articles in view, so unseen ones will score lower; against that,",
            "several hundred mentions in other articles of the collection were read as well.",
            "",
            *table,
            "",
            f"- Tagging: {rate:,.0f} articles of {syllables:.0f} syllables a second on one core.",
            f"- Gazetteer: read in {load_ms():.0f} ms (CPU, best of {2 * ROUNDS} interpreters).",
            f"- Dates: {same} of {same + wrong + refused} to the same instant, {wrong} wrong,"
            f" {refused} refused.",
            "",
            "## Mistakes that remain",
            "",
            *(f"- {mistake}" for mistake in whole.mistakes),
            "",
        ]
    )


def _row(name: str, labels: str, score: Score) -> str:
    precision, recall, f1 = score.row()
    return f"| {name} | {labels} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"


def _lines(path: Path) -> Iterator[Record]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from map(json.loads, data.splitlines())


def main() -> None:
    """Prints the report and writes it."""
    if not SHARED.is_dir():
        sys.exit(f"{SHARED} không có / is missing: nothing to measure with")
    text = report()
    print(text)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
