"""Places, or sources, against time: of the most frequent ones in a result, the articles by month.

Each row is a search of its own, narrowed to that place: what its cells count is what a link to
that narrowed search finds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from indexer.engines.base import Engine
from indexer.query.request import SearchRequest
from indexer.query.tree import Facet
from indexer.search import facets
from indexer.trends import Trend, trend

Rows = Literal["province", "district", "commune", "source"]
#: What the rows are → the field of a SearchRequest (and of Facets) that holds it.
FIELDS: Mapping[Rows, Facet] = {
    "province": "provinces",
    "district": "districts",
    "commune": "communes",
    "source": "sources",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A place or source by its code; `series` is its number among the series of the trend."""

    code: str
    name: str
    total: int
    series: int


@dataclass(frozen=True, slots=True)
class Heat:
    """Rows, most articles first; series 0 of `trend` is the whole result.

    `left` says how many more places or sources the result has.
    """

    rows: tuple[Row, ...]
    trend: Trend
    left: int


def heat(engine: Engine, request: SearchRequest, rows: Rows, most: int, today: date) -> Heat:
    """The `most` frequent values of a request's result, by month.

    Where values of this kind are chosen as a filter, these are the rows. An article of several
    districts counts in the row of each. Raises as `answer` does.
    """
    field = FIELDS[rows]
    values = getattr(facets(engine, request, field), field)
    chosen = getattr(request, field)
    if chosen:
        values = [value for value in values if value.code in chosen]
    shown = values[:most]
    narrowed = [replace(request, **_only(field, value.code)) for value in shown]
    found = trend(engine, [request, *narrowed], today)
    made = [
        Row(value.code, value.name, found.series[number].tally.total, number)
        for number, value in enumerate(shown, 1)
    ]
    ordered = sorted(made, key=lambda row: (-row.total, row.code))
    return Heat(tuple(ordered), found, len(values) - len(shown))


def _only(field: str, code: str) -> dict[str, Any]:
    return {field: (code,)}
