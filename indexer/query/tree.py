"""What is asked of an engine, in no engine's language.

A `Plan` keeps two questions apart: `must` says which articles match (boolean, no scores);
`scoring` and `rescoring` say in which order they come. Everything is hashable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

View = Literal["folded", "exact", "compound"]
Scope = Literal["all", "title"]
Sort = Literal["relevance", "newest", "oldest"]
Facet = Literal["districts", "provinces", "communes", "months", "sources"]
FACETS: tuple[Facet, ...] = get_args(Facet)


@dataclass(frozen=True, slots=True)
class Term:
    """Articles that hold this key of a view (title, summary, body and captions; or the title)."""

    view: View
    text: str
    scope: Scope = "all"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Keys in this order at consecutive positions; with `slop`, in any order and near.

    `slop` None: exactly adjacent and in order. A number n: all within a window that holds at
    most n other syllables, in any order.
    """

    view: View
    terms: tuple[str, ...]
    slop: int | None = None
    scope: Scope = "all"


@dataclass(frozen=True, slots=True)
class Prefix:
    """Articles that hold any key beginning so (the engine bounds the expansion)."""

    view: View
    text: str
    scope: Scope = "all"


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts; scored as one synonym: their frequencies are added up."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """All articles but those."""

    part: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


Node = Term | Phrase | Prefix | And | Or | Not | Everything


@dataclass(frozen=True, slots=True)
class Weighted:
    """`weight` times the BM25F score of a Term, Phrase, Prefix or Or (a synonym) of these."""

    node: Node
    weight: float


@dataclass(frozen=True, slots=True)
class Part:
    """One thing the person typed, for relaxed matches and for `missing`.

    `label` is the person's own spelling. `droppable` is False for a phrase, code, date, entity
    and whatever else no article may lack.
    """

    node: Node
    label: str
    droppable: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Values a field may have (empty: any) and values it may not have."""

    any_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions beside the words. Days are whole, in Vietnam, both ends included.

    `districts`, `provinces` and `communes` hold codes, `sources` names. `undated` True: only
    articles without a known date; a set `since` or `until` leaves these out. `heirs` are codes of
    communes that took the chosen districts over: an article that names one passes
    `districts.any_of` as well. `seen_after` and `seen_by` bound the moment an article came into
    the index, `changed_after` the moment its text last changed.
    """

    since: date | None = None
    until: date | None = None
    undated: bool = False
    districts: Choice = Choice()
    provinces: Choice = Choice()
    communes: Choice = Choice()
    sources: Choice = Choice()
    heirs: frozenset[str] = frozenset()
    seen_after: datetime | None = None
    seen_by: datetime | None = None
    changed_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Relaxation:
    """When articles that lack a droppable part may be shown.

    An article enters when it holds every part that is not droppable and at least
    `min_coverage` (0–1) of the total idf of all parts. Its score is multiplied by
    coverage ** `penalty`; with `outrank` it then competes with the strict matches, without it
    it follows them.
    """

    min_coverage: float
    penalty: float
    outrank: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A search, ready for any engine.

    `rescoring` is scored for the best `Ranking.window` articles only (it reads positions).
    Near-identical articles among the first `fold` are folded into the first of them; `offset` and
    `limit` count the hits left (no hits: nothing is put in order). `facets` are those
    whose values are counted.
    """

    must: Node
    scoring: tuple[Weighted, ...] = ()
    rescoring: tuple[Weighted, ...] = ()
    parts: tuple[Part, ...] = ()
    relaxation: Relaxation | None = None
    filters: Filters = field(default_factory=Filters)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    fold: int = 0
    facets: tuple[Facet, ...] = FACETS
