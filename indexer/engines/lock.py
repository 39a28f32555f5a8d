"""One writer at a time, across processes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.engines.folder import make_folder, require_private
from indexer.errors import IndexLocked

NAME = "write.lock"


@contextmanager
def hold(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the write lock of the index in `folder`, which is made if missing.

    The system frees it when its holder dies. Raises IndexLocked at once if another process or
    thread holds it, unless `wait`.
    """
    make_folder(folder)
    require_private(folder, folder.stat().st_mode)
    fd = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o664)
    try:
        _acquire(fd, folder, wait=wait)
        yield
    finally:
        os.close(fd)


def require_free(folder: Path) -> None:
    """Raise IndexLocked if another process holds the lock now; asked before much is loaded."""
    try:
        fd = os.open(folder / NAME, os.O_RDWR)
    except OSError:
        return  # there is no lock yet, or `hold` will say what is wrong
    try:
        _acquire(fd, folder, wait=False)
    finally:
        os.close(fd)


def _acquire(fd: int, folder: Path, *, wait: bool) -> None:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        raise IndexLocked(
            f"Chỉ mục {folder} đang được một tiến trình khác ghi; "
            "hãy thử lại sau hoặc dùng --wait.",
            f"The index {folder} is being written by another process; try later or use --wait.",
        ) from None
