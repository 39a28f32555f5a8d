"""Measures the ranking beside the peers: `python -m tests.bench.relevance`, or `make relevance`.

Prints the tables and writes them to docs/relevance.md, between the marks there; what stands
around them is written by hand.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer import TracuuError
from indexer.query.ranking import Bm25, Ranking
from tests.bench import documents, judged
from tests.bench.judged import Collection, Searches
from tests.bench.measuring import Scores, measure
from tests.bench.peers.base import Peer
from tests.bench.peers.ours import Ours
from tests.bench.peers.sqlite_fts5 import SqliteFts5
from tests.bench.peers.tantivy_folded import TantivyFolded
from tests.bench.peers.whoosh_tutorial import WhooshTutorial
from tests.bench.report import Table, machine, put

REPORT = documents.ROOT / "docs" / "relevance.md"

#: What is left out, and the ranking without it.
PARTS: Mapping[str, Callable[[Ranking], Ranking]] = {
    "exact syllables": lambda r: replace(r, exact_syllable=0.0),
    "words (compounds)": lambda r: replace(r, word=0.0, exact_word=0.0),
    "exact words": lambda r: replace(r, exact_word=0.0),
    "neighbours": lambda r: replace(r, pair=0.0, exact_pair=0.0),
    "exact neighbours": lambda r: replace(r, exact_pair=0.0),
    "words near each other": lambda r: replace(r, near=0.0, bare_near=0.0),
    "title and summary weigh more": lambda r: replace(r, title=1.0, summary=1.0),
    "articles lacking a word": lambda r: replace(r, relaxed_from=1000),
    "articles lacking a word, but after the others": lambda r: replace(r, relaxed_outrank=False),
    "BM25 parameters of our own": lambda r: replace(
        r, folded=Bm25(1.2, 0.75), exact=Bm25(1.2, 0.75), compound=Bm25(1.2, 0.75)
    ),
    "everything but folded syllables": lambda r: replace(
        r,
        exact_syllable=0.0,
        word=0.0,
        exact_word=0.0,
        pair=0.0,
        exact_pair=0.0,
        near=0.0,
        bare_near=0.0,
    ),
}

#: Collections that plain Whoosh takes too long to index: 30,000 articles are a quarter of an hour.
TOO_MANY = ("knownitem",)

#: Leaving out is measured on the first queries of each set: eleven rankings take their time.
PART_QUERIES = 300

Measured = dict[tuple[str, str, bool], Scores]


@dataclass(frozen=True, slots=True)
class Built:
    """A collection with its articles in a file and a folder for each engine's index."""

    collection: Collection
    source: Path
    folder: Path

    def index(self, peer: Peer, place: str) -> None:
        """Opens the engine's index of these articles, building it first where it is missing."""
        folder = self.folder / place
        if (folder / "built").is_file() and _opened(peer, folder):
            return
        shutil.rmtree(folder, ignore_errors=True)
        started = time.monotonic()
        peer.build(self.source, folder)
        (folder / "built").touch()
        seconds = time.monotonic() - started
        print(f"  {peer.name}: {self.collection.name} in {seconds:.0f} s", file=sys.stderr)


def _opened(peer: Peer, folder: Path) -> bool:
    """Whether the engine can read the index there; ours may be of an earlier version."""
    try:
        peer.open(folder)
        peer.ranked("thi đua", 1)
    except TracuuError:
        return False
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    options = _options().parse_args(arguments)
    if not documents.SHARED.is_dir():
        print(f"không có {documents.SHARED} / the judged data is not there", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="tracuu-relevance-") as made:
        folder = options.folder or Path(made)
        built = [_written(each, folder) for each in judged.collections()]
        built = [each for each in built if each.collection.name in options.only]
        tables = []
        for table in itertools.chain(_compared(built, options), _parts(built, options)):
            print(f"{table}\n", flush=True)
            tables.append(str(table))
    if not options.no_report:
        put(
            REPORT,
            "\n\n".join(tables),
            machine("ir-measures", "tantivy", "whoosh-reloaded", "pyvi"),
        )
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    names = [each.name for each in judged.collections()] if documents.SHARED.is_dir() else []
    parser.add_argument("--folder", type=Path, help="keep the indexes here, use those there")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="COLLECTION")
    parser.add_argument("--alone", action="store_true", help="our engine without the peers")
    parser.add_argument("--whoosh", action="store_true", help="plain Whoosh on the known items too")
    parser.add_argument("--no-parts", action="store_true", help="without the leave-one-out table")
    parser.add_argument("--no-report", action="store_true", help="do not write docs/relevance.md")
    return parser


def _written(collection: Collection, folder: Path) -> Built:
    own = folder / collection.name
    own.mkdir(parents=True, exist_ok=True)
    source = own / "articles.jsonl"
    if not source.is_file():
        documents.write(source, collection.articles())
    return Built(collection, source, own)


def _compared(built: Sequence[Built], options: argparse.Namespace) -> Iterator[Table]:
    """One table a set of searches: engines down, measures across."""
    measured: Measured = {}
    for one in built:
        for peer, place in _peers(options):
            if place == "whoosh" and one.collection.name in TOO_MANY and not options.whoosh:
                continue
            one.index(peer, place)
            for searches in one.collection.searches:
                for typed in (True, False):
                    key = (peer.name, searches.name, typed)
                    measured[key] = measure(peer.ranked, searches, diacritics=typed)
    for searches in _searches(built):
        names = [peer.name for peer, _ in _peers(options)]
        yield _table(searches, [n for n in names if (n, searches.name, True) in measured], measured)


def _peers(options: argparse.Namespace) -> list[tuple[Peer, str]]:
    """The engines, and the folder of each one's index; both SQLite queries share one."""
    if options.alone:
        return [(Ours(), "ours")]
    return [
        (Ours(), "ours"),
        (SqliteFts5("AND"), "sqlite"),
        (SqliteFts5("OR"), "sqlite"),
        (WhooshTutorial(), "whoosh"),
        (TantivyFolded("AND"), "tantivy"),
        (TantivyFolded("OR"), "tantivy"),
    ]


def _searches(built: Sequence[Built]) -> Iterator[Searches]:
    for one in built:
        yield from one.collection.searches


def _table(searches: Searches, names: Sequence[str], measured: Measured) -> Table:
    head = [f"{m}{how}" for m in searches.measures for how in ("", ", no diacritics")]
    rows = [
        [
            name,
            *(
                f"{measured[name, searches.name, typed].means[m]:.3f}"
                for m in searches.measures
                for typed in (True, False)
            ),
        ]
        for name in names
    ]
    count = len(searches.queries)
    return Table(f"{searches.name}: {count} queries", ["engine", *head], rows)


def _parts(built: Sequence[Built], options: argparse.Namespace) -> Iterator[Table]:
    """What each part of the ranking brings: the first measure of every set without it."""
    if options.no_parts:
        return
    whole = _line(built, Ranking())
    head = [f"{s.name}{how}" for s in _searches(built) for how in ("", ", no diacritics")]
    rows = [["everything", *(f"{value:.3f}" for value in whole)]]
    for name, without in PARTS.items():
        line = _line(built, without(Ranking()))
        rows.append([f"− {name}", *(f"{v - w:+.3f}" for v, w in zip(line, whole, strict=True))])
    title = f"Leave one out: the first measure of each set, its first {PART_QUERIES} queries"
    yield Table(title, ["ranking", *head], rows)


def _line(built: Sequence[Built], ranking: Ranking) -> list[float]:
    values = []
    for one in built:
        ours = Ours(ranking)
        ours.open(one.folder / "ours")
        for searches in one.collection.searches:
            for typed in (True, False):
                means = measure(ours.order, _first(searches), diacritics=typed).means
                values.append(means[searches.measures[0]])
    return values


def _first(searches: Searches) -> Searches:
    numbers = list(searches.queries)[:PART_QUERIES]
    return replace(
        searches,
        queries={number: searches.queries[number] for number in numbers},
        judgements={number: searches.judgements.get(number, {}) for number in numbers},
    )


if __name__ == "__main__":
    sys.exit(main())
