"""`kill -9` of the indexer and its workers, at random moments and at random calls."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.torture.library import Library, bodies
from tests.torture.row import Row, Scale
from tests.torture.storage import How, Storage

#: Articles there from the start, and changed or added before each run.
_FIRST, _MORE = 300, 30
_MANY = 400
_KINDS = ("adding with workers", "committing and merging", "rebuilding")


def torture(scale: Scale) -> Row:
    """Kill runs; after each, look at the index, finish the work and look again."""
    times = scale.of(3, 200, 2000)
    chance = random.Random(1)
    killed: Counter[str] = Counter()
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as made:
        library = Library(Path(made) / "library")
        storage = Storage(library.place, Path(made) / "storage")
        library.put(bodies(0, _FIRST))
        library.run("--workers", "1")
        for number in range(times):
            kind = _KINDS[number % len(_KINDS)]
            before = dict(library.wanted)
            options = _change(library, kind, number)
            generation = library.generation()
            moment = _kill(library, storage, options, number, chance)
            after = "after" if library.generation() > generation else "before"
            killed[f"{kind}, {moment}, {after} the commit"] += moment != "too late"
            said = list(_problems(library, before))
            broken += [f"kill {number} ({kind}, {moment}): {each}" for each in said]
    counted = "; ".join(f"{what}: {count}" for what, count in sorted(killed.items()) if count)
    return Row(
        f"`kill -9` of `tracuu index` with its workers ({counted})",
        sum(killed.values()),
        f"{len(broken)} problems; 0 unreadable, 0 articles lost or half, no stale lock, no file "
        "left over; the next run finished the rest",
        tuple(broken),
    )


def _change(library: Library, kind: str, number: int) -> list[str]:
    """Give the next run something to do; its options."""
    if kind == "rebuilding":
        library.put(bodies(number % _FIRST, number % _FIRST + 1, f"sửa {number}"))
        return ["--rebuild", "--workers", "2"]
    if kind == "adding with workers":
        library.put(bodies(1000, 1000 + _MANY, f"đợt {number}"))
        return ["--workers", "2"]
    start = 2000 + number % 40 * _MORE
    library.put(bodies(start, start + _MORE, f"đợt {number}"))
    library.drop({str(start + 3), str(number % _FIRST)})
    return ["--workers", "1"]


def _kill(
    library: Library, storage: Storage, options: list[str], number: int, chance: random.Random
) -> str:
    """Kill a run: every other one at a random call that changes the folder, else by the clock."""
    if number // len(_KINDS) % 2:
        environment = storage.environment()
        storage.arrange(How.KILL, at=chance.randint(1, 250))
        process = library.start(*options, env=environment)
        process.communicate(timeout=120)
        return "at a call" if process.returncode == -signal.SIGKILL else "too late"
    process = library.start(*options)
    with contextlib.suppress(subprocess.TimeoutExpired):
        # From the first step that matters on: loading the program is not worth the killing.
        process.wait(0.4 + chance.random() * 2.0)
    alive = process.poll() is None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return "by the clock" if alive else "too late"


def _problems(library: Library, before: dict[str, str]) -> Iterator[str]:
    if library.held() not in (before, library.wanted):
        yield "the index holds neither what it held nor what it should"
    yield from library.faults()
    started = time.monotonic()
    done = library.run("--workers", "1")
    if done.returncode:
        yield f"the next run left with {done.returncode}: {done.stderr.strip()}"
    if time.monotonic() - started > 60:
        yield "the next run took more than a minute"
    if library.held() != library.wanted:
        yield "the next run did not finish the work"
    yield from library.faults()
    yield from (f"{name} is left over" for name in library.leftovers())
