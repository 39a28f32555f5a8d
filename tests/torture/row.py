"""What every torture gives back: a row of the table of promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import ModuleType
from typing import Any


class Scale(Enum):
    """How much is broken on purpose: a little in `make test`, the issue's numbers, or far more."""

    SHORT = "short"
    DEFAULT = "default"
    FULL = "full"

    def of(self, short: int, default: int, full: int) -> int:
        """The count of this scale."""
        return {Scale.SHORT: short, Scale.DEFAULT: default, Scale.FULL: full}[self]


@dataclass(frozen=True, slots=True)
class Row:
    """What was done, how often, and what came of it.

    `broken` says, one sentence each, how the promise was broken; it is empty where it was held.
    """

    done: str
    times: int
    outcome: str
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise and the module in this package whose `torture(scale)` tests it.

    `minutes` bounds the default form: a torture that takes longer is stopped, and counts as broken.
    `alone` says that it measures time, so that no other may run beside it.
    """

    name: str
    point: int
    text: str
    minutes: float = 10
    alone: bool = False

    def torture(self, module: ModuleType, scale: Scale) -> Row:
        """Test it at this scale."""
        run: Callable[[Scale], Any] = module.torture
        row = run(scale)
        assert isinstance(row, Row)
        return row
