"""`/trend`: up to five queries side by side over time, as a drawing, a table and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from flask import Blueprint, Response, render_template, request

from indexer import VIETNAM, Point, SearchRequest, Trend, Unit, trend
from webui import csv_cells, filters, urls
from webui.articles import today
from webui.compared import MOST_QUERIES, choice, compared, faulty, required
from webui.engine import engine
from webui.narrowing import narrowed_to
from webui.plot import Plot, plot

blueprint = Blueprint("trend", __name__)

UNITS: tuple[Unit, ...] = get_args(Unit)
#: More spans than this are not drawn: the points could not be hit, and the table not be read.
MOST_SPANS = 120
#: Up to so many spans the finer unit is the usual one.
_USUAL = {"month": 36, "quarter": 40}


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the template shows. `asked` has its places as codes; `units` may be chosen."""

    trend: Trend
    asked: tuple[SearchRequest, ...]
    unit: Unit
    units: tuple[Unit, ...]
    share: bool
    points: list[Point]
    plot: Plot

    @property
    def active(self) -> list[filters.Active]:
        """The filters in force."""
        return filters.active(self.asked[0])

    @property
    def texts(self) -> list[str]:
        """What stands in the form's boxes: the queries, and an empty one where one more may be."""
        texts = [asked.text for asked in self.asked if asked.text]
        return texts + [""] * (len(texts) < MOST_QUERIES)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form carries along beside its own boxes."""
        kept = urls.arguments(self.asked[0])
        for own in ("q", "from", "to", "page", "limit", "exact"):
            kept.pop(own, None)
        several = ((name, v if isinstance(v, list) else [v]) for name, v in kept.items())
        own_choices = (("by", request.args.get("by")), ("measure", "share" if self.share else None))
        chosen = [(name, value) for name, value in own_choices if value]
        return [(name, str(value)) for name, values in several for value in values] + chosen

    def url(self, **chosen: str) -> str:
        """This page with another unit or measure."""
        return _url("trend.show", self.asked, self._chosen() | chosen)

    def freed_url(self, freed: SearchRequest) -> str:
        """This page without a filter."""
        asked = [urls.changed(freed, text=each.text) for each in self.asked]
        return _url("trend.show", asked, self._chosen())

    def without(self, dropped: SearchRequest) -> str:
        """This page without a query."""
        kept = [each for each in self.asked if each is not dropped]
        return _url("trend.show", kept, self._chosen())

    def narrowed_url(self, asked: SearchRequest, span: str) -> str:
        """The articles of one query in one span of time."""
        return narrowed_to(asked, span)

    @property
    def csv_url(self) -> str:
        """The same as CSV."""
        return _url("trend.csv", self.asked, {"by": self.unit})

    def _chosen(self) -> dict[str, str]:
        by = request.args.get("by", "")
        return ({"by": by} if by else {}) | ({"measure": "share"} if self.share else {})


@blueprint.get("/trend")
def show() -> str | Response:
    """Queries over time; the conditions are those of the result page."""
    if (elsewhere := faulty()) is not None:
        return cast(Response, elsewhere)
    shown = _shown()
    return render_template("trend.html", shown=shown)


@blueprint.get("/trend.csv")
def csv() -> Response:
    """One row for each query and span of time, streamed."""
    required(request.args, by=UNITS)
    found = trend(engine(), compared(request.args), today())
    asked = [filters.by_code(each.tally) for each in found.series]
    unit = unit_of(found, MOST_SPANS * 100)[0]
    told = searched(asked[0], found.collection.tally.generation)
    rows = _rows(found, asked, unit, told)
    answer = Response(csv_cells.lines(rows), mimetype=csv_cells.MIMETYPE)
    answer.headers.set("Content-Disposition", "attachment", filename="trend.csv")
    return answer


def url(asked: Sequence[SearchRequest]) -> str:
    """The page for these requests."""
    return urls.analysis("trend.show", asked)


def _url(endpoint: str, asked: Sequence[SearchRequest], chosen: dict[str, str]) -> str:
    return urls.analysis(endpoint, asked or [SearchRequest()], **chosen)


def _shown() -> Shown:
    found = trend(engine(), compared(request.args), today())
    asked = tuple(filters.by_code(each.tally) for each in found.series)
    unit, units = unit_of(found, MOST_SPANS)
    share = choice("measure", ("articles", "share"), "articles") == "share"
    points = found.points(unit)
    return Shown(found, asked, unit, units, share, points, plot(found, points, asked, share))


def unit_of(found: Trend, most: int) -> tuple[Unit, tuple[Unit, ...]]:
    """The unit of time that was asked for or is usual for so long a time, and all that may be."""
    months = len(found.months())
    sizes = {"month": months, "quarter": -(-months // 3), "year": -(-months // 12)}
    units = tuple(unit for unit in UNITS if unit == "year" or sizes[unit] <= most)
    usual = next((unit for unit in units if sizes[unit] <= _USUAL.get(unit, most)), units[-1])
    asked = cast(Unit, choice("by", UNITS, usual))
    return asked if asked in units else units[0], units


def _rows(
    found: Trend, asked: Sequence[SearchRequest], unit: Unit, told: Sequence[csv_cells.Cell]
) -> Iterator[Sequence[csv_cells.Cell]]:
    """Tidy rows; a gap has no share. What was searched stands in every row."""
    yield (
        *("period", "query", "articles", "all_articles", "share", "gap"),
        *("exact", "search_filters", "searched_at", "index_generation"),
    )
    points = found.points(unit)
    for number, each in enumerate(asked):
        for point in points:
            share = point.share(number)
            yield (
                *(point.span, each.text, point.counts[number], point.collection),
                *(None if share is None else round(share, 6), int(point.gap), *told),
            )
        undated, whole = found.series[number].undated, found.collection.undated
        yield ("undated", each.text, undated, whole, None, 0, *told)


def searched(asked: SearchRequest, generation: int) -> tuple[csv_cells.Cell, ...]:
    """Exactness, filters in words, the moment, and the state of the index, for a CSV's rows."""
    said = "; ".join(f"{each.kind} {each.value}".strip() for each in filters.active(asked))
    now = datetime.now(VIETNAM).isoformat(timespec="seconds")
    return int(asked.exact), said, now, generation
