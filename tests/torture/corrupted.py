"""Files of the index damaged: `check` names each, the site answers from none, nothing is lost."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from indexer import Settings, check, open_engine
from indexer.engines import toc
from indexer.engines.building import segment_path
from indexer.engines.fields import INDEX_NAME
from tests.torture.library import Library, bodies
from tests.torture.row import Row, Scale
from webui import create_app

_PAGE = 4096
_KINDS = ("a flipped bit", "a truncation", "a zeroed page", "a missing file")


def torture(scale: Scale) -> Row:
    """Damage a file of a sound index, ask `check` and the site, put it back."""
    times = scale.of(12, 300, 3000)
    chance = random.Random(4)
    met: Counter[str] = Counter()
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as made:
        library = _library(Path(made))
        settings = Settings(index=library.index)
        broken += [f"before any: {fault}" for fault in check(settings)]
        if _answer(settings)[0] != 200:
            broken.append("the sound index is not answered from")
        kept = Path(made) / "kept"
        for number in range(times):
            kind = _KINDS[number % len(_KINDS)]
            path = chance.choice(_files(library))
            shutil.copy2(path, kept)
            _damage(path, kind, chance)
            met[f"{kind} of a {path.suffix} file"] += 1
            said = [f"{kind} of {path.name}: {each}" for each in _problems(settings, path)]
            broken += said
            shutil.copy2(kept, path)
        broken += [f"after all: {fault}" for fault in check(settings)]
        lists = scale.of(2, 40, 400)
        for number in range(lists):
            broken += _of_sources(library, kept, _KINDS[number % len(_KINDS)], chance)
    return Row(
        "damage to a file of the last generation ("
        + ", ".join(f"{count} times {what}" for what, count in sorted(met.items()))
        + ")",
        times,
        f"{times - len(broken)} found and named by `tracuu check`; the site answered 503 with a "
        "sentence, or from the generation before where the last TOC was missing; the list of "
        f"sources damaged {lists} times more cost the next run some reading and no article",
        tuple(broken),
    )


def _library(place: Path) -> Library:
    library = Library(place / "library")
    for start in (0, 200, 260):
        library.put(bodies(start, start + 60))
        assert library.run("--workers", "1").returncode == 0
    return library


def _files(library: Library) -> list[Path]:
    """The TOC and the segments of the last generation."""
    generation = library.generation()
    entries = toc.read(library.index, generation).entries
    last = library.index / f"_{INDEX_NAME}_{generation}.toc"
    return [last, *(segment_path(library.index, entry.name) for entry in entries)]


def _damage(path: Path, kind: str, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    if kind == "a missing file":
        path.unlink()
        return
    if kind == "a truncation":
        data = data[: chance.randrange(len(data))]
    elif kind == "a zeroed page":
        place = chance.randrange(0, len(data), _PAGE)
        data[place : place + _PAGE] = bytes(len(data[place : place + _PAGE]))
    else:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    if data == path.read_bytes():  # a page of zeros already
        data[-1] ^= 1
    path.write_bytes(data)


def _problems(settings: Settings, path: Path) -> Iterator[str]:
    faults = check(settings)
    number = path.stem.split("_")[-1]
    named = {path.name, f"generation {number}"} if path.suffix == ".toc" else {path.name}
    if not faults:
        yield "not found"
    elif {fault.where for fault in faults} != {*named} & {fault.where for fault in faults}:
        yield f"something else is named: {faults}"
    status, page = _answer(settings)
    if status == 503:
        if "Chỉ mục chưa sẵn sàng".encode() not in page:
            yield "503 without its sentence"
    elif path.suffix != ".toc" or path.exists():
        yield f"the site answered {status}"
    elif status != 200:
        yield f"without its last TOC the site answered {status}"


def _of_sources(library: Library, kept: Path, kind: str, chance: random.Random) -> Iterator[str]:
    """The list of sources damaged: the next run, or the one after its advice, finds it all."""
    path = library.index / "sources.db"
    shutil.copy2(path, kept)
    _damage(path, kind, chance)
    run = library.run("--workers", "1")
    if run.returncode == 1 and path.name in run.stderr:
        path.unlink()
        run = library.run("--workers", "1")
    if run.returncode:
        yield f"{kind} of {path.name}: exit {run.returncode}: {run.stderr[-300:]}"
    if library.held() != library.wanted:
        yield f"{kind} of {path.name}: the index holds something else"
    shutil.copy2(kept, path)


def _answer(settings: Settings) -> tuple[int, bytes]:
    client = create_app(open_engine(settings, verified=True), settings).test_client()
    answered = client.get("/?q=Cao+Lộc")
    return answered.status_code, answered.data
