"""The Engine protocol: what search, indexing and the command line may ask of an engine.

An engine keeps articles, commits changes atomically and answers plans from snapshots. Nothing
outside `engines/` knows which engine is under it; `tests/engines/contract.py` holds for all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from indexer.article import Article, Places
from indexer.limits import Limits
from indexer.query.lexicon import T
from indexer.query.tree import Plan, View
from indexer.text.analysed import Analysed
from indexer.text.sketch import NONE


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier state of an article: what it said, and when that state was first seen."""

    title: str | None
    summary: str
    body: str
    seen: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as the index keeps it."""

    article: Article
    places: Places
    first_seen: datetime
    changed: datetime | None = None
    gone: datetime | None = None
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article with its places and the keys of its three fields, ready to be written.

    `body` holds the body's keys and then, after a gap in the positions, each caption's. `sketch`
    is of `text.sketch`.
    """

    stored: Stored
    title: Analysed
    summary: Analysed
    body: Analysed
    sketch: bytes = NONE


@dataclass(frozen=True, slots=True)
class Put:
    """Add this article, or replace the one that bears its id.

    `places` in it is not yet filled: the engine's workers call `prepare` for that.
    """

    stored: Stored


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove the article with this id; no fault if there is none."""

    id: str


Change = Put | Remove


@dataclass(frozen=True, slots=True)
class Refusal:
    """An article the engine could not take, and why (Vietnamese / English)."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What a commit did."""

    generation: int
    put: int
    removed: int
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One matching article: id, score, labels of the parts it lacks, ids folded under it."""

    id: str
    score: float
    missing: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matches:
    """The answer to a plan.

    `total` counts the strict matches, `relaxed` the ones that lack a part, `folded` those of both
    that stand folded under others. The counts are over all strict matches, by code, name or
    `YYYY-MM`; zero counts are left out.
    """

    matches: tuple[Match, ...]
    total: int
    relaxed: int = 0
    folded: int = 0
    districts: Mapping[str, int] = field(default_factory=dict)
    provinces: Mapping[str, int] = field(default_factory=dict)
    communes: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """`articles` live ones; `newest` the newest publication date, ISO, or None.

    `cache_bytes` is the memory this process keeps for posting lists.
    """

    articles: int
    engine: str
    generation: int
    newest: str | None
    size_bytes: int
    cache_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong that `check` found: where, and what (Vietnamese / English)."""

    where: str
    what: str


class Snapshot(Protocol):
    """One committed state. Safe to share between threads; stays as it was after later commits."""

    @property
    def generation(self) -> int: ...

    @property
    def as_of(self) -> datetime | None:
        """The last moment at which an article of it came in or changed; None where it is empty.

        Whatever a later commit brings or changes is later than this.
        """
        ...

    def search(self, plan: Plan) -> Matches:
        """The hits of the asked page, the totals and the counts."""
        ...

    def totals(self, plans: Sequence[Plan]) -> list[int]:
        """How many articles each plan's strict matches are, whatever its order and page.

        The words of plans that narrow an earlier one, or one without filters, are not looked for
        again.
        """
        ...

    def every(self, plan: Plan, skip: int = 0) -> Iterator[Stored]:
        """All strict matches but the first `skip`, in the plan's order, whatever its page.

        Takes no more memory for a long answer than a few bytes an article. Raises as `stored`.
        """
        ...

    def stored(self, ids: Sequence[str]) -> list[Stored]:
        """The articles with these ids, in this order; unknown ids are left out."""
        ...

    def ids(self) -> Iterable[str]:
        """The ids of all live articles, in no order."""
        ...

    def frequency(self, view: View, text: str) -> int:
        """How many articles hold this key (removed ones not yet merged away may count)."""
        ...

    def keys(self, view: View, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Up to `limit` keys that begin so, in code point order, each with its frequency."""
        ...

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, some 20 kB that depend on these keys; made once for a while."""
        ...


Prepare = Callable[[Stored], Prepared]
Progress = Callable[[int], None]


class Writer(Protocol):
    """The write side, held by one process at a time."""

    def commit(
        self,
        changes: Iterable[Change],
        prepare: Prepare,
        *,
        workers: int = 1,
        progress: Progress | None = None,
    ) -> Applied:
        """Apply all changes in one atomic commit, or none of them.

        The last change of an id wins. `prepare` is picklable and runs in `workers` processes; an
        article for which it raises is refused and the others go on. `progress` is called with the
        number of changes done so far. `changes` is consumed as a stream in bounded memory.
        """
        ...

    def settle(self) -> Applied | None:
        """After the last commit of a run that brought most of the index: make it quick to search.

        Another commit, of the same articles; None where there is nothing to gain. The generation
        before it is not kept, for it would take as much room again.
        """
        ...


class Engine(Protocol):
    """An index of articles. `limits` bound every question put to it."""

    @property
    def limits(self) -> Limits: ...

    def snapshot(self) -> Snapshot:
        """The last committed state; cheap when nothing was committed since.

        Raises IndexUnavailable where there is no readable index.
        """
        ...

    def former(self) -> Snapshot | None:
        """The last committed state, though another version's rules of text may have made it.

        For what only it remembers of its articles. None where it cannot be read.
        """
        ...

    def writing(
        self, *, wait: bool = False, rebuild: bool = False
    ) -> AbstractContextManager[Writer]:
        """Hold the write lock. Raises IndexLocked at once, or waits with `wait`.

        With `rebuild` the commit replaces the whole index; until then readers see the old one.
        """
        ...

    def status(self) -> EngineStatus: ...

    def check(self, prepare: Prepare) -> list[Fault]:
        """What is damaged, and where articles are found by other words than `prepare` reads."""
        ...

    def rollback(self, *, wait: bool = False) -> int:
        """Commit anew what the generation before the last held, and give its new number.

        Raises IndexLocked as `writing` does, IndexUnavailable where that one is not whole.
        """
        ...
