"""The system's memory, as a process of many threads wants it."""

from __future__ import annotations

import ctypes

#: glibc's number for how many heaps a process may have.
_HEAPS = -8


def one_heap() -> None:
    """Let all threads of this process take memory from one heap; to be said before they begin.

    glibc gives each thread its own, and what one frees no other takes again: measured at 100,000
    articles and eight threads, 100 MB more at the same speed. Other systems are left as they are.
    """
    try:
        ctypes.CDLL(None).mallopt(_HEAPS, 1)
    except (AttributeError, OSError, TypeError):
        return
