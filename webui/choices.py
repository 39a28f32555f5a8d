"""Names of places as typed: what else they may mean, and which kind of place they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from indexer import SearchRequest, districts_named
from webui import urls
from webui.units import KINDS, Kind, Unit, is_code, units_named, validity


@dataclass(frozen=True, slots=True)
class Meaning:
    """One place a name may mean, and the same search for that place alone."""

    label: str
    validity: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A typed name and the places that bear it."""

    name: str
    meanings: tuple[Meaning, ...]


def by_kind(asked: SearchRequest) -> SearchRequest:
    """The request with names typed as districts moved to the kind of place they are.

    The one text box of the panel takes every kind; only a name that no district bears is moved.
    """
    moved: dict[Kind, list[str]] = {kind: [] for kind in KINDS}
    for name in asked.districts:
        moved[_kind(name)].append(name)
    return replace(
        asked,
        provinces=(*asked.provinces, *moved["province"]),
        districts=tuple(moved["district"]),
        communes=(*asked.communes, *moved["commune"]),
    )


def choices(asked: SearchRequest) -> list[Choice]:
    """The names in the request that more than one place bears."""
    return [
        Choice(name, tuple(_meanings(asked, kind, name, units)))
        for kind in KINDS
        for name in _names(asked, kind)
        if len(units := units_named(name)) > 1
    ]


def _kind(name: str) -> Kind:
    if is_code("district", name) or districts_named(name):
        return "district"
    found = units_named(name)
    return found[0].kind if found else "district"


def _names(asked: SearchRequest, kind: Kind) -> Iterator[str]:
    return (name for name in getattr(asked, f"{kind}s") if not is_code(kind, name))


def _meanings(
    asked: SearchRequest, kind: Kind, name: str, units: tuple[Unit, ...]
) -> Iterator[Meaning]:
    """Each place the name may mean, with the filter for it in the name's stead."""
    field = f"{kind}s"
    without = replace(asked, **_filter(field, [n for n in getattr(asked, field) if n != name]))
    for unit in units:
        own = f"{unit.kind}s"
        codes = [*getattr(without, own), *unit.codes]
        url = urls.search(without, **_filter(own, codes))
        yield Meaning(unit.label, validity(unit.valid_from, unit.valid_until), url)


def _filter(field: str, values: list[str]) -> dict[str, Any]:
    return {field: tuple(dict.fromkeys(values))}
