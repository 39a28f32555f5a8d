"""Power cuts: real runs recorded call by call, and the disk as a cut at any call leaves it."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.engines.whoosh_engine import WhooshEngine
from indexer.indexing import Options, run
from tests.torture.disk import Disk
from tests.torture.forks import Forks
from tests.torture.library import Library, bodies
from tests.torture.row import Row, Scale
from tests.torture.storage import Call, How, Kind, Storage

_TOC = re.compile(r"_([0-9]+)\.toc$")
#: What a cut leaves: only what was synced, and twice some of the rest.
_STORAGES = 3


@dataclass(frozen=True, slots=True)
class _Run:
    """A recorded run: what it did, its articles, and the number of its last call."""

    what: str
    wanted: dict[str, str]
    files: Path
    last: int


def torture(scale: Scale) -> Row:
    """Record runs once, cut the power at many of their calls."""
    cuts = scale.of(3, 50, 1000)
    chance = random.Random(2)
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        library = Library(place / "library")
        runs, calls = _record(library, place, scale)
        # The end of the first run is always one: all it made, the folder too, must last.
        chosen = sorted([runs[0].last, *chance.sample(range(len(calls)), cuts - 1)])
        met: Counter[str] = Counter()
        broken: list[str] = []
        disk = Disk(str(library.place))
        disk.names[str(library.files)] = disk.lasting[str(library.files)] = None
        at = 0
        for cut in chosen:
            for call in calls[at:cut]:
                disk.follow(call)
            at = cut
            this = next(each for each in runs if cut <= each.last)
            met[this.what] += 1
            acknowledged = _acknowledged(calls[:cut])
            for number in range(_STORAGES):
                _restore(library, this, disk, random.Random(cut + number) if number else None)
                states = [each.wanted for each in runs]
                said = _problems(library, this, acknowledged, states)
                broken += [f"cut {cut} ({this.what}), storage {number}: {each}" for each in said]
    during = ", ".join(f"{count} while {what}" for what, count in met.items())
    return Row(
        f"the power cut at a random one of {len(calls):,} calls of {len(runs)} runs of "
        f"`tracuu index` ({during}), each on {_STORAGES} storages: bytes not synced and names "
        "whose folder was not synced gone, or some of them",
        cuts * _STORAGES,
        f"{len(broken)} problems; 0 unreadable, 0 acknowledged articles lost",
        tuple(broken),
    )


def _record(library: Library, place: Path, scale: Scale) -> tuple[list[_Run], list[Call]]:
    """Real runs: a first one with workers, small ones that merge, a rebuild, one more."""
    storage = Storage(library.place, place / "storage")
    environment = storage.environment(logged=True)
    storage.arrange(How.NEVER)
    runs: list[_Run] = []
    with Forks(environment) as forks:
        for what, options in _steps(library, scale):
            done = forks.run(["--index", str(library.index), "index", str(library.files), *options])
            assert done.code == 0, done.err
            kept = place / f"files-{len(runs)}"
            shutil.copytree(library.files, kept)
            last = sum(1 for _ in storage.calls())
            runs.append(_Run(what, dict(library.wanted), kept, last))
    calls = list(storage.calls())
    _require_same(library, calls, place / "replayed")
    return runs, calls


def _steps(library: Library, scale: Scale) -> Iterator[tuple[str, list[str]]]:
    size = scale.of(60, 400, 800)
    library.put(bodies(0, size))
    yield "adding with two workers", ["--workers", "2"]
    for number in range(scale.of(3, 8, 16)):
        library.put(bodies(size + number * 40, size + number * 40 + 40))
        library.put(bodies(number * 10, number * 10 + 5, f"sửa {number}"))
        library.drop({str(number * 10 + 7)})
        yield "adding, editing, removing and merging", ["--workers", "1"]
    yield "rebuilding", ["--workers", "1", "--rebuild"]
    library.put(bodies(size - 20, size, "sửa sau"))
    yield "adding after the rebuild", ["--workers", "1"]


def _require_same(library: Library, calls: Sequence[Call], place: Path) -> None:
    """The record is whole: followed to its end it makes the folder that is there, byte for byte."""
    disk = Disk(str(library.place))
    disk.names[str(library.files)] = None
    for call in calls:
        disk.follow(call)
    place.mkdir()
    disk.write(place, all_=True)
    there = {path.name: path.read_bytes() for path in library.index.iterdir()}
    assert {path.name: path.read_bytes() for path in (place / "index").iterdir()} == there


def _acknowledged(calls: Sequence[Call]) -> int:
    """The last generation whose commit had returned: named, and its folder synced after."""
    named = acknowledged = 0
    for call in calls:
        if call.kind is Kind.RENAME and (match := _TOC.search(call.second)):
            named = int(match[1])
        elif call.kind is Kind.FSYNC_FOLDER:
            acknowledged = named
    return acknowledged


def _restore(library: Library, this: _Run, disk: Disk, chance: random.Random | None) -> None:
    shutil.rmtree(library.place)
    library.place.mkdir()
    disk.write(library.place, chance)
    shutil.copytree(this.files, library.files, dirs_exist_ok=True)


def _problems(
    library: Library, this: _Run, acknowledged: int, states: Sequence[dict[str, str]]
) -> Iterator[str]:
    held = library.held()
    generation = library.generation()
    if generation < acknowledged:
        yield f"generation {acknowledged} was acknowledged, {generation} is there"
    if held != (states[generation - 1] if generation else {}):
        yield f"generation {generation} holds something else"
    yield from library.faults()
    library.wanted = this.wanted
    run([library.files], WhooshEngine(library.index), library.index, Options())
    if library.held() != this.wanted:
        yield "the next run did not finish the work"
    yield from library.faults()
    yield from (f"{name} is left over" for name in library.leftovers())
