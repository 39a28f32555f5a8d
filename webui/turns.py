"""One result is made at a time in a process: a turn, for which the other threads wait.

Making a result is Python from end to end, under the one lock of the interpreter. Threads that are
at it together hand that lock to and fro, and each takes longer (docs/decisions/0010-turns.md).
What waits for somebody else, such as a download, takes no turn.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_TURN = Lock()


def in_turn(make: Callable[P, T]) -> Callable[P, T]:
    """The same, one call at a time in this process."""

    @wraps(make)
    def waiting(*args: P.args, **kwargs: P.kwargs) -> T:
        with _TURN:
            return make(*args, **kwargs)

    return waiting
