"""What the planner asks of an index: which keys it holds, and in how many articles."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar

from indexer.query.tree import View

T = TypeVar("T")


class Lexicon(Protocol):
    """The keys of an index; `indexer.engines.base.Snapshot` is one."""

    def frequency(self, view: View, text: str) -> int:
        """How many articles hold this key."""
        ...

    def keys(self, view: View, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Up to `limit` keys that begin so, in code point order, each with its frequency."""
        ...

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, which depends on these keys; made once for a while."""
        ...
