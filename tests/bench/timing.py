"""One engine's build or searches, timed in a process of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.bench import asked
from tests.bench.asked import Query
from tests.bench.memory import MEGABYTE, Memory, most_held
from tests.bench.peers.base import Narrowed, Peer
from tests.bench.peers.ours import Ours
from tests.bench.peers.sqlite_fts5 import SqliteFts5
from tests.bench.peers.tantivy_folded import TantivyFolded
from tests.bench.peers.whoosh_tutorial import WhooshTutorial

Timed = dict[str, float]

OURS = "ours"
#: The engines by the folder each has, and what the tables call them.
PEERS = {OURS: "Tra cứu", "sqlite": "SQLite FTS5", "tantivy": "Tantivy", "whoosh": "Whoosh + pyvi"}
LIMIT = 10


def build(name: str, folder: Path) -> Timed:
    """Builds an engine's index anew."""
    shutil.rmtree(folder / name, ignore_errors=True)
    return _process("build", name, folder, 0)


def search(name: str, folder: Path, count: int) -> Timed:
    """All queries of a folder's queries.json (the first `count`, where that is not 0)."""
    return _process("search", name, folder, count)


def measured(what: str, name: str, folder: str, count: str) -> Timed:
    """What `build` and `search` run in a process of their own."""
    if what == "build":
        return _build(name, Path(folder))
    return _search(name, Path(folder), int(count))


def _process(what: str, name: str, folder: Path, count: int) -> Timed:
    command = [sys.executable, "-m", "tests.bench.performance", "--measure"]
    run = subprocess.run(
        [*command, what, name, str(folder), str(count)], stdout=subprocess.PIPE, check=True
    )
    timed: Timed = json.loads(run.stdout.splitlines()[-1])
    return timed


def _peer(name: str) -> Peer:
    makers: dict[str, Callable[[], Peer]] = {
        OURS: Ours,
        "sqlite": lambda: SqliteFts5("AND"),
        "tantivy": lambda: TantivyFolded("AND"),
        "whoosh": WhooshTutorial,
    }
    return makers[name]()


def _build(name: str, folder: Path) -> Timed:
    source = folder / ("files" if name == OURS else "articles.jsonl")
    memory = Memory()
    started, used = time.perf_counter(), _processor_seconds()
    _peer(name).build(source, folder / name)
    seconds, busy = time.perf_counter() - started, _processor_seconds() - used
    size = sum(file.stat().st_size for file in (folder / name).rglob("*") if file.is_file())
    return {
        "build s": round(seconds, 1),
        "build CPU s": round(busy, 1),
        "build MB": round(memory.peak() / MEGABYTE),
        "size MB": round(size / MEGABYTE, 1),
    }


def _search(name: str, folder: Path, count: int) -> Timed:
    mixed, fresh = asked.load(folder / "queries.json")
    mixed, fresh = mixed[: count or None], fresh[: count or None]
    peer = _peer(name)
    peer.open(folder / name)
    # The first search opens what is opened late; it is none of the terms'.
    peer.narrowed(mixed[0].text, mixed[0].narrowed, LIMIT)
    found: Timed = {"first seen p95 ms": _percentile(_times(peer, [(t, None) for t in fresh]), 95)}
    narrowed = [(query.text, query.narrowed) for query in mixed]
    everything: list[tuple[str, Narrowed | None]] = [(query.text, None) for query in mixed]
    _times(peer, narrowed)
    found |= _by_kind(mixed, _times(peer, narrowed))
    found["found"] = sum(peer.narrowed(text, None, LIMIT).total for text, _ in everything)
    found |= _percentiles("open", _times(peer, everything))
    if isinstance(peer, Ours):
        found |= _percentiles("page", [peer.page(*search, LIMIT) for search in narrowed])
        found |= _percentiles("html", peer.html([query.address() for query in mixed]))
    found["search MB"] = round(most_held(os.getpid()) / MEGABYTE)
    return found


def _times(peer: Peer, searches: Iterable[tuple[str, Narrowed | None]]) -> list[float]:
    """Milliseconds of each search, with its facets."""
    times = []
    for text, narrowed in searches:
        started = time.perf_counter()
        peer.narrowed(text, narrowed, LIMIT)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _by_kind(mixed: Sequence[Query], times: Sequence[float]) -> Timed:
    found = _percentiles("narrowed", times)
    for kind in ("phrase", "syllable"):
        own = [ms for query, ms in zip(mixed, times, strict=True) if query.kind == kind]
        if own:
            found[f"{kind} p95 ms"] = _percentile(own, 95)
    return found


def _percentiles(name: str, times: Sequence[float]) -> Timed:
    return {f"{name} p{share} ms": _percentile(times, share) for share in (50, 95, 99)}


def _percentile(times: Sequence[float], share: int) -> float:
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)], 3)


def _processor_seconds() -> float:
    """Of this process and of those it has waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
