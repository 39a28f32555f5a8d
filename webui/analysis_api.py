"""`/api/v1/trend`, `/kwic` and `/heat`: the figures of the analysis pages as JSON."""

from __future__ import annotations

from flask import Response, jsonify, request

from indexer import Line, Row, concordance, heat, in_order, trend
from webui import heat as table
from webui import kwic
from webui.articles import today
from webui.choices import by_kind
from webui.compared import MOST_QUERIES, compared, required
from webui.engine import engine
from webui.openapi import Operations, responses
from webui.parameters import MOST_PAGES, read
from webui.schemas import TEXT, Schema, named, parameter, search_parameters
from webui.trend import UNITS, unit_of
from webui.urls import whole

blueprint = Operations(
    "analysis_api", __name__, url_prefix="/api/v1", description="Articles counted, hits in context."
)

#: A program reads more spans than an eye: a thousand years of months.
_MOST_SPANS = 12_000
_QUERIES: Schema = {"anyOf": [TEXT, {"type": "array", "maxItems": MOST_QUERIES, "items": TEXT}]}
_COMPARED = parameter("q", _QUERIES, "Up to five queries, each a `q` of its own.")
_BY = parameter("by", {"enum": [*UNITS]}, "The unit of time.")
_ROWS = parameter("rows", {"enum": [*table.KINDS]}, "What the rows are.")
_ORDER = parameter("order", {"enum": [*kwic.ORDERS]}, "By article, or by a neighbour of the hit.")
_CONTEXT = parameter("context", {"enum": [*kwic.CONTEXTS]}, "Syllables on each side.")
_PAGE: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_PAGES}
_HUNDREDTH = parameter("page", _PAGE, "Of a hundred articles each; counts from 1.")
_SEARCH = search_parameters(paged=False)
_CONDITIONS = [each for each in _SEARCH if each["name"] != "q"]


@blueprint.operation(
    "/trend", responses(named("Trend"), 400), parameters=[_COMPARED, _BY, *_CONDITIONS]
)
def over_time() -> Response:
    """The articles of each query by span of time, oldest first; only those that have every word.

    In a gap the collection holds nothing, so there is no share.
    """
    required(request.args, by=UNITS)
    found = trend(engine(), compared(request.args), today())
    unit, _ = unit_of(found, _MOST_SPANS)
    queries = [
        {"query": each.tally.request.text, "total": each.tally.total, "undated": each.undated}
        for each in found.series
    ]
    periods = [
        {
            "period": point.span,
            "gap": point.gap,
            "all_articles": point.collection,
            "articles": list(point.counts),
            "share": [point.share(n) for n in range(len(queries))],
        }
        for point in found.points(unit)
    ]
    generation = found.collection.tally.generation
    return jsonify(by=unit, index_generation=generation, queries=queries, periods=periods)


@blueprint.operation(
    "/kwic",
    responses(named("Concordance"), 400),
    parameters=[*_SEARCH, _ORDER, _CONTEXT, _HUNDREDTH],
)
def in_context() -> Response:
    """The hits in a hundred articles, each with what stands left and right of it."""
    required(request.args, order=kwic.ORDERS, context=kwic.CONTEXTS)
    asked = by_kind(read(request.args).request)
    order, context = kwic.choices()
    skip = (asked.page - 1) * kwic.ARTICLES
    found = concordance(engine(), whole(asked), context, skip=skip, most=kwic.ARTICLES)
    lines = in_order(found.lines, order)
    return jsonify(
        query=asked.text,
        index_generation=found.generation,
        total_articles=found.total,
        articles=max(found.last - found.first + 1, 0),
        lines=[_line(line) for line in lines],
    )


def _line(line: Line) -> dict[str, object]:
    id = line.stored.article.id
    return {"id": id, "hit": line.hit, "left": line.left, "found": line.found, "right": line.right}


@blueprint.operation("/heat", responses(named("Heat"), 400), parameters=[*_SEARCH, _ROWS, _BY])
def by_place_and_time() -> Response:
    """The articles of each place or source by span of time, the most frequent first."""
    required(request.args, rows=table.KINDS, by=UNITS)
    asked, rows = by_kind(whole(read(request.args).request)), table.kind()
    found = heat(engine(), asked, rows, table.ROWS, today())
    unit, _ = unit_of(found.trend, _MOST_SPANS)
    points = found.trend.points(unit)

    def written(row: Row) -> dict[str, object]:
        articles = [point.counts[row.series] for point in points]
        return {"code": row.code, "name": row.name, "total": row.total, "articles": articles}

    return jsonify(
        query=asked.text,
        rows=rows,
        by=unit,
        index_generation=found.trend.collection.tally.generation,
        periods=[point.span for point in points],
        gaps=[point.gap for point in points],
        places=[written(row) for row in found.rows],
        left=found.left,
    )
