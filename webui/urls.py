"""Every URL of the site is built here, so that a page is always a link to share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, quote_plus, urlencode

from flask import request, url_for

from indexer import SearchRequest

Arguments = dict[str, Any]

#: Parameter of the URL → field of SearchRequest, in the order in which links show them.
PARAMETERS: Mapping[str, str] = {
    "q": "text",
    "exact": "exact",
    "from": "since",
    "to": "until",
    "undated": "undated",
    "province": "provinces",
    "district": "districts",
    "commune": "communes",
    "source": "sources",
    "not_province": "not_provinces",
    "not_district": "not_districts",
    "not_commune": "not_communes",
    "not_source": "not_sources",
    "seen_after": "seen_after",
    "seen_by": "seen_by",
    "changed_after": "changed_after",
    "sort": "sort",
    "limit": "limit",
    "page": "page",
}

_NAMES = {field: name for name, field in PARAMETERS.items()}
#: What a permalink states beside the request.
CITED = ("cited", "cited_at", "cited_total", "cited_index")
#: The choices of the analysis pages, beside the request.
CHOICES = ("by", "measure", "rows", "order", "context")

_DEFAULTS = SearchRequest()
#: What stands as it is in the path of an article and in a query string, as in Werkzeug's own.
_SAFE, _SAFE_IN_QUERY = "!$&'()*+,/:;=@", "!$'()*,/:;?@"
_ANY = "0"
#: Of a whole result these say nothing.
_PAGING = ("limit", "page")


def arguments(asked: SearchRequest, without: Collection[str] = ()) -> Arguments:
    """The query parameters of a request, without some and those that have their usual value."""
    return {name: value for name, value in _arguments(asked).items() if name not in without}


def changed(asked: SearchRequest, **changes: Any) -> SearchRequest:
    """The request with some fields changed, from its first page on."""
    return replace(asked, **{"page": 1, **changes})


def search(asked: SearchRequest = _DEFAULTS, /, **changes: Any) -> str:
    """The result page of a request, with some fields changed."""
    if not changes:
        return _joined(_path("results.show"), (_query(asked),))
    return changing(asked, *changes)(*changes.values())


def changing(asked: SearchRequest, *fields: str) -> Callable[..., str]:
    """What gives the result page for each choice of values of these fields: for many links."""
    path, around = _path("results.show"), _around(asked, fields)

    def link(*values: Any) -> str:
        pairs = [around.first]
        for field, name, following in around.others:
            pairs += (_encoded(name, values[field]), following)
        return _joined(path, pairs)

    return link


def page(endpoint: str) -> str:
    """A page that needs no parameters."""
    return _path(endpoint)


def article(id: str, asked: SearchRequest = _DEFAULTS, *, anchor: str = "", **more: Any) -> str:
    """The page of an article, carrying the search it was found by."""
    if not _survives_a_path(id):
        given: Arguments = {**arguments(asked), **more, "_anchor": anchor or None}
        return url_for("articles.show_by_parameter", id=id, **given)
    pairs = (_query(asked), *(_pair(name, str(value)) for name, value in more.items()))
    path = _path("articles.show", id=_ANY).removesuffix(_ANY) + quote(id, safe=_SAFE)
    return _joined(path, pairs) + (f"#{anchor}" if anchor else "")


def api_search(asked: SearchRequest) -> str:
    """The same result as JSON."""
    return _joined(_path("api.search"), (_query(asked),))


def api_article(id: str) -> str:
    """The same article as JSON."""
    known = "api.article" if _survives_a_path(id) else "api.article_by_parameter"
    return url_for(known, id=id)


def citation(id: str, ending: str) -> str:
    """The article's citation as a file."""
    return url_for("articles.cite", ending=ending, id=id)


def whole(asked: SearchRequest) -> SearchRequest:
    """The request without its page: all it finds."""
    return replace(asked, page=_DEFAULTS.page, limit=_DEFAULTS.limit)


def export(asked: SearchRequest, ending: str) -> str:
    """The whole result as a file."""
    return _joined(_path("exports.show", ending=ending), (_query(asked, _PAGING),))


def feed(asked: SearchRequest) -> str:
    """What is new of a search as Atom."""
    return _joined(_path("feed.show"), (_query(asked, ("sort", *_PAGING)),))


def outside(url: str) -> str:
    """The whole address of a page of the site, for use elsewhere."""
    return f"{request.scheme}://{request.host}{url}"


def permalink(asked: SearchRequest, stated: Mapping[str, Any]) -> str:
    """The result page with what is stated of it (see CITED)."""
    pairs = (_pair(name, str(value)) for name, value in stated.items())
    return _joined(_path("results.show"), (_query(asked, _PAGING), *pairs))


def moment(value: datetime) -> str:
    """A moment as links bear it: `2026-11-25T13:30:15.5Z`, without a plus to be lost."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def analysis(endpoint: str, asked: Sequence[SearchRequest], **chosen: str | None) -> str:
    """An analysis page of one or several requests, with its own choices."""
    texts = [each.text for each in asked if each.text]
    given = arguments(asked[0], ("q", *_PAGING))
    return _linked(_path(endpoint), {"q": texts, **given, **chosen})


def another(endpoint: str, asked: SearchRequest) -> str:
    """Another page of a request, from its beginning."""
    return _joined(_path(endpoint), (_query(asked, ("page",)),))


def static(name: str) -> str:
    """A file of ours; its address changes with its content, so it may be kept for ever."""
    return f"{_path('static', filename=name)}?v={fingerprint(name)}"


def in_language(language: str) -> str:
    """This very page in another language."""
    here: Arguments = dict(request.view_args or {})
    for name in ("id", "hit", *CHOICES, *CITED, *PARAMETERS):
        if name in request.args and name not in here:
            here[name] = request.args.getlist(name)
    known = request.endpoint if request.routing_exception is None else None
    if request.view_args:
        return url_for(known or "results.show", **here, lang=language)
    return _linked(_path(known or "results.show"), {**here, "lang": language})


@cache
def fingerprint(name: str) -> str:
    """Twelve hex digits of the content of a file under `static`."""
    path = Path(__file__).parent / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _path(endpoint: str, **given: Any) -> str:
    """Where an endpoint is within the site."""
    return _path_under(request.root_path, endpoint, *given.items())


@lru_cache(maxsize=256)
def _path_under(_root: str, endpoint: str, *given: tuple[str, Any]) -> str:
    """Kept: a page has a hundred links, and the path differs by where the site is placed alone."""
    return url_for(endpoint, **dict(given))


def _linked(path: str, given: Arguments) -> str:
    """The address with these parameters, just as url_for writes it."""
    named = {name: value for name, value in given.items() if value is not None}
    query = urlencode(named, doseq=True, safe=_SAFE_IN_QUERY)
    return f"{path}?{query}" if query else path


def _joined(path: str, pairs: Iterable[str]) -> str:
    given = "&".join(filter(None, pairs))
    return f"{path}?{given}" if given else path


def _survives_a_path(id: str) -> bool:
    """Whether browsers and proxies leave the id alone when it stands in a path.

    They resolve `.` and `..`, merge or drop empty parts, and dislike control characters.
    """
    return id.isprintable() and not any(
        part in ("", ".", "..") for part in id.replace("\\", "/").split("/")
    )


@lru_cache(maxsize=256)
def _arguments(asked: SearchRequest) -> Arguments:
    given = {name: getattr(asked, field) for name, field in PARAMETERS.items()}
    return {
        name: _written(value)
        for name, value in given.items()
        if value != getattr(_DEFAULTS, PARAMETERS[name])
    }


@lru_cache(maxsize=256)
def _pairs(asked: SearchRequest) -> dict[str, str]:
    """The parameters of a request as they stand in a link, by name; empty where as usual."""
    return {name: _encoded(name, getattr(asked, field)) for name, field in PARAMETERS.items()}


class _Around(NamedTuple):
    """A link but for some fields: what stands before them all.

    Then for each, in a link's order: its place among the fields, its parameter, what follows it.
    """

    first: str
    others: tuple[tuple[int, str, str], ...]


@lru_cache(maxsize=512)
def _around(asked: SearchRequest, fields: tuple[str, ...]) -> _Around:
    """Kept: most links of a page change the same few fields. Any change leads to the first page."""
    pairs = {**_pairs(asked), "page": ""}
    pieces: list[list[str]] = [[]]
    for name, field in PARAMETERS.items():
        if field in fields:
            pieces.append([])
        else:
            pieces[-1].append(pairs[name])
    first, *others = ("&".join(filter(None, piece)) for piece in pieces)
    ordered = [field for field in PARAMETERS.values() if field in fields]
    places, names = map(fields.index, ordered), (_NAMES[field] for field in ordered)
    return _Around(first, tuple(zip(places, names, others, strict=True)))


@lru_cache(maxsize=256)
def _query(asked: SearchRequest, without: tuple[str, ...] = ()) -> str:
    """The query string of a request, without some parameters."""
    return "&".join(pair for name, pair in _pairs(asked).items() if pair and name not in without)


@lru_cache(maxsize=4096)
def _encoded(name: str, value: Any) -> str:
    if value == getattr(_DEFAULTS, PARAMETERS[name]):
        return ""
    given = _written(value)
    several = given if isinstance(given, list) else (given,)
    return "&".join(_pair(name, str(each)) for each in several)


@lru_cache(maxsize=4096)
def _pair(name: str, value: str) -> str:
    """Kept: the links of a page differ by one parameter."""
    return f"{name}={quote_plus(value, safe=_SAFE_IN_QUERY)}"


def _written(value: Any) -> Any:
    if value is True:
        return "1"
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
