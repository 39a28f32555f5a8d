"""One writer at a time, across processes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.engines.folder import make_folder, require_private
from indexer.errors import IndexLocked, IndexUnavailable

NAME = "write.lock"
#: Locks taken by `reserved` that no `hold` has taken over: descriptor by folder.
_reserved: dict[Path, int] = {}


@contextmanager
def hold(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the write lock of the index in `folder`, which is made if missing.

    The system frees it when its holder dies. Raises IndexLocked at once if another process or
    thread holds it, unless `wait`. A lock that was `reserved` is taken over.
    """
    fd = _reserved.pop(folder, None)
    if fd is None:
        fd = _open(folder)
    try:
        _acquire(fd, folder, wait=wait)
        yield
    finally:
        os.close(fd)


@contextmanager
def reserved(folder: Path) -> Iterator[None]:
    """Take the write lock for the next `hold` of this process, before much is loaded.

    One that comes second is so turned away in the time that Python takes to start, by
    IndexLocked. A folder that is missing is made; what is wrong with one is left to `hold` to say.
    """
    try:
        fd = _open(folder)
    except (OSError, IndexUnavailable):
        yield
        return
    try:
        _acquire(fd, folder, wait=False)
    except IndexLocked:
        os.close(fd)
        raise
    _reserved[folder] = fd
    try:
        yield
    finally:
        if _reserved.get(folder) == fd:
            os.close(_reserved.pop(folder))


def _open(folder: Path) -> int:
    make_folder(folder)
    require_private(folder, folder.stat().st_mode)
    return os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o664)


def _acquire(fd: int, folder: Path, *, wait: bool) -> None:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        raise IndexLocked(
            f"Chỉ mục {folder} đang được một tiến trình khác ghi; "
            "hãy thử lại sau hoặc dùng --wait.",
            f"The index {folder} is being written by another process; try later or use --wait.",
        ) from None
