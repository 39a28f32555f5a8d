"""SearchRequest in, ResultPage out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from indexer.article import District, Province, Published
from indexer.query.tree import Sort


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as a person asked for it.

    `districts`, `provinces` and `communes` are codes or names, with or without title and
    diacritics; those and `sources` with a leading `not_` are excluded. `exact` asks for the
    typed diacritics ("đúng dấu"). `page` counts from 1.
    """

    text: str = ""
    exact: bool = False
    since: date | None = None
    until: date | None = None
    undated: bool = False
    districts: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    not_districts: tuple[str, ...] = ()
    not_provinces: tuple[str, ...] = ()
    not_communes: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """One article of a result. `title_html` and `snippet` are escaped, with hits in `<mark>`."""

    id: str
    title: str | None
    title_html: str | None
    published: Published | None
    source: str
    url: str
    province: Province | None
    districts: tuple[District, ...]
    score: float
    missing: tuple[str, ...]
    snippet: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: its code (a source's and a month's is the value itself)."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over all strict matches, most frequent first (months: oldest first)."""

    districts: tuple[FacetValue, ...] = ()
    provinces: tuple[FacetValue, ...] = ()
    communes: tuple[FacetValue, ...] = ()
    months: tuple[FacetValue, ...] = ()
    sources: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know of how the request was read (an ambiguous district…)."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The answer to a SearchRequest."""

    request: SearchRequest
    total: int
    relaxed: int
    took_ms: float
    generation: int
    hits: tuple[Hit, ...] = ()
    facets: Facets = field(default_factory=Facets)
    suggestion: str | None = None
    notices: tuple[Notice, ...] = ()
