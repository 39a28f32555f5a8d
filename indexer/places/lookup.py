"""Units by what a person types: a code or a name, with or without title and diacritics."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from indexer.places.gazetteer import (
    commune,
    communes_by_key,
    district,
    districts_by_key,
    now,
    provinces,
    provinces_by_key,
)
from indexer.places.spelling import fold, key, marked
from indexer.places.units import REFORM, CommuneUnit, DistrictUnit, ProvinceUnit

AnyUnit = TypeVar("AnyUnit", ProvinceUnit, DistrictUnit, CommuneUnit)

_TITLES = re.compile(
    r"^(?:(tinh|thanh pho|thi xa|huyen|quan|xa|phuong|dac khu|tp|tx|q|p)(?: |(?=\d))"
    r"|(tp|tx|[hqxp])\.)\s*"
)
_FULL_TITLES = {
    "tp": "thanh pho", "tx": "thi xa", "h": "huyen", "q": "quan", "x": "xa", "p": "phuong",
}  # fmt: skip


def districts_named(text: str) -> list[DistrictUnit]:
    """The districts a text means, ceased ones included; several where the name is shared.

    A title or diacritics narrow the choice where some unit fits them. `cao lộc, lạng sơn` and
    `Châu Thành (Kiên Giang)` name the province too. Unknown: empty. The code of a unit that had
    ceased is here that of the one that took it over, which its articles are tagged with; where
    several did, it stands once with the code of each.
    """
    text = text.strip()
    unit = district(text)
    if unit is not None:
        return _as_tagged([unit])
    name, home = _with_province(text)
    found = _as_tagged(_named(name, districts_by_key()))
    if home:
        codes = {unit.code for unit in provinces_named(home) if unit.valid_from != REFORM}
        return [unit for unit in found if unit.province in codes]
    return found


def _as_tagged(units: Sequence[DistrictUnit]) -> list[DistrictUnit]:
    return [replace(unit, code=heir.code) for unit in units for heir in now(unit)]


def provinces_named(text: str) -> list[ProvinceUnit]:
    """The provinces a text means, of the 63 first and then of the 34."""
    text = text.strip()
    coded = [unit for unit in provinces() if unit.code == text]
    return coded or [
        unit for reformed in (False, True) for unit in _named(text, provinces_by_key(reformed))
    ]


def communes_named(text: str) -> list[CommuneUnit]:
    """The communes since 1 July 2025 a text means; several where the name is shared."""
    text = text.strip()
    unit = commune(text)
    if unit is not None:
        return [unit]
    name, home = _with_province(text)
    found = _named(name, communes_by_key())
    if home:
        codes = {unit.code for unit in provinces_named(home) if unit.valid_from == REFORM}
        return [unit for unit in found if unit.province in codes]
    return found


def _with_province(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.+?)\s*[,(]\s*([^,()]+)\)?", text)
    return (match[1], match[2]) if match and provinces_named(match[2]) else (text, "")


def _named(text: str, by_key: Mapping[str, tuple[AnyUnit, ...]]) -> list[AnyUnit]:
    folded = fold(text).lower().strip()
    whole = by_key.get(key(folded), ())
    titled = _TITLES.match(folded)
    if whole or titled is None:
        return _spelt(text, list(whole))
    given = titled[1] or titled[2]
    title = _FULL_TITLES.get(given, given)
    name = text.strip()[titled.end() :]
    bare = folded[titled.end() :]
    units = by_key.get(key(bare), ()) or by_key.get(key(f"{title}{bare}"), ())
    fitting = [unit for unit in units if fold(unit.name).lower().startswith(title)]
    return _spelt(name, fitting or list(units))


def _spelt(text: str, units: list[AnyUnit]) -> list[AnyUnit]:
    """Those spelt exactly so, if the text bears diacritics and any unit is."""
    exact = [unit for unit in units if marked(unit.short) == marked(text)]
    return exact if exact and not text.isascii() else units
