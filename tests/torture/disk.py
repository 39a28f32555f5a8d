"""What is on a disk after a power cut: only what was synced, and of the rest what chance left.

A model of a file system as in ALICE (Pillai and others, OSDI 2014): bytes last once their file was
synced, names once their folder was. Of what was not synced any part may be there or not.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.storage import Call, Kind

#: A write may be torn between these.
_SECTOR = 512

Names = dict[str, int | None]


@dataclass
class _File:
    """A file's bytes as they last, and the changes since: truncated to, or written at."""

    synced: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)


@dataclass
class Disk:
    """The state of a folder after calls; `names` gives the file of each path, None a folder."""

    folder: str
    files: dict[int, _File] = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    lasting: Names = field(default_factory=dict)
    #: By folder the changes of its names that are not synced, in their order: path, file or gone.
    since: dict[str, list[list[tuple[str, int | None, bool]]]] = field(default_factory=dict)

    def follow(self, call: Call) -> None:
        """Let a call happen."""
        if call.kind is Kind.CREATE:
            self.files[call.inode] = _File()
            self._name([(call.first, call.inode, True)])
        elif call.kind is Kind.MKDIR:
            self._name([(call.first, None, True)])
        elif call.kind is Kind.RENAME:
            moved = self.names[call.first]
            self._name([(call.first, None, False), (call.second, moved, True)])
        elif call.kind in {Kind.UNLINK, Kind.RMDIR}:
            self._name([(call.first, None, False)])
        elif call.kind is Kind.FSYNC_FOLDER:
            for change in self.since.pop(call.first, ()):
                _apply(self.lasting, change)
        elif call.kind is Kind.OTHER:
            raise AssertionError(f"{call.second} is not followed")
        else:
            self._bytes(call)

    def _bytes(self, call: Call) -> None:
        file = self.files[call.inode]
        if call.kind is Kind.WRITE:
            file.since.append((call.offset, call.data))
        elif call.kind is Kind.TRUNCATE:
            file.since.append((call.offset, None))
        else:
            for change in file.since:
                _change(file.synced, change)
            file.since.clear()

    def _name(self, change: list[tuple[str, int | None, bool]]) -> None:
        _apply(self.names, change)
        folder = str(Path(change[-1][0]).parent)
        self.since.setdefault(folder, []).append(change)

    def write(self, place: Path, chance: random.Random | None = None, all_: bool = False) -> None:
        """Make the folder as it is after the cut: what was synced, some of the rest by chance.

        With `all_` as if everything had been synced: what a reader saw before the cut.
        """
        names = dict(self.names if all_ else self.lasting)
        if chance is not None:
            for folder in self.since.values():
                # A journal keeps the order of names: a first part of them may have come through.
                for change in folder[: chance.randint(0, len(folder))]:
                    _apply(names, change)
        for path, inode in sorted(names.items()):
            target = place / Path(path).relative_to(self.folder)
            if not target.parent.is_dir():
                continue  # its folder itself is lost
            if inode is None:
                target.mkdir(exist_ok=True)
            else:
                target.write_bytes(self._content(inode, chance, all_))

    def _content(self, inode: int, chance: random.Random | None, all_: bool) -> bytes:
        file = self.files[inode]
        data = bytearray(file.synced)
        for change in file.since:
            if all_:
                _change(data, change)
            elif chance is not None and chance.random() < 0.5:
                _change(data, _torn(change, chance))
        return bytes(data)


def _torn(change: tuple[int, bytes | None], chance: random.Random) -> tuple[int, bytes | None]:
    offset, data = change
    if data is None or chance.random() < 0.5:
        return change
    return offset, data[: chance.randint(0, len(data) // _SECTOR) * _SECTOR]


def _change(data: bytearray, change: tuple[int, bytes | None]) -> None:
    offset, new = change
    if new is None:
        del data[offset:]
        new = b""
    if len(data) < offset:
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(new)] = new


def _apply(names: Names, change: Iterable[tuple[str, int | None, bool]]) -> None:
    for path, inode, there in change:
        if there:
            names[path] = inode
        else:
            names.pop(path, None)
