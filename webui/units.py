"""Provinces, districts and communes as people choose them: named, with home and validity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from indexer import (
    REFORM,
    CommuneUnit,
    DistrictUnit,
    ProvinceUnit,
    all_communes,
    all_districts,
    commune_name,
    communes_named,
    district_name,
    districts_named,
    province_name,
    provinces,
    provinces_named,
)
from webui.language import day
from webui.language import gettext as _

#: The parameter of the URL that takes such a unit.
Kind = Literal["province", "district", "commune"]
KINDS: tuple[Kind, ...] = ("province", "district", "commune")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit while it was valid. An article of its places is found by any of `codes`.

    `home` is the short name of its province, empty for a province itself.
    """

    kind: Kind
    codes: tuple[str, ...]
    name: str
    short: str
    home: str
    valid_from: date | None
    valid_until: date | None

    @property
    def label(self) -> str:
        """`Huyện Châu Thành (Kiên Giang)`."""
        return f"{self.name} ({self.home})" if self.home else self.name


def units() -> tuple[Unit, ...]:
    """All units there are and were, provinces first."""
    return tuple(unit for kind in KINDS for unit in _of_kind(kind))


def units_named(name: str) -> tuple[Unit, ...]:
    """The units of every kind that bear this name, with or without title and diacritics."""
    found = (
        *_provinces(provinces_named(name)),
        *_districts(districts_named(name)),
        *_communes(communes_named(name)),
    )
    return tuple(dict.fromkeys(found))


def is_code(kind: Kind, text: str) -> bool:
    """Whether a filter's value is a code, not a name."""
    return text in _names(kind)


def name_of(kind: Kind, code: str) -> str:
    """The unit's name, with its province where others bear the same name."""
    return _names(kind).get(code, code)


def validity(valid_from: date | None, valid_until: date | None) -> str:
    """`đến 30/6/2025`, `từ 1/7/2025`, or nothing."""
    said = []
    if valid_from:
        said.append(_("từ %(day)s", day=day(valid_from)))
    if valid_until:
        said.append(_("đến %(day)s", day=day(valid_until)))
    return " ".join(said)


def validity_of(kind: str, code: str) -> str:
    """The validity of the unit of a code; nothing for a province, whose code may outlive it."""
    if kind == "province":
        return ""
    found = [unit for unit in _by_code().get((kind, code), ()) if unit.codes == (code,)]
    current = max(found, key=lambda unit: unit.valid_until or REFORM, default=None)
    return validity(current.valid_from, current.valid_until) if current else ""


@cache
def _of_kind(kind: Kind) -> tuple[Unit, ...]:
    """Each kind when it is first asked for: a first page names no commune of the thousands."""
    if kind == "province":
        return tuple(_provinces(provinces()))
    if kind == "commune":
        return tuple(_communes(all_communes()))
    return tuple(
        unit for each in all_districts() for unit in _districts(districts_named(each.code))
    )


@cache
def _by_code() -> Mapping[tuple[str, str], list[Unit]]:
    found: dict[tuple[str, str], list[Unit]] = {}
    for unit in units():
        for code in unit.codes:
            found.setdefault((unit.kind, code), []).append(unit)
    return found


@cache
def _names(kind: Kind) -> Mapping[str, str]:
    names = {"province": province_name, "district": district_name, "commune": commune_name}
    shared = Counter(unit.name for unit in _of_kind(kind))
    homes = {
        code: unit.label
        for unit in _of_kind(kind)
        for code in unit.codes
        if shared[unit.name] > 1 and unit.name == names[kind](code)
    }
    codes = (code for unit in _of_kind(kind) for code in unit.codes)
    return {code: homes.get(code) or names[kind](code) for code in codes}


def _provinces(found: Iterable[ProvinceUnit]) -> Iterator[Unit]:
    """One that kept its code through the reform stands once, without validity."""
    for code in dict.fromkeys(unit.code for unit in found):
        first, *others = [unit for unit in provinces() if unit.code == code]
        since, until = (None, None) if others else (first.valid_from, first.valid_until)
        yield Unit("province", (code,), province_name(code), first.short, "", since, until)


def _districts(found: Iterable[DistrictUnit]) -> Iterator[Unit]:
    """A district that several took over comes once for each of them, and stands here once."""
    codes: dict[DistrictUnit, list[str]] = {}
    for unit in found:
        codes.setdefault(_uncoded(unit), []).append(unit.code)
    for unit, its in codes.items():
        yield Unit(
            "district", tuple(its), unit.name, unit.short, _home(unit.province, reformed=False),
            unit.valid_from, unit.valid_until,
        )  # fmt: skip


def _uncoded(unit: DistrictUnit) -> DistrictUnit:
    return DistrictUnit("", *(getattr(unit, name) for name in unit.__slots__[1:]))


def _communes(found: Iterable[CommuneUnit]) -> Iterator[Unit]:
    for unit in found:
        home = _home(unit.province, reformed=True)
        yield Unit("commune", (unit.code,), unit.name, unit.short, home, REFORM, None)


def _home(code: str, *, reformed: bool) -> str:
    return _homes(reformed).get(code, "")


@cache
def _homes(reformed: bool) -> Mapping[str, str]:
    return {u.code: u.short for u in provinces() if (u.valid_from == REFORM) is reformed}
