"""The memory of processes (Linux)."""

from __future__ import annotations

import os
import threading
from pathlib import Path

MEGABYTE = 1024 * 1024


def most_held(pid: int) -> int:
    """The most memory a process held, in bytes. (getrusage's figure outlives an exec.)"""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(v.split()[0]) for k, _, v in _fields(status) if k == "VmHWM") * 1024


def _fields(status: str) -> list[tuple[str, str, str]]:
    return [line.partition(":") for line in status.splitlines()]


class Memory:
    """Watches the resident memory of this process and its children, in bytes (Linux)."""

    def __init__(self) -> None:
        self._most = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def peak(self) -> int:
        """The most there was since the beginning; ends the watch."""
        self._done.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._done.wait(0.5):
            self._most = max(self._most, sum(map(_resident, _family(os.getpid()))))


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident(pid: int) -> int:
    """Proportional: pages shared with other processes count once in all."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    sizes = [line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(sizes[0]) * 1024 if sizes else 0
