"""Facet counts a person can choose by: what each value would find if it were chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from indexer import (
    REFORM,
    Engine,
    Facet,
    Facets,
    FacetValue,
    SearchRequest,
    counts,
    facets,
    successors,
)
from webui.units import KINDS, name_of

_FIELDS: tuple[Facet, ...] = ("provinces", "districts", "communes", "sources")


def offered(engine: Engine, asked: SearchRequest, found: Facets, most: int) -> Facets:
    """The facets, with at most `most` values exact, to choose several values of one from.

    `found` are those of the answer to `asked`, whose places are codes. Where values of a facet
    are chosen, its other values are counted as if none were. A district's count takes in the
    articles on the communes that took it over, as its filter does.
    """
    return replace(
        found, **{field: _values(engine, asked, found, field, most) for field in _FIELDS}
    )


def _values(
    engine: Engine, asked: SearchRequest, found: Facets, field: Facet, most: int
) -> tuple[FacetValue, ...]:
    chosen = getattr(asked, field)
    freed = replace(asked, **_only(field, ()), page=1)
    whole = facets(engine, freed, field, "communes") if chosen else found
    values = list(getattr(whole, field))
    if chosen:
        known = {value.code for value in values}
        values += [FacetValue(code, code, 0) for code in chosen if code not in known]
    if field == "districts":
        values = _with_heirs(engine, freed, whole, values, most)
    # A facet has hundreds of values; those beyond the first are only numbered.
    return (*(_named(value, field) for value in values[:most]), *values[most:])


def _with_heirs(
    engine: Engine, freed: SearchRequest, whole: Facets, values: list[FacetValue], most: int
) -> list[FacetValue]:
    """Recounts the districts some of whose communes are among the answers."""
    if not whole.communes or (freed.until is not None and freed.until < REFORM):
        return values
    living = {value.code for value in whole.communes}
    reaching = [
        value.code
        for value in values[:most]
        if not living.isdisjoint(unit.code for unit in successors(value.code))
    ]
    _, *found = counts(engine, [freed, *(replace(freed, districts=(c,)) for c in reaching)])
    exact = dict(zip(reaching, found, strict=True))
    first = [value._replace(count=exact.get(value.code, value.count)) for value in values[:most]]
    return sorted(first, key=lambda value: (-value.count, value.code)) + values[most:]


def _named(value: FacetValue, field: str) -> FacetValue:
    kind = next((kind for kind in KINDS if field == f"{kind}s"), None)
    return value._replace(name=name_of(kind, value.code)) if kind else value


def _only(field: str, value: tuple[str, ...]) -> dict[str, Any]:
    return {field: value}
