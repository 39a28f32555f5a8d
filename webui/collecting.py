"""Python's collector of cycles and the system's memory, as a server of pages wants them."""

from __future__ import annotations

import ctypes
import gc

#: Python's usual first threshold is 700 new objects, passed many times a page. Measured at 100,000
#: articles over the benchmark's queries: the median page takes 4 to 10 % less.
_THRESHOLDS = (20_000, 10, 20)
#: glibc's number for how many heaps a process may have.
_HEAPS = -8


def rarely() -> None:
    """For a process that serves: what was loaded is never looked through, the rest seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def one_heap() -> None:
    """Let all threads of this process take memory from one heap; to be said before they begin.

    glibc gives each thread its own, and what one frees no other takes again: measured at 100,000
    articles and eight threads, 100 MB more at the same speed. Other systems are left as they are.
    """
    try:
        ctypes.CDLL(None).mallopt(_HEAPS, 1)
    except (AttributeError, OSError, TypeError):
        return
