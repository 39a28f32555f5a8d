"""What the planner asks of an index: which keys it holds, and in how many articles."""

from __future__ import annotations

from typing import Protocol

from indexer.query.tree import View


class Lexicon(Protocol):
    """The keys of an index; `indexer.engines.base.Snapshot` is one."""

    def frequency(self, view: View, text: str) -> int:
        """How many articles hold this key."""
        ...

    def keys(self, view: View, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Up to `limit` keys that begin so, in code point order, each with its frequency."""
        ...
