"""The table of contents of a generation: which segments, and which of their articles are gone.

It is Whoosh's own TOC file with a SHA-256 at its end. What Whoosh pickles in it is read by an
unpickler that knows one class, so a forged file runs nothing. A TOC takes effect by its rename,
after it and every file it names were synced to the disk.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle  # nosec B403 # read by _PlainUnpickler alone
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from indexer.engines.arrays import Array, BrokenFile
from indexer.engines.building import segment_path
from indexer.engines.codec import ArrayCodec
from indexer.engines.fields import INDEX_NAME, VERSION, schema
from indexer.engines.folder import sync_folder
from indexer.engines.hashing import Written

#: How many generations stay on the disk, for readers that are just opening and to go back to.
KEPT = 2

_TOC = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A segment as a generation sees it: its file, and the numbers of removed articles."""

    name: str
    count: int
    written: Written
    deleted: Array
    version: str = VERSION

    @property
    def live(self) -> int:
        """How many articles are left."""
        return self.count - len(self.deleted)


@dataclass(frozen=True, slots=True)
class Contents:
    """A generation."""

    generation: int
    entries: tuple[Entry, ...] = ()


class ArraySegment(base.Segment):  # type: ignore[misc]
    """A segment as Whoosh keeps it in a TOC: plain values only."""

    def __init__(self, entry: Entry) -> None:
        self.indexname = INDEX_NAME
        self.segid = entry.name
        self.compound = False
        self.articles = entry.count
        self.size, self.sha256 = entry.written
        self.gone = entry.deleted.astype("<u4").tobytes()
        self.made_by = entry.version

    def codec(self) -> Any:
        """The codec that reads this segment."""
        return ArrayCodec()

    def entry(self) -> Entry:
        """What `__init__` was given."""
        return Entry(
            str(self.segid),
            int(self.articles),
            Written(int(self.size), str(self.sha256)),
            np.frombuffer(self.gone, "<u4"),
            str(self.made_by),
        )

    def doc_count_all(self) -> int:
        return self.articles

    def deleted_count(self) -> int:
        return len(self.gone) // 4

    def deleted_docs(self) -> Iterable[int]:
        return list(np.frombuffer(self.gone, "<u4").tolist())

    def is_deleted(self, docnum: int) -> bool:
        gone = np.frombuffer(self.gone, "<u4")
        place = int(np.searchsorted(gone, docnum))
        return place < len(gone) and int(gone[place]) == docnum


class _PlainUnpickler(pickle.Unpickler):
    """Reads our segment class and plain values, nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (ArraySegment.__module__, ArraySegment.__qualname__):
            return ArraySegment
        raise BrokenFile(f"a TOC may not hold {module}.{name}")


class _TocFile(StructFile):  # type: ignore[misc]
    def read_pickle(self) -> Any:
        return _PlainUnpickler(self.file).load()


class SafeStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's folder of files, whose TOCs are sealed, synced, and read without running them."""

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """Open a file of the index; a TOC only if its seal is whole."""
        if not _TOC.fullmatch(name):
            return super().open_file(name, **kwargs)
        data = Path(self._fpath(name)).read_bytes()
        body, seal = data[:-32], data[-32:]
        if hashlib.sha256(body).digest() != seal:
            raise BrokenFile(f"{name}: its checksum is wrong")
        return _TocFile(io.BytesIO(body), name=name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Seal a new TOC, sync it, and let it take effect."""
        with Path(self._fpath(oldname)).open("rb+") as file:
            file.write(hashlib.sha256(file.read()).digest())
            file.flush()
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))


def generations(folder: Path) -> list[int]:
    """The generations on the disk, oldest first."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - three times quicker, for every search
    except FileNotFoundError:
        return []
    return sorted(int(match[1]) for name in names if (match := _TOC.fullmatch(name)))


def read(folder: Path, generation: int) -> Contents:
    """Read a TOC. Raises OSError or `BrokenFile`."""
    try:
        toc = TOC.read(SafeStorage(str(folder)), INDEX_NAME, gen=generation, schema=schema())
        return Contents(generation, tuple(segment.entry() for segment in toc.segments))
    except (BrokenFile, OSError):
        raise
    except Exception as error:  # whatever Whoosh makes of odd bytes
        raise BrokenFile(f"generation {generation}: {error}") from error


def write(folder: Path, contents: Contents) -> None:
    """Make a generation the last one."""
    sync_folder(folder)
    segments = [ArraySegment(entry) for entry in contents.entries]
    TOC(schema(), segments, contents.generation).write(SafeStorage(str(folder)), INDEX_NAME)


def clean(folder: Path, keep: int = KEPT) -> None:
    """Remove all but the last generations, and whatever a killed run left.

    Only while holding the lock.
    """
    kept = generations(folder)[-keep:]
    names = {f"_{INDEX_NAME}_{generation}.toc" for generation in kept}
    for generation in kept:
        try:
            names |= _files(folder, read(folder, generation).entries)
        except (BrokenFile, OSError):
            return  # what it named is unknown: remove nothing
    for path in folder.iterdir():
        if path.name not in names and path.name.lstrip("_").startswith(f"{INDEX_NAME}_"):
            path.unlink(missing_ok=True)


def _files(folder: Path, entries: Sequence[Entry]) -> set[str]:
    return {segment_path(folder, entry.name).name for entry in entries}
