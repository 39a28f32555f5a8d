"""SHA-256 of an index's files, which a server may have begun before it can read an index.

Nothing large is imported here: the files of 100,000 articles take as long to hash as everything
else that a server imports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from indexer.heap import one_heap

#: Bytes read and hashed at a time. After each a thread waits up to 5 ms for others that are busy
#: with Python: in pieces of 256 kB, as hashlib's own, it gets nowhere beside a server's imports.
_PIECE = 16 << 20


class Written(NamedTuple):
    """What was written: bytes in all, and their SHA-256 in hexadecimal."""

    size: int
    sha256: str


_ahead: dict[Path, Future[Written]] = {}


def sha256(path: Path) -> Written:
    """Size and digest of a file as it lies on the disk, or lay there after `hash_ahead`; that
    answers once. Raises OSError."""
    begun = _ahead.pop(path, None)
    return _hashed(path) if begun is None else begun.result()


def hash_ahead(folder: Path) -> Thread:
    """Hash what the last generation in an index's folder names, for who opens it will ask.

    What goes wrong is raised to them.
    """
    one_heap()  # before there is a thread that could have its own
    begun: dict[Path, Future[Written]] = {path: Future() for path in _named(folder)}
    _ahead.update(begun)
    thread = Thread(target=_hash, args=[begun], daemon=True)
    thread.start()
    return thread


def _named(folder: Path) -> list[Path]:
    """The files whose name stands in the last table of contents, whatever else it says of them."""
    try:
        contents = max(folder.glob("_*.toc"), key=_number, default=None)
        named = b"" if contents is None else contents.read_bytes()
        return [path for path in folder.glob("*.seg") if _name(path).encode() in named]
    except OSError:  # who opens the index will say so
        return []


def _number(path: Path) -> int:
    number = _name(path)
    return int(number) if number.isdecimal() else -1


def _name(path: Path) -> str:
    return path.stem.rpartition("_")[2]


def _hash(begun: Mapping[Path, Future[Written]]) -> None:
    for path, future in begun.items():
        try:
            future.set_result(_hashed(path))
        except BaseException as error:
            future.set_exception(error)


def _hashed(path: Path) -> Written:
    digest, size = hashlib.sha256(), 0
    piece = memoryview(bytearray(_PIECE))
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(piece):
            digest.update(piece[:count])
            size += count
    return Written(size, digest.hexdigest())
