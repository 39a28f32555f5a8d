"""A storage that can be watched, fail, and kill: see storage.c, which is built and driven here."""

from __future__ import annotations

import functools
import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

_SOURCE = Path(__file__).with_name("storage.c")
_RECORD = struct.Struct("<IIIIQQQ")
#: count, at, how, error, kinds, ready, met; then the lock of storage.c.
_CONTROL = struct.Struct("<qqiiiii")
_SIZE = 256


class Kind(IntEnum):
    """The calls that change something, as in storage.c."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 3
    FSYNC = 4
    FSYNC_FOLDER = 5
    RENAME = 6
    UNLINK = 7
    MKDIR = 8
    RMDIR = 9
    OTHER = 10


ALL = frozenset(Kind)


class How(IntEnum):
    """What happens at the chosen call, as in storage.c."""

    NEVER = 0
    ONCE = 1
    FROM_THEN_ON = 2
    KILL = 3


class Call(NamedTuple):
    """One call that was made. `offset` is the size of a truncation."""

    kind: Kind
    inode: int
    offset: int
    first: str
    second: str
    data: bytes


class NoCompiler(Exception):
    """There is no C compiler here."""


@functools.cache
def library() -> Path:
    """The preloaded library, built once. Raises NoCompiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NoCompiler
    built = Path(tempfile.mkdtemp(prefix="tracuu-storage-")) / "storage.so"
    options = ["-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(built)]
    subprocess.run([compiler, *options, str(_SOURCE), "-lpthread"], check=True)
    return built


@dataclass(frozen=True, slots=True)
class Storage:
    """The storage under `folder`; `place`, outside of it, holds its control file and log."""

    folder: Path
    place: Path

    def environment(self, *, logged: bool = False) -> dict[str, str]:
        """What a process must be started with."""
        self.place.mkdir(parents=True, exist_ok=True)
        if not self._control.exists():
            self._control.write_bytes(bytes(_SIZE))
        found = {
            "LD_PRELOAD": str(library()),
            "TORTURE_FOLDER": os.path.realpath(self.folder),
            "TORTURE_CONTROL": str(self._control),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return found | ({"TORTURE_LOG": str(self._log)} if logged else {})

    @property
    def _control(self) -> Path:
        return self.place / "control"

    @property
    def _log(self) -> Path:
        return self.place / "log"

    def arrange(self, how: How, at: int = 0, error: int = 0, kinds: frozenset[Kind] = ALL) -> None:
        """Count from nought, and let the call with this number fail, or kill its process group."""
        mask = sum(1 << kind for kind in kinds)
        ready = _CONTROL.unpack(self._control.read_bytes()[: _CONTROL.size])[5]
        with self._control.open("r+b") as file:
            if how is How.KILL or ready == 0:
                file.write(bytes(_SIZE))  # the lock too, which a killed process may have held
                file.seek(0)
                ready = 0
            file.write(_CONTROL.pack(0, at, how, error, mask, ready, 0))

    def counted(self) -> int:
        """How many calls were made since `arrange`."""
        return int(_CONTROL.unpack(self._control.read_bytes()[: _CONTROL.size])[0])

    def met(self) -> int:
        """How many of them were refused."""
        return int(_CONTROL.unpack(self._control.read_bytes()[: _CONTROL.size])[6])

    def calls(self) -> Iterator[Call]:
        """All calls logged so far, in their order."""
        with self._log.open("rb") as log:
            while head := log.read(_RECORD.size):
                kind, first, second, _, inode, offset, size = _RECORD.unpack(head)
                names = log.read(first).decode(), log.read(second).decode()
                data = log.read(size)
                yield Call(Kind(kind), inode, offset, *names, data)
