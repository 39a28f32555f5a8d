"""The filters in force, each a link that removes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from indexer.search import Facets, SearchRequest
from webui import urls
from webui.facets import without
from webui.language import day

_FACETS = ("provinces", "districts", "communes", "sources")


@dataclass(frozen=True, slots=True)
class Active:
    """A filter in force: what kind, which value, and the same search without it."""

    kind: str
    value: str
    url: str
    freed: SearchRequest


def active(asked: SearchRequest, names: Mapping[str, Mapping[str, str]]) -> list[Active]:
    """All filters in force; `names` gives the names of codes by facet."""
    return [*_days(asked), *_chosen(asked, names)]


def facet_names(facets: Facets) -> dict[str, dict[str, str]]:
    """The names of the values that a result counts, by facet and code."""
    return {key: {v.code: v.name for v in getattr(facets, key)} for key in _FACETS}


def cleared(asked: SearchRequest) -> SearchRequest:
    """The same words without any filter."""
    return SearchRequest(text=asked.text, exact=asked.exact, sort=asked.sort, limit=asked.limit)


def _days(asked: SearchRequest) -> Iterator[Active]:
    if asked.since:
        yield _dropped(asked, _("Từ ngày"), day(asked.since), since=None)
    if asked.until:
        yield _dropped(asked, _("Đến ngày"), day(asked.until), until=None)
    if asked.undated:
        yield _dropped(asked, _("Ngày"), _("không rõ"), undated=False)


def _chosen(asked: SearchRequest, names: Mapping[str, Mapping[str, str]]) -> Iterator[Active]:
    # A place's name says what it is; a source's does not.
    kinds = {"provinces": "", "districts": "", "communes": "", "sources": _("Nguồn")}
    for key, kind in kinds.items():
        for field, label in ((key, kind), (f"not_{key}", _("Không gồm"))):
            values = getattr(asked, field)
            for value in values:
                name = names.get(key, {}).get(value, value)
                yield _dropped(asked, label, name, **{field: without(values, value)})


def _dropped(asked: SearchRequest, kind: str, value: str, **changes: object) -> Active:
    freed = urls.changed(asked, **changes)
    return Active(kind, value, urls.search(freed), freed)
