"""Which files stand under the given paths."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: Endings of the formats that are read, lower case.
TEXT = (".txt",)
HTML = (".html", ".htm", ".xhtml")
JSON_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
KNOWN = (*TEXT, *HTML, *JSON_LINES)


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it lies on disk: size in bytes, time of change in nanoseconds."""

    path: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Discovered:
    """The files to read sorted by name, how many were passed over, and paths that do not exist.

    A file passed over stands in a folder and is of no known format. `roots` are the paths asked
    for, absolute.
    """

    files: tuple[Found, ...]
    passed_over: int
    missing: tuple[Path, ...]
    roots: tuple[Path, ...]


def discover(paths: Iterable[Path], exclude: Collection[Path] = ()) -> Discovered:
    """The files of known formats in the folders among `paths`, and the files among them.

    Hidden files and folders and those in `exclude` are left out; links are followed, each folder
    is entered once.
    """
    roots = tuple(Path(os.path.abspath(p)) for p in paths)  # noqa: PTH100 – resolve() follows links
    barred = {_identity(os.stat(p)) for p in exclude if p.exists()}  # noqa: PTH116
    found: dict[Path, Found] = {}
    missing = []
    passed_over = 0
    for root in roots:
        status = _stat(root)
        if status is None:
            missing.append(root)
        elif not stat.S_ISDIR(status.st_mode):
            found[root] = Found(root, status.st_size, status.st_mtime_ns)
        else:
            for file in _walk(root, barred | {_identity(status)}):
                if file.path.name.lower().endswith(KNOWN):
                    found[file.path] = file
                else:
                    passed_over += 1
    files = tuple(found[path] for path in sorted(found))
    return Discovered(files, passed_over, tuple(missing), roots)


def _walk(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Found]:
    waiting = [folder]
    while waiting:
        for entry in _entries(waiting.pop()):
            status = _stat(entry)
            if entry.name.startswith(".") or status is None:
                continue
            if stat.S_ISREG(status.st_mode):
                yield Found(Path(entry.path), status.st_size, status.st_mtime_ns)
            elif stat.S_ISDIR(status.st_mode) and _identity(status) not in entered:
                entered.add(_identity(status))
                waiting.append(Path(entry.path))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    # An unreadable folder raises: its articles must not look as if they were gone.
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _stat(place: Path | os.DirEntry[str]) -> os.stat_result | None:
    """None for what is not there, such as a link to nothing."""
    try:
        return place.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        if problem.errno == errno.ELOOP:
            return None
        raise


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
