"""Which of the districts that share a name a mention means."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.places.accepting import communes_before, holds
from indexer.places.reading import LINK, Reading, Units, is_city, within
from indexer.places.spelling import marked
from indexer.places.titles import Kind
from indexer.places.units import DistrictUnit, ProvinceUnit
from indexer.places.which_province import province_names

#: A province named this near in the same line tells more than the whole text.
NEAR = 120
#: So many members of a list are asked, on either side.
LIST_REACH = 12
_KIND_OF_TITLE: dict[str, Kind] = {
    "Thành": "city",
    "Thị": "town",
    "Quận": "quarter",
    "Huyện": "rural",
}


def choose(reading: Reading, accepted: Sequence[int]) -> dict[int, DistrictUnit]:
    """The district of each accepted mention that has one, by the mention's index.

    Those with a province beside them come first: they settle the others of the same name.
    """
    settled: dict[str, DistrictUnit] = {}
    chosen: dict[int, DistrictUnit] = {}
    for index in sorted(accepted, key=lambda index: (reading.explicit[index] is None, index)):
        name_key, outer = reading.mentions[index].key, reading.explicit[index]
        if outer is not None:
            unit = _choose_within(reading, index, outer)
            if unit is not None:
                settled.setdefault(name_key, unit)
        else:
            unit = settled.get(name_key) or _choose_by_context(reading, index)
        if unit is not None:
            chosen[index] = unit
    return chosen


def _choose_within(reading: Reading, index: int, outer: ProvinceUnit) -> DistrictUnit | None:
    mention, units = reading.mentions[index], reading.candidates[index]
    inside = [unit for unit in units if within(unit, outer)]
    if inside:
        return _by_title(mention.kind, inside)
    if len(units) > 1 or not mention.kind or mention.listed or units[0].short in province_names():
        return None
    return units[0] if marked(units[0].short) == marked(mention.name) else None


def _choose_by_context(reading: Reading, index: int) -> DistrictUnit | None:
    """By the commune before it, its neighbours in a list, the province near it, or the text's."""
    mention, units = reading.mentions[index], reading.candidates[index]
    if len(units) == 1:
        unit = units[0]
        lonely = unit.short in province_names() and not is_city(unit)
        return None if lonely and reading.evidence[unit.province] <= 2 else unit
    communes = communes_before(reading.text, mention)
    holding = [unit for unit in units if holds(unit, communes)]
    likely = holding or _of_neighbours(reading, index) or _of_near_province(reading, index)
    if not likely:
        best = max(reading.evidence[unit.province] for unit in units)
        likely = [unit for unit in units if reading.evidence[unit.province] == best > 0]
    if len({unit.province for unit in likely}) != 1:
        return None
    return _by_title(mention.kind, likely)


def _of_neighbours(reading: Reading, index: int) -> list[DistrictUnit]:
    """Those of the province that the nearest unambiguous member of the same list lies in."""
    for step in (-1, 1):
        for near in range(index + step, index + step * (LIST_REACH + 1), step):
            if not _is_linked(reading, near, near - step):
                break
            homes = {unit.province for unit in reading.candidates[near]}
            inside = [u for u in reading.candidates[index] if u.province in homes]
            if len(homes) == 1 and inside:
                return inside
    return []


def _is_linked(reading: Reading, near: int, last: int) -> bool:
    """Whether the mention `near` may name a district and stands in a list with its neighbour."""
    if not 0 <= near < len(reading.mentions) or not reading.candidates[near]:
        return False
    return LINK.fullmatch(reading.between(min(near, last), max(near, last))) is not None


def _of_near_province(reading: Reading, index: int) -> list[DistrictUnit]:
    """Those of the province named nearest in the same line, if it holds any."""
    mention = reading.mentions[index]
    nearest: list[DistrictUnit] = []
    distance = NEAR
    for other in range(max(0, index - 4), min(len(reading.mentions), index + 5)):
        outer = reading.provinces[other]
        if outer is None:
            continue
        first, second = sorted((mention.start, reading.mentions[other].start))
        if second - first < distance and "\n" not in reading.text[first:second]:
            inside = [u for u in reading.candidates[index] if within(u, outer)]
            if inside:
                nearest, distance = inside, second - first
    return nearest


def _by_title(kind: Kind, units: Units | list[DistrictUnit]) -> DistrictUnit:
    for unit in units:
        if _KIND_OF_TITLE.get(unit.name.split()[0]) == kind:
            return unit
    return units[0]
