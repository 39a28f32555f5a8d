"""`/heat`: places or sources against time, as a table whose cells are shaded, and as CSV."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from flask import Blueprint, Response, render_template, request

from indexer import Heat, Point, Row, Rows, SearchRequest, Unit, heat
from webui import csv_cells, exports, filters, urls
from webui.articles import today
from webui.choices import by_kind
from webui.compared import choice, faulty, required
from webui.engine import engine
from webui.map import Step, steps
from webui.narrowing import narrowed_to
from webui.parameters import read
from webui.trend import UNITS, searched, unit_of
from webui.units import name_of

blueprint = Blueprint("heat", __name__)

KINDS: tuple[Rows, ...] = get_args(Rows)
#: Rows and columns an eye can hold; a file has up to so many rows, each a search of its own.
ROWS, COLUMNS, ROWS_OF_FILE = 25, 40, 1000
_MONTHS_OF_FILE = 12_000


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the template shows. `series` holds the request of each series of the trend."""

    heat: Heat
    series: tuple[SearchRequest, ...]
    rows: Rows
    unit: Unit
    units: tuple[Unit, ...]
    points: list[Point]
    steps: list[Step]

    @property
    def asked(self) -> SearchRequest:
        """The search all rows are parts of."""
        return self.series[0]

    @property
    def active(self) -> list[filters.Active]:
        """The filters in force."""
        return filters.active(self.asked)

    @property
    def csv_url(self) -> str:
        """The same as CSV, with more rows."""
        return urls.analysis("heat.csv", [self.asked], rows=self.rows, by=self.unit)

    def step(self, count: int) -> int:
        """The shade of a cell, 0 for none."""
        highs = [step.high for step in self.steps]
        return self.steps[bisect_left(highs, count)].number if count else 0

    def name(self, row: Row) -> str:
        """The place with its province where others bear the same name, or the source."""
        return _name(self.rows, row)

    def url(self, asked: SearchRequest, **chosen: str) -> str:
        """This page of another request, or with another choice."""
        by = {"by": request.args["by"]} if request.args.get("by") else {}
        return urls.analysis("heat.show", [asked], **{"rows": self.rows, **by, **chosen})

    def row_url(self, row: Row) -> str:
        """The articles of a row."""
        return urls.search(self.series[row.series])

    def cell_url(self, row: Row, span: str) -> str:
        """The articles of a row in one span of time."""
        return narrowed_to(self.series[row.series], span)


@blueprint.get("/heat")
def show() -> str | Response:
    """Places or sources against time; the conditions are those of the result page."""
    if (elsewhere := faulty()) is not None:
        return cast(Response, elsewhere)
    rows = kind()
    found = heat(engine(), _asked(read(request.args).request), rows, ROWS, today())
    series = tuple(filters.by_code(each.tally) for each in found.trend.series)
    unit, units = unit_of(found.trend, COLUMNS)
    points = found.trend.points(unit)
    counts = [point.counts[row.series] for point in points for row in found.rows]
    shown = Shown(found, series, rows, unit, units, points, steps(counts))
    return render_template("heat.html", shown=shown)


@blueprint.get("/heat.csv")
def csv() -> Response:
    """One row for each place or source and span of time."""
    required(request.args, rows=KINDS, by=UNITS)
    asked = _asked(read(request.args).request)
    rows = kind()
    found = heat(engine(), asked, rows, ROWS_OF_FILE, today())
    unit, _ = unit_of(found.trend, _MONTHS_OF_FILE)
    whole = found.trend.series[0].tally
    told = (asked.text, *searched(filters.by_code(whole), whole.generation))
    return exports.sent(
        csv_cells.lines(_rows(found, rows, unit, told)), csv_cells.MIMETYPE, "heat.csv"
    )


def url(asked: SearchRequest) -> str:
    """The page for this request."""
    return urls.analysis("heat.show", [asked])


def _asked(asked: SearchRequest) -> SearchRequest:
    return by_kind(urls.whole(asked))


def kind() -> Rows:
    """What the rows are that were asked for."""
    return cast(Rows, choice("rows", KINDS, "district"))


def _name(rows: Rows, row: Row) -> str:
    return row.name if rows == "source" else name_of(rows, row.code)


def _rows(
    found: Heat, rows: Rows, unit: Unit, told: Sequence[csv_cells.Cell]
) -> Iterator[Sequence[csv_cells.Cell]]:
    """Tidy rows; what was searched stands in every row."""
    yield (
        *("kind", "code", "name", "period", "articles", "gap"),
        *("query", "exact", "search_filters", "searched_at", "index_generation"),
    )
    points = found.trend.points(unit)
    for row in found.rows:
        own = (rows, row.code, _name(rows, row))
        for point in points:
            yield (*own, point.span, point.counts[row.series], int(point.gap), *told)
        yield (*own, "undated", found.trend.series[row.series].undated, 0, *told)
