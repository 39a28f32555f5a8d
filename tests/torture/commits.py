"""An index made of one-article commits, beside the same articles committed at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from indexer import SearchRequest, answer
from indexer.article import Article, Places
from indexer.engines import toc
from indexer.engines.base import Put, Stored
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.preparing import prepare
from tests.bench.memory import most_held
from tests.torture.library import MOMENT, bodies
from tests.torture.row import Row, Scale

_SEGMENTS, _FILES = 20, 64
_MEMORY, _TIME = 1.1, 2.0
_QUERIES = ("cao lộc", "mùa màng", '"báo tin số"', "tin số 7", "huyện")
_REPEATED = 60
#: Other programs take the processor now and then: the quickest of so many tries counts.
_TRIES = 3


def torture(scale: Scale) -> Row:
    """Commit one by one; then ask both indexes in processes of their own."""
    times = scale.of(60, 10_000, 20_000)
    articles = [Article(id, f"Tin {id}", body) for id, body in bodies(0, times).items()]
    with tempfile.TemporaryDirectory() as place:
        many, one = Path(place) / "many", Path(place) / "one"
        started = time.monotonic()
        for article in articles:
            _commit(many, [article])
        seconds = time.monotonic() - started
        _commit(one, articles)
        asked, merged = _quickest(many), _quickest(one)
        faults = WhooshEngine(many).check(prepare)
    ratio, more = asked["p50"] / merged["p50"], asked["memory"] / merged["memory"]
    broken = [f"{fault.where}: {fault.what}" for fault in faults]
    broken += [] if asked["total"] == times else [f"{asked['total']} articles are found"]
    broken += [] if asked["segments"] <= _SEGMENTS else [f"{asked['segments']} segments"]
    broken += [] if asked["files"] <= _FILES else [f"{asked['files']} open files"]
    if scale is not Scale.SHORT:
        broken += [] if more <= _MEMORY else [f"{more:.2f} × the memory of one commit"]
        broken += [] if ratio <= _TIME else [f"p50 {ratio:.2f} × that of one commit"]
    return Row(
        f"commits of one article each ({1000 * seconds / times:.0f} ms a commit)",
        times,
        f"{asked['segments']:.0f} segments, {asked['files']:.0f} open files, memory {more:.2f} × "
        f"and p50 {ratio:.2f} × those of one commit",
        tuple(broken),
    )


def _commit(folder: Path, articles: Iterable[Article]) -> None:
    with WhooshEngine(folder).writing() as writer:
        writer.commit([Put(Stored(each, Places(), MOMENT)) for each in articles], prepare)


def _quickest(folder: Path) -> dict[str, Any]:
    return min((_asked(folder) for _ in range(_TRIES)), key=lambda found: float(found["p50"]))


def _asked(folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.torture.commits", str(folder)]
    found: dict[str, Any] = json.loads(
        subprocess.run(command, capture_output=True, check=True).stdout
    )
    return found


def _ask(folder: Path) -> dict[str, float]:
    engine = WhooshEngine(folder)
    total = answer(engine, SearchRequest("mua mang")).total
    times = []
    for text in _QUERIES * _REPEATED:
        started = time.process_time()
        answer(engine, SearchRequest(text))
        times.append(time.process_time() - started)
    entries = toc.read(folder, toc.generations(folder)[-1]).entries
    return {
        "total": total,
        "p50": median(times),
        "memory": most_held(os.getpid()),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "segments": len(entries),
    }


if __name__ == "__main__":
    json.dump(_ask(Path(sys.argv[1])), sys.stdout)
