"""The filter panel: the values of each facet with their counts, to add, drop or exclude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer import Facets, FacetValue, SearchRequest
from webui import urls
from webui.language import gettext as _

#: Values shown at once, and values behind "Xem thêm".
FIRST, MOST = 8, 28


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet. `url` adds it, or drops it where it is `chosen`."""

    name: str
    count: int
    chosen: bool
    url: str
    exclude_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: `first` is shown, `more` unfolds, `left` are not shown at all."""

    key: str
    title: str
    first: tuple[Value, ...]
    more: tuple[Value, ...]
    left: int


def groups(facets: Facets, asked: SearchRequest) -> list[Group]:
    """The facets that have a value, the widest area first."""
    found = [
        _group("provinces", _("Tỉnh, thành phố"), facets.provinces, asked),
        _group("districts", _("Huyện, quận, thị xã (đến 30/6/2025)"), facets.districts, asked),
        _group("communes", _("Xã, phường (từ 1/7/2025)"), facets.communes, asked),
        _group("sources", _("Nguồn"), facets.sources, asked),
    ]
    return [group for group in found if group.first]


def _group(key: str, title: str, values: Sequence[FacetValue], asked: SearchRequest) -> Group:
    chosen, excluded = getattr(asked, key), getattr(asked, f"not_{key}")
    narrowed = urls.changing(asked, key)
    excluding = urls.changing(asked, key, f"not_{key}")
    shown = []
    for code, name, count in values[:MOST]:
        others = without(chosen, code)
        kept = others if code in chosen else (*chosen, code)
        exclude_url = excluding(others, (*excluded, code))
        shown.append(Value(name, count, code in chosen, narrowed(kept), exclude_url))
    shown.sort(key=lambda value: not value.chosen)
    return Group(key, title, tuple(shown[:FIRST]), tuple(shown[FIRST:]), len(values[MOST:]))


def without(values: tuple[str, ...], dropped: str) -> tuple[str, ...]:
    """The values but one."""
    return tuple(value for value in values if value != dropped)
