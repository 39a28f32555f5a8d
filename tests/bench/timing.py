"""One engine's build or searches, timed in a process of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.bench import asked
from tests.bench.asked import Query
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
_MEGABYTE = 1024 * 1024


def build(name: str, folder: Path) -> Timed:
    """Builds an engine's index, unless it is there; what it took the first time."""
    kept = folder / f"{name}.json"
    if not kept.is_file():
        shutil.rmtree(folder / name, ignore_errors=True)
        found = _process("build", name, folder, 0)
        kept.write_text(json.dumps(found), "utf-8")
    timed: Timed = json.loads(kept.read_text("utf-8"))
    return timed


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
    memory = _Memory()
    started = time.perf_counter()
    _peer(name).build(source, folder / name)
    seconds = time.perf_counter() - started
    size = sum(file.stat().st_size for file in (folder / name).rglob("*") if file.is_file())
    return {
        "build s": round(seconds, 1),
        "build MB": round(memory.peak() / _MEGABYTE),
        "size MB": round(size / _MEGABYTE, 1),
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
    _times(peer, everything)
    found |= _percentiles("open", _times(peer, everything))
    if isinstance(peer, Ours):
        found |= _percentiles("page", [peer.page(*search, LIMIT) for search in narrowed])
    found["found"] = sum(peer.narrowed(text, None, LIMIT).total for text, _ in everything)
    found["search MB"] = round(_own_peak() / _MEGABYTE)
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


def _own_peak() -> int:
    """The most memory this process held, in bytes. (getrusage's figure outlives an exec.)"""
    status = Path("/proc/self/status").read_text()
    return next(int(v.split()[0]) for k, _, v in _fields(status) if k == "VmHWM") * 1024


def _fields(status: str) -> list[tuple[str, str, str]]:
    return [line.partition(":") for line in status.splitlines()]


class _Memory:
    """Watches the resident memory of this process and its children, in bytes (Linux)."""

    def __init__(self) -> None:
        self._most = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def peak(self) -> int:
        """The most there was since the beginning; ends the watch."""
        self._done.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._done.wait(0.2):
            self._most = max(self._most, sum(map(_resident, _family(os.getpid()))))


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident(pid: int) -> int:
    """Proportional: pages shared with other processes count once in all."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    sizes = [line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(sizes[0]) * 1024 if sizes else 0
