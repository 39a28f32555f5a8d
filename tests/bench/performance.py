"""Measures speed beside the peers: `python -m tests.bench.performance`, or `make bench`.

Prints the tables and writes them to docs/performance.md. Every build and every search runs in a
process of its own, so that memory and first-time costs are each engine's own. What each part came
to is kept in var/bench: a run that was interrupted goes on, `--again` measures some parts anew.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from indexer import Settings, open_engine
from tests.bench import asked, documents, program, tagged, timing
from tests.bench.parts import Parts
from tests.bench.report import Table, commit, machine, put
from tests.bench.timing import OURS, PEERS, Timed

FOLDER = documents.ROOT / "var" / "bench"
REPORT = documents.ROOT / "docs" / "performance.md"
SIZES = (10_000, 25_000, 50_000, 100_000)
#: Plain Whoosh needs 17 minutes to build 100,000 articles.
WHOOSH_MOST = 25_000
WHOOSH_QUERIES = 50

All = dict[int, dict[str, Timed]]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    options = _options().parse_args(arguments)
    if options.measure:
        print(json.dumps(timing.measured(*options.measure)))
        return 0
    if not documents.SHARED.is_dir():
        print(f"không có {documents.SHARED} / the corpus is not there", file=sys.stderr)
        return 1
    parts = Parts(options.folder, options.again)
    measured = {size: _at(size, options, parts) for size in sorted(options.sizes)}
    largest = options.folder / str(max(options.sizes))
    rows = parts.part(f"{max(options.sizes)} program", lambda: program.measure(largest))
    parts.finish()
    text = "\n\n".join(map(str, _tables(measured, rows)))
    print(text)
    if not options.no_report:
        how = machine("tantivy", "whoosh-reloaded", "pyvi", "numpy", "waitress")
        put(REPORT, text, how + _older(parts.commits))
    return 0


def _older(commits: Sequence[str]) -> str:
    """A sentence, where some parts were measured at other commits."""
    others = sorted(set(commits) - {commit()})
    return f" Some parts were measured at {', '.join(others)}." if others else ""


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--folder", type=Path, default=FOLDER, help="for indexes and results")
    parser.add_argument("--again", nargs="+", default=[], metavar="PART", help="measure anew")
    parser.add_argument("--without", nargs="+", default=[], choices=list(PEERS), metavar="PEER")
    parser.add_argument("--no-report", action="store_true", help="do not write docs/performance.md")
    parser.add_argument("--measure", nargs=4, metavar=("WHAT", "PEER", "FOLDER", "QUERIES"))
    return parser


def _at(size: int, options: argparse.Namespace, parts: Parts) -> dict[str, Timed]:
    """All engines over the first `size` articles of the corpus."""
    folder = options.folder / str(size)
    folder.mkdir(exist_ok=True)
    _write(size, folder)
    found: dict[str, Timed] = {}
    for name in PEERS:
        if name in options.without or (name == "whoosh" and size > WHOOSH_MOST):
            continue
        count = WHOOSH_QUERIES if name == "whoosh" else 0
        built = parts.part(f"{size} {name} build", partial(timing.build, name, folder))
        if name == OURS:
            _tag(folder)
        searched = partial(timing.search, name, folder, count)
        found[name] = {**built, **parts.part(f"{size} {name} search", searched)}
    return found


def _write(size: int, folder: Path) -> None:
    """One file for the peers; the same articles in files of 1,000 for ours."""
    source, parts = folder / "articles.jsonl", folder / "files"
    if source.is_file():
        return
    parts.mkdir(exist_ok=True)
    corpus = documents.records(documents.SHARED / "corpus" / "news-100k.jsonl.gz")
    for number in range(0, size, 1000):
        some = itertools.islice(corpus, min(1000, size - number))
        documents.write(parts / f"{number:06d}.jsonl", some)
    growing = source.with_suffix(".part")
    with growing.open("wb") as whole:
        for part in sorted(parts.iterdir()):
            whole.write(part.read_bytes())
    growing.rename(source)


def _tag(folder: Path) -> None:
    """What our tagger found, for all; and the queries, narrowed by districts that occur."""
    if (folder / "queries.json").is_file():
        return
    source = folder / "articles.jsonl"
    tagged.write_tags(open_engine(Settings(index=folder / OURS)), source)
    articles = list(tagged.tagged_documents(source))
    mixed = asked.queries(articles)
    asked.save(folder / "queries.json", mixed, asked.first_seen(articles, mixed))


def _tables(measured: All, rows: Mapping[str, str]) -> Iterator[Table]:
    largest = max(measured)
    yield _ratios(measured[largest], measured, largest)
    for size, found in sorted(measured.items(), reverse=True):
        yield _absolute(size, found)
    yield _growth(measured)
    yield Table(f"The program itself, {largest:,} articles", ["what", "measured"], [*rows.items()])


_LINES: Mapping[str, str] = {
    "narrowed p50 ms": "date + district filter, all facets, p50 ms",
    "narrowed p95 ms": "… p95 ms",
    "narrowed p99 ms": "… p99 ms",
    "phrase p95 ms": "… phrases alone, p95 ms",
    "syllable p95 ms": "… single syllables alone, p95 ms",
    "open p50 ms": "no filter, all facets, p50 ms",
    "open p95 ms": "… p95 ms",
    "open p99 ms": "… p99 ms",
    "page p50 ms": "the whole answer with filters, facets, titles and snippets, p50 ms",
    "page p95 ms": "… p95 ms",
    "html p50 ms": "the full HTML page of it, in-process, p50 ms",
    "html p95 ms": "… p95 ms",
    "first seen p95 ms": "a term seen for the first time, p95 ms",
    "found": "articles found by all queries, no filter",
    "build s": "index built, s",
    "build CPU s": "index built, seconds of processor",
    "build MB": "peak memory of the build, MB",
    "size MB": "index on disk, MB",
    "search MB": "peak memory of the searches, MB",
}
_RATIOS = (
    "narrowed p50 ms",
    "narrowed p95 ms",
    "phrase p95 ms",
    "open p50 ms",
    "open p95 ms",
    "first seen p95 ms",
    "build s",
    "build CPU s",
)


def _ratios(found: Mapping[str, Timed], measured: All, size: int) -> Table:
    """Ours divided by each peer's; Whoosh's extrapolated, and as it was at its largest size."""
    others = [name for name in PEERS if name != OURS and any(name in m for m in measured.values())]
    rows = []
    for line in _RATIOS:
        name = _LINES[line].replace("… ", "narrowed " if "narrowed" in line else "", 1)
        rows.append([name, *(_ratio(line, peer, found, measured) for peer in others)])
    heads = [PEERS[name] for name in others]
    return Table(f"Ours against the peers, {size:,} articles", ["what", *heads], rows)


def _ratio(line: str, peer: str, found: Mapping[str, Timed], measured: All) -> str:
    if peer in found:
        return _divided(found[OURS], found[peer], line)
    at = max(size for size, all_ in measured.items() if peer in all_)
    there = _divided(measured[at][OURS], measured[at][peer], line)
    sizes = sorted(measured)
    reached = _straight(sizes, [measured[size].get(peer, {}).get(line) for size in sizes])
    if not reached:
        return f"{there} at {at:,}"
    ratio = found[OURS][line] / reached
    return f"{ratio:.3f} × (extrapolated; {there} at {at:,})"


def _divided(ours: Timed, theirs: Timed, line: str) -> str:
    return f"{ours[line] / theirs[line]:.3f} ×" if theirs.get(line) else "–"


def _absolute(size: int, found: Mapping[str, Timed]) -> Table:
    rows = [
        [what, *(_number(found[name].get(line)) for name in found)] for line, what in _LINES.items()
    ]
    return Table(f"{size:,} articles", ["what", *(PEERS[name] for name in found)], rows)


def _growth(measured: All) -> Table:
    sizes = sorted(measured)
    rows = []
    for name in PEERS:
        for line in ("narrowed p50 ms", "narrowed p95 ms", "open p50 ms", "build s", "size MB"):
            values = [measured[size].get(name, {}).get(line) for size in sizes]
            if not any(values):
                continue
            first, last = values[0], values[-1]
            grown = f"{last / first:.1f} ×" if first and last else "–"
            if last is None and (reached := _straight(sizes, values)):
                grown = f"extrapolated: {_number(reached)}"
            rows.append([f"{PEERS[name]}: {_LINES[line]}", *map(_number, values), grown])
    head = ["what", *(f"{size:,}" for size in sizes), "growth"]
    return Table("Growth", head, rows)


def _straight(sizes: Sequence[int], values: Sequence[float | None]) -> float | None:
    """What the largest size would take, if it went on in a straight line."""
    known = [(s, v) for s, v in zip(sizes, values, strict=True) if v is not None]
    if len(known) < 2:
        return None
    (small, low), (large, high) = known[0], known[-1]
    return high + (high - low) / (large - small) * (sizes[-1] - large)


def _number(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
