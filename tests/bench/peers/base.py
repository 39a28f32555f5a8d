"""What a bench asks of an engine, ours or a peer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

#: A facet's values and how many matching articles bear each, by the facet's name.
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The conditions of the speed bench: days (`date.toordinal()`, both included), a district."""

    since: int
    until: int
    district: str


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of the first articles, best first, how many match, and the facet counts."""

    ids: tuple[str, ...]
    total: int = 0
    counts: Counts = field(default_factory=dict)


class Peer(Protocol):
    """An engine with an index in a folder of its own."""

    @property
    def name(self) -> str:
        """As the tables call it."""
        ...

    def build(self, source: Path, folder: Path) -> None:
        """Index the articles of a JSON Lines file (see `documents`) and make them searchable."""
        ...

    def open(self, folder: Path) -> None:
        """Open what `build` made."""
        ...

    def ranked(self, query: str, limit: int) -> list[str]:
        """The ids of the best articles; one with score 0 is not found."""
        ...

    def narrowed(self, query: str, narrowed: Narrowed | None, limit: int) -> Found:
        """The best articles within the conditions, if any, with all facet counts.

        Here words in quotes are a phrase; in `ranked` a quote is punctuation.
        """
        ...
