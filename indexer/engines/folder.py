"""The index folder itself: made so that it outlives a power cut, and synced."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from indexer.errors import IndexUnavailable


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, each lasting before its child is made."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(0o775, exist_ok=True)
    sync_folder(folder.parent)


def require_private(folder: Path, mode: int) -> None:
    """Raise IndexUnavailable where the mode of the index folder lets anyone write to it."""
    if mode & stat.S_IWOTH:
        raise IndexUnavailable(
            f"Ai cũng ghi được vào chỉ mục {folder} nên không dùng; hãy chạy: chmod o-w {folder}",
            f"The index {folder} may be written by anyone and is not used; run: chmod o-w {folder}",
        )


def sync_folder(folder: Path) -> None:
    """Bring a folder's own entries to the disk."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
