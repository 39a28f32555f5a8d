"""A file of named arrays: written once, synced, then read in place.

Layout: the arrays, each aligned to 64 bytes; a JSON directory of them with a few facts; a trailer
that says where the directory is. Reading never runs code and checks every bound.
"""

from __future__ import annotations

import hashlib
import json
import math
import mmap
import os
import struct
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from indexer.engines.hashing import Written

Array = npt.NDArray[Any]

_MAGIC = b"TRACUU01"
_TRAILER = struct.Struct("<QQ8s")
_ALIGNMENT = 64


class BrokenFile(Exception):
    """The file is not what was written: too short, or its directory makes no sense."""


class Section:
    """One array of a file, written in pieces from its start."""

    def __init__(self, file: IO[bytes], dtype: np.dtype[Any], offset: int, count: int) -> None:
        self._file = file
        self._dtype = dtype
        self._next = offset
        self._left = count

    def write(self, piece: Array) -> None:
        """Write the next items, cast to the section's type."""
        data = np.ascontiguousarray(piece, dtype=self._dtype)
        if data.size > self._left:
            raise ValueError("more items than the section was made for")
        self._left -= data.size
        self._file.seek(self._next)
        self._file.write(data.data if data.size else b"")
        self._next += data.nbytes


class ArrayWriter:
    """Writes a file of arrays."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb+")
        self._path = path
        self._end = 0
        self._entries: dict[str, tuple[str, int, int]] = {}

    def section(self, name: str, dtype: npt.DTypeLike, count: int) -> Section:
        """Make room for `count` items."""
        kind = np.dtype(dtype).newbyteorder("<")
        offset = -(-self._end // _ALIGNMENT) * _ALIGNMENT
        self._entries[name] = (kind.str, offset, count)
        self._end = offset + count * kind.itemsize
        return Section(self._file, kind, offset, count)

    def put(self, name: str, array: Array) -> None:
        """Write a whole array."""
        self.section(name, array.dtype, array.size).write(array)

    def finish(self, facts: Mapping[str, Any]) -> Written:
        """Write the directory and bring everything to the disk."""
        directory = json.dumps({"facts": facts, "arrays": self._entries}).encode()
        self._file.seek(self._end)
        self._file.write(directory)
        self._file.write(_TRAILER.pack(self._end, len(directory), _MAGIC))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.seek(0)
        digest = hashlib.file_digest(self._file, "sha256").hexdigest()
        size = self._file.seek(0, os.SEEK_END)
        self._file.close()
        return Written(size, digest)

    def abandon(self) -> None:
        """Close and remove the unfinished file."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class ArrayFile:
    """A file of arrays, open for reading; safe to share between threads.

    Once open it can be read to the end even when its name is removed. Raises `BrokenFile` when
    opened if it is not whole.
    """

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._fd)
        self.size = os.fstat(self._fd).st_size
        directory = self._directory(path)
        self.facts: dict[str, Any] = directory["facts"]
        self._entries: dict[str, tuple[np.dtype[Any], int, int]] = {
            name: (np.dtype(kind), offset, count)
            for name, (kind, offset, count) in directory["arrays"].items()
        }
        self._check_bounds(path)
        self._mapped = mmap.mmap(self._fd, 0, prot=mmap.PROT_READ)

    def _directory(self, path: Path) -> dict[str, Any]:
        if self.size < _TRAILER.size:
            raise BrokenFile(f"{path.name}: {self.size} bytes")
        trailer = os.pread(self._fd, _TRAILER.size, self.size - _TRAILER.size)
        start, length, magic = _TRAILER.unpack(trailer)
        if magic != _MAGIC or start + length + _TRAILER.size != self.size:
            raise BrokenFile(f"{path.name}: no directory at the end")
        try:
            directory = json.loads(os.pread(self._fd, length, start))
            return {"facts": dict(directory["facts"]), "arrays": dict(directory["arrays"])}
        except (ValueError, KeyError, TypeError) as error:
            raise BrokenFile(f"{path.name}: {error}") from error

    def _check_bounds(self, path: Path) -> None:
        for name, (kind, offset, count) in self._entries.items():
            if kind.hasobject or offset < 0 or offset + count * kind.itemsize > self.size:
                raise BrokenFile(f"{path.name}: {name}")

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def count(self, name: str) -> int:
        """How many items the array has."""
        return self._entries[name][2]

    def read(self, name: str, start: int = 0, stop: int | None = None) -> Array:
        """Items `start` to `stop`, copied from the file."""
        kind, offset, count = self._entries[name]
        stop = count if stop is None else stop
        length = (stop - start) * kind.itemsize
        data = os.pread(self._fd, length, offset + start * kind.itemsize)
        if len(data) != length:
            data = self._mapped[offset + start * kind.itemsize :][:length]
        return np.frombuffer(data, kind)

    def view(self, name: str) -> Array:
        """The whole array, mapped: only what is touched is read."""
        kind, offset, count = self._entries[name]
        return np.frombuffer(self._mapped, kind, count, offset)

    def forget(self, slice_: int, slices: int) -> None:
        """Let go of the mapped pages in one slice of the file; touched again, they come back."""
        length = -(-self.size // (slices * mmap.PAGESIZE)) * mmap.PAGESIZE
        start = length * slice_
        if start < self.size:
            self._mapped.madvise(mmap.MADV_DONTNEED, start, min(length, self.size - start))

    def memory(self, name: str) -> memoryview:
        """The same as a memoryview, whose items are quick to get one by one."""
        kind, offset, count = self._entries[name]
        whole = memoryview(self._mapped)[offset : offset + count * kind.itemsize]
        return whole.cast(kind.char)  # type: ignore[return-value,arg-type]


def mapped() -> float:
    """How many bytes of files this process has mapped in memory; infinite where it is not said."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - for every few searches
            return int(file.read().split()[2]) * mmap.PAGESIZE
    except OSError:
        return math.inf
