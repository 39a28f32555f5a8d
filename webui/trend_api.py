"""`/api/v1/trend`: queries over time as JSON, the figures of `/trend`."""

from __future__ import annotations

from flask import Response, jsonify, request

from indexer import trend
from webui.articles import today
from webui.compared import MOST_QUERIES, compared, required
from webui.engine import engine
from webui.openapi import Operations, responses
from webui.schemas import TEXT, Schema, named, parameter, search_parameters
from webui.trend import UNITS, unit_of

blueprint = Operations(
    "trend_api", __name__, url_prefix="/api/v1", description="Articles over time."
)

#: A program reads more spans than an eye: a thousand years of months.
_MOST_SPANS = 12_000
_QUERIES: Schema = {"anyOf": [TEXT, {"type": "array", "maxItems": MOST_QUERIES, "items": TEXT}]}
_COMPARED = parameter("q", _QUERIES, "Up to five queries, each a `q` of its own.")
_BY = parameter("by", {"enum": list(UNITS)}, "The unit of time.")
_CONDITIONS = [each for each in search_parameters(paged=False) if each["name"] != "q"]


@blueprint.operation(
    "/trend", responses(named("Trend"), 400), parameters=[_COMPARED, _BY, *_CONDITIONS]
)
def show() -> Response:
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
