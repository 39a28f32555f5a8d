"""The filters in force, each a link that removes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from indexer import Concordance, ResultPage, SearchRequest, Selection, Tally
from webui import urls
from webui.facets import without
from webui.language import day, moment
from webui.language import gettext as _
from webui.units import KINDS, name_of, validity_of

_FIELDS = (*(f"{kind}s" for kind in KINDS), "sources")


@dataclass(frozen=True, slots=True)
class Active:
    """A filter in force: what kind, which value, and the same search without it."""

    kind: str
    value: str
    freed: SearchRequest

    @property
    def url(self) -> str:
        """Its result page."""
        return urls.search(self.freed)


def active(asked: SearchRequest) -> list[Active]:
    """All filters in force."""
    return [*_days(asked), *_moments(asked), *_chosen(asked)]


def by_code(page: ResultPage | Selection | Tally | Concordance) -> SearchRequest:
    """The request of a result with the names of its places read as codes."""
    changes: dict[str, Any] = {}
    for key in _FIELDS:
        choice = getattr(page.filters, key)
        changes[key] = tuple(sorted(choice.any_of))
        changes[f"not_{key}"] = tuple(sorted(choice.none_of))
    return replace(page.request, **changes)


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


def _moments(asked: SearchRequest) -> Iterator[Active]:
    if asked.seen_after:
        yield _dropped(asked, _("Vào chỉ mục sau"), moment(asked.seen_after), seen_after=None)
    if asked.seen_by:
        yield _dropped(asked, _("Vào chỉ mục trước hoặc đúng"), moment(asked.seen_by), seen_by=None)
    if asked.changed_after:
        yield _dropped(asked, _("Sửa sau"), moment(asked.changed_after), changed_after=None)


def _chosen(asked: SearchRequest) -> Iterator[Active]:
    for key in _FIELDS:
        # A place's name says what it is; a source's does not.
        kind = _("Nguồn") if key == "sources" else ""
        for field, label in ((key, kind), (f"not_{key}", _("Không gồm"))):
            values = getattr(asked, field)
            for value in values:
                changes = {field: without(values, value)}
                yield _dropped(asked, label, _named(key, value), **changes)


def _named(key: str, value: str) -> str:
    """`Huyện Cao Lộc (đến 30/6/2025)`; a source is its own name."""
    kind = next((kind for kind in KINDS if key == f"{kind}s"), None)
    if kind is None:
        return value
    said = validity_of(kind, value)
    return f"{name_of(kind, value)} ({said})" if said else name_of(kind, value)


def _dropped(asked: SearchRequest, kind: str, value: str, **changes: object) -> Active:
    return Active(kind, value, urls.changed(asked, **changes))
