"""What a person asks for: the words, the conditions beside them, the order and the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from indexer.query.tree import Sort


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as a person asked for it.

    `districts`, `provinces` and `communes` are codes or names, with or without title and
    diacritics; those and `sources` with a leading `not_` are excluded. `exact` asks for the
    typed diacritics ("đúng dấu"). `seen_after` (exclusive) and `seen_by` (inclusive) bound the
    moment an article came into the index, `changed_after` that of its last change; all three are
    aware. `page` counts from 1.
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
    seen_after: datetime | None = None
    seen_by: datetime | None = None
    changed_after: datetime | None = None
    sort: Sort = "relevance"
    page: int = 1
    limit: int = 10

    def __hash__(self) -> int:
        """Of what tells requests apart: the links of a page ask for it hundreds of times."""
        return hash((self.text, self.since, self.until, self.districts, self.page))
