"""Which provinces, districts and communes there are and were, and what became of them.

The tables are read when first asked for (some 15 ms) and kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

from indexer.places.spelling import keys
from indexer.places.units import REFORM, CommuneUnit, DistrictUnit, ProvinceUnit, short_name

AnyUnit = TypeVar("AnyUnit", ProvinceUnit, DistrictUnit, CommuneUnit)
Lower = TypeVar("Lower", DistrictUnit, CommuneUnit)


@cache
def provinces() -> tuple[ProvinceUnit, ...]:
    """The 63 provinces until 30 June 2025, then the 34 since, in order of their codes."""
    return tuple(
        ProvinceUnit(
            code,
            name,
            short_name(name),
            _day(since),
            _day(until),
            _list(became),
            _list(others, ";"),
        )
        for code, name, since, until, became, others in _rows("provinces.tsv")
    )  # fmt: skip


@cache
def all_districts() -> tuple[DistrictUnit, ...]:
    """The 696 districts of the eve of the reform, then those that had ceased before."""
    return tuple(
        DistrictUnit(
            code, name, short_name(name), province_code, _day(since), _day(until),
            _list(became), _list(others, ";"), f";{wards};",
        )
        for code, name, province_code, since, until, became, others, wards in _rows("districts.tsv")
    )  # fmt: skip


@cache
def all_communes() -> tuple[CommuneUnit, ...]:
    """The 3,321 communes since 1 July 2025, in order of province and code."""
    return tuple(
        CommuneUnit(code, name, short_name(name), province_code)
        for code, name, province_code in _rows("communes.tsv")
    )


@cache
def _districts_by_code() -> MappingProxyType[str, DistrictUnit]:
    return MappingProxyType({unit.code: unit for unit in all_districts()})


@cache
def _communes_by_code() -> MappingProxyType[str, CommuneUnit]:
    return MappingProxyType({unit.code: unit for unit in all_communes()})


@cache
def _provinces_by_code(reformed: bool) -> MappingProxyType[str, ProvinceUnit]:
    return MappingProxyType(
        {unit.code: unit for unit in provinces() if (unit.valid_from == REFORM) is reformed}
    )


@cache
def _predecessors() -> MappingProxyType[str, tuple[DistrictUnit, ...]]:
    before: dict[str, list[DistrictUnit]] = defaultdict(list)
    for unit in all_districts():
        for code in unit.successors:
            before[code].append(unit)
    return MappingProxyType({code: tuple(units) for code, units in before.items()})


def province(code: str, on: date | None = None) -> ProvinceUnit | None:
    """The province of this code on a day; without a day the one before the reform, if any."""
    if on is not None:
        return _provinces_by_code(on >= REFORM).get(code)
    return _provinces_by_code(False).get(code) or _provinces_by_code(True).get(code)


def district(code: str) -> DistrictUnit | None:
    """The district of this code."""
    return _districts_by_code().get(code)


def commune(code: str) -> CommuneUnit | None:
    """The commune of this code, as since 1 July 2025."""
    return _communes_by_code().get(code)


def districts_of(province_code: str) -> tuple[DistrictUnit, ...]:
    """The districts of a province of the 63, without those that had ceased before the reform."""
    return _districts_by_province().get(province_code, ())


@cache
def _districts_by_province() -> MappingProxyType[str, tuple[DistrictUnit, ...]]:
    return _grouped(unit for unit in all_districts() if not unit.ceased)


def communes_of(province_code: str) -> tuple[CommuneUnit, ...]:
    """The communes of a province of the 34."""
    return _communes_by_province().get(province_code, ())


@cache
def _communes_by_province() -> MappingProxyType[str, tuple[CommuneUnit, ...]]:
    return _grouped(all_communes())


def successors(district_code: str) -> tuple[CommuneUnit, ...]:
    """The communes that took a district's places over on 1 July 2025 (empty: no such code).

    Of a district that had ceased before, those of the districts that had taken it over.
    """
    unit = district(district_code)
    if unit is None:
        return ()
    if unit.ceased:
        return tuple(dict.fromkeys(c for code in unit.successors for c in successors(code)))
    return tuple(_communes_by_code()[code] for code in unit.successors)


def predecessors(commune_code: str) -> tuple[DistrictUnit, ...]:
    """The districts whose places a commune took over; of 297 communes more than one."""
    return _predecessors().get(commune_code, ())


@cache
def province_codes_before(unit: ProvinceUnit) -> tuple[str, ...]:
    """The codes among the 63 of what a province is made of (its own, if it is one of them)."""
    if unit.valid_from != REFORM:
        return (unit.code,)
    return tuple(old.code for old in provinces() if unit.code in old.successors)


@cache
def wards_named(short: str) -> int:
    """How many districts had a commune of this name before the reform."""
    return sum(f";{short};" in unit.wards for unit in all_districts())


def now(unit: DistrictUnit) -> tuple[DistrictUnit, ...]:
    """The districts of the eve of the reform that hold this one's places: mostly itself."""
    if not unit.ceased:
        return (unit,)
    found = (district(code) for code in unit.successors)
    return tuple(other for other in found if other is not None)


@cache
def districts_by_key() -> MappingProxyType[str, tuple[DistrictUnit, ...]]:
    """All districts that share a name's key, those that had ceased included."""
    return _by_key(all_districts())


@cache
def provinces_by_key(reformed: bool) -> MappingProxyType[str, tuple[ProvinceUnit, ...]]:
    """The provinces of the 34 or of the 63 by the key of each of their spellings."""
    return _by_key(_provinces_by_code(reformed).values())


@cache
def communes_by_key() -> MappingProxyType[str, tuple[CommuneUnit, ...]]:
    """All communes since the reform that share a name's key."""
    return _by_key(all_communes())


def _by_key(units: Iterable[AnyUnit]) -> MappingProxyType[str, tuple[AnyUnit, ...]]:
    spelt = [(unit, spelling) for unit in units for spelling in _spellings(unit)]
    found: dict[str, dict[AnyUnit, None]] = defaultdict(dict)
    for (unit, _), name_key in zip(spelt, keys(spelling for _, spelling in spelt), strict=True):
        found[name_key][unit] = None
    return MappingProxyType({name_key: tuple(same) for name_key, same in found.items()})


def _spellings(unit: ProvinceUnit | DistrictUnit | CommuneUnit) -> tuple[str, ...]:
    return (unit.short,) if isinstance(unit, CommuneUnit) else (unit.short, *unit.spellings)


def _grouped(units: Iterable[Lower]) -> MappingProxyType[str, tuple[Lower, ...]]:
    found: dict[str, list[Lower]] = defaultdict(list)
    for unit in units:
        found[unit.province].append(unit)
    return MappingProxyType({code: tuple(same) for code, same in found.items()})


def _rows(name: str) -> Iterator[list[str]]:
    table = (files("indexer.places") / name).read_text(encoding="utf-8")
    return (line.split("\t") for line in table.splitlines())


@cache
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _list(text: str, separator: str = " ") -> tuple[str, ...]:
    return tuple(text.split(separator)) if text else ()
