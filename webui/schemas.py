"""What the API gives and takes, as JSON Schema: the words of the OpenAPI description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from indexer import Sort, Unit
from webui import urls
from webui.parameters import LONGEST_VALUE, MOST_HITS, MOST_PAGES, MOST_VALUES

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
_OR_NULL: Schema = {"type": ["string", "null"]}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_PUBLISHED: Schema = {
    "type": ["string", "null"],
    "description": "A day, or a moment where the source gives one; null where it gives neither.",
}


def listed(items: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": items}


def record(optional: Mapping[str, Schema] | None = None, /, **fields: Schema) -> Schema:
    """An object of exactly these fields."""
    return {
        "type": "object",
        "properties": {**fields, **(optional or {})},
        "required": list(fields),
        "additionalProperties": False,
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_PLACE = record(code=TEXT, name=TEXT)
_DISTRICT = record(code=TEXT, name=TEXT, role={"enum": ["main", "mention", "implied"]})
_COUNTED = record(code=TEXT, name=TEXT, count=NUMBER)
_HIT = record(
    {"alike": listed(TEXT)},
    id=TEXT,
    title=_OR_NULL,
    title_html=_OR_NULL,
    published=_PUBLISHED,
    source=TEXT,
    url=TEXT,
    province=_or_null(_PLACE),
    districts=listed(_DISTRICT),
    score={"type": "number"},
    missing=listed(TEXT),
    snippet=TEXT,
)
PAGE = record(
    {"notices": listed(record(vi=TEXT, en=TEXT)), "folded": NUMBER},
    query=TEXT,
    total=NUMBER,
    took_ms={"type": "number"},
    relaxed=NUMBER,
    hits=listed(_HIT),
    facets=record(
        district=listed(_COUNTED),
        province=listed(_COUNTED),
        month=listed(record(month=TEXT, count=NUMBER)),
        source=listed(record(name=TEXT, count=NUMBER)),
    ),
    suggestion=_OR_NULL,
)
ARTICLE = record(
    id=TEXT,
    title=_OR_NULL,
    summary=TEXT,
    body=TEXT,
    captions=listed(TEXT),
    published=_PUBLISHED,
    undated_because=TEXT,
    source=TEXT,
    url=TEXT,
    author=TEXT,
    office=TEXT,
    submitted_by=TEXT,
    province=_or_null(_PLACE),
    districts=listed(_DISTRICT),
    communes=listed(_PLACE),
    first_seen=_MOMENT,
    changed=_or_null(_MOMENT),
    gone=_or_null(_MOMENT),
    versions=listed(record(title=_OR_NULL, summary=TEXT, body=TEXT, seen=_MOMENT)),
)
SUGGESTIONS = record(
    query=TEXT,
    suggestions=listed(record({"id": TEXT, "url": TEXT}, kind=TEXT, text=TEXT)),
)
PLACES = record(
    query=TEXT,
    places=listed(
        record(
            kind={"enum": ["province", "district", "commune"]},
            codes=listed(TEXT),
            name=TEXT,
            province=_OR_NULL,
            valid_from=_OR_NULL,
            valid_until=_OR_NULL,
            label=TEXT,
            validity=TEXT,
            count=NUMBER,
            url=TEXT,
        )
    ),
)
TREND = record(
    by={"enum": list(get_args(Unit))},
    index_generation=NUMBER,
    queries=listed(record(query=TEXT, total=NUMBER, undated=NUMBER)),
    periods=listed(
        record(
            period=TEXT,
            gap={"type": "boolean"},
            all_articles=NUMBER,
            articles=listed(NUMBER),
            share=listed({"type": ["number", "null"]}),
        )
    ),
)
CONCORDANCE = record(
    query=TEXT,
    index_generation=NUMBER,
    total_articles=NUMBER,
    articles=NUMBER,
    lines=listed(record(id=TEXT, hit=NUMBER, left=TEXT, found=TEXT, right=TEXT)),
)
HEAT = record(
    query=TEXT,
    rows=TEXT,
    by={"enum": list(get_args(Unit))},
    index_generation=NUMBER,
    periods=listed(TEXT),
    gaps=listed({"type": "boolean"}),
    places=listed(record(code=TEXT, name=TEXT, total=NUMBER, articles=listed(NUMBER))),
    left=NUMBER,
)
PROBLEM = record(
    {"errors": listed(record(parameter=TEXT, detail=TEXT))},
    type=TEXT,
    title=TEXT,
    status={"type": "integer"},
    detail=TEXT,
)
#: Those that stand in the description once, by name.
NAMED: Mapping[str, Schema] = {
    "Page": PAGE,
    "Article": ARTICLE,
    "Suggestions": SUGGESTIONS,
    "Places": PLACES,
    "Trend": TREND,
    "Concordance": CONCORDANCE,
    "Heat": HEAT,
    "Problem": PROBLEM,
}


def named(name: str) -> Schema:
    """One of NAMED, referred to; raises KeyError for another name."""
    if name not in NAMED:
        raise KeyError(name)
    return {"$ref": f"#/components/schemas/{name}"}


_SWITCH: Schema = {"enum": ["0", "1"]}
#: Days and moments are read as people write them, so no format bounds them.
_DAY: Schema = {"type": "string", "examples": ["2020-07-14", "14/7/2020", "7/2020", "2020"]}
_ASKED_MOMENT: Schema = {"type": "string", "examples": ["2026-11-25T20:30:00+07:00"]}
_VALUE: Schema = {"type": "string", "maxLength": LONGEST_VALUE}
_SEVERAL: Schema = {"anyOf": [_VALUE, {"type": "array", "maxItems": MOST_VALUES, "items": _VALUE}]}
_PARAMETERS: Mapping[str, tuple[Schema, str]] = {
    "q": (TEXT, "The query; without it all articles. Its language is told at /help."),
    "exact": (_SWITCH, "1: diacritics as typed."),
    "from": (_DAY, "Published on this day or later."),
    "to": (_DAY, "Published on this day or before."),
    "undated": (_SWITCH, "1: only articles without a date."),
    "province": (_SEVERAL, "Code or name; one of these."),
    "district": (_SEVERAL, "Code or name, as of before July 2025; one of these."),
    "commune": (_SEVERAL, "Code or name, as of July 2025 on; one of these."),
    "source": (_SEVERAL, "Name; one of these."),
    "not_province": (_SEVERAL, "None of these."),
    "not_district": (_SEVERAL, "None of these."),
    "not_commune": (_SEVERAL, "None of these."),
    "not_source": (_SEVERAL, "None of these."),
    "seen_after": (_ASKED_MOMENT, "Came into the index after this moment."),
    "seen_by": (_ASKED_MOMENT, "Came into the index at this moment or before."),
    "changed_after": (_ASKED_MOMENT, "Was last changed after this moment."),
    "sort": ({"enum": list(get_args(Sort))}, "The order."),
    "limit": ({"type": "integer", "minimum": 1, "maximum": MOST_HITS}, "Hits of a page."),
    "page": ({"type": "integer", "minimum": 1, "maximum": MOST_PAGES}, "Counts from 1."),
}


def parameter(name: str, schema: Schema, description: str) -> Schema:
    """A parameter of the query string; empty, as a form sends it, it is as if not given."""
    described = {"schema": schema, "description": description, "allowEmptyValue": True}
    return {"name": name, "in": "query", **described}


def search_parameters(*, paged: bool) -> list[Schema]:
    """Those of a search, `paged` with its page."""
    names = [name for name in urls.PARAMETERS if paged or name not in ("limit", "page")]
    return [parameter(name, *_PARAMETERS[name]) for name in names]
