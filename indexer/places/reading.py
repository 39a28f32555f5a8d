"""A text as the tagger reads it: its mentions, and what each may mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.places.gazetteer import districts_by_key, province_codes_before
from indexer.places.mentions import Mention, find
from indexer.places.spelling import marked
from indexer.places.titles import DISTRICT_KINDS
from indexer.places.units import DistrictUnit, ProvinceUnit
from indexer.places.which_province import named_province, province_names

Units = tuple[DistrictUnit, ...]

#: What joins two members of a list, in folded text.
LINK = re.compile(
    r" ?, ?| va | ?; ?| ?/ ?| ?& ?| - | ?-+ ?| hoac | cung | voi |, va | xuong | den | toi | sang "
)
_TOWARDS_PROVINCE = re.compile(r"[ ,(\-]*(?:\b(?:thuoc|cua|o|tai)\b)?[ ,(\-]*")
_OPENS_PROVINCE = frozenset((" (", "(", ": ", ":", " gom ", " (cac huyen ", ": cac huyen "))
_HIGHLAND = re.compile(r"[Đđ][ắăa]k|Krông|Kon|Ea|Ia|Cư|Chư|'|Plei|Pác|Mường|Nậm")


@dataclass(slots=True)
class Reading:
    """The mentions of a text in its order, and beside each what is known of it.

    `provinces[i]` is the province the i-th mention names, or None; `candidates[i]` are the
    districts it may name; `explicit[i]` is the province the text puts right behind or around it.
    `evidence` weighs the 63 provinces, by code.
    """

    text: str
    folded: str
    mentions: Sequence[Mention]
    provinces: Sequence[ProvinceUnit | None]
    candidates: Sequence[Units]
    explicit: Sequence[ProvinceUnit | None]
    evidence: Counter[str]

    def between(self, first: int, second: int) -> str:
        """The folded text from the end of one mention to the title of a later one."""
        return self.folded[self.mentions[first].end : self.mentions[second].head]


def read(text: str, folded: str, home: ProvinceUnit | None, reformed: bool) -> Reading:
    """Reads a text of a source of province `home`; `folded` is `fold(text)`."""
    mentions = find(text, folded)
    provinces = [named_province(mention, reformed) for mention in mentions]
    candidates = [
        () if unit else _districts_of(mention)
        for mention, unit in zip(mentions, provinces, strict=True)
    ]
    reading = Reading(text, folded, mentions, provinces, candidates, (), _evidence(provinces, home))
    reading.explicit = _explicit_provinces(reading)
    return reading


def _evidence(provinces: Sequence[ProvinceUnit | None], home: ProvinceUnit | None) -> Counter[str]:
    evidence: Counter[str] = Counter()
    for unit in provinces:
        if unit is not None:
            evidence.update(province_codes_before(unit))
    if home is not None:
        for code in province_codes_before(home):
            evidence[code] += 4
    return evidence


def is_city(unit: DistrictUnit) -> bool:
    """Whether it is a city or town (thành phố, thị xã) on the eve of the reform."""
    return unit.name.startswith(("Thành", "Thị"))


def within(unit: DistrictUnit, outer: ProvinceUnit | None) -> bool:
    """Whether a district lies in a province of before the reform or since."""
    return outer is not None and unit.province in province_codes_before(outer)


def _districts_of(mention: Mention) -> Units:
    """The districts a mention may name: those spelt so, else (with a title) those near it."""
    if mention.kind in ("province", "commune", "other"):
        return ()
    units = districts_by_key().get(mention.key, ())
    if not units or mention.key[4:].isdigit():
        return units
    if mention.kind in DISTRICT_KINDS and units[0].short in province_names():
        units = tuple(u for u in units if is_city(u) is (mention.kind in ("city", "town")))
    if mention.misspelt:
        units = tuple(unit for unit in units if unit.name.startswith("Quận"))
    spelt = marked(mention.name)
    exact = tuple(u for u in units if spelt in map(marked, (u.short, *u.spellings)))
    if exact or " " not in mention.name.strip():
        return exact or tuple(filter(_is_highland, units))
    titled = mention.kind and not mention.listed
    return units if titled else tuple(filter(_is_highland, units))


def _is_highland(unit: DistrictUnit) -> bool:
    return _HIGHLAND.search(unit.short) is not None


def _explicit_provinces(reading: Reading) -> list[ProvinceUnit | None]:
    explicit: list[ProvinceUnit | None] = [None] * len(reading.mentions)
    for index in range(len(reading.mentions) - 2, -1, -1):
        between = reading.between(index, index + 1)
        unit = reading.provinces[index + 1]
        if unit is not None:
            if len(between) < 16 and _TOWARDS_PROVINCE.fullmatch(between):
                explicit[index] = unit if _may_hold(reading, unit, index, between) else None
        elif reading.candidates[index + 1] and LINK.fullmatch(between):
            explicit[index] = explicit[index + 1]
    _fill_parentheses(reading, explicit)
    return explicit


def _may_hold(reading: Reading, outer: ProvinceUnit, index: int, between: str) -> bool:
    """Whether a province behind a name holds it, or is just the next of a list (`Vinh, Huế`)."""
    titled = reading.mentions[index + 1].kind == "province" and "-" not in between
    if titled or "(" in between:
        return True
    return any(within(unit, outer) for unit in reading.candidates[index])


def _fill_parentheses(reading: Reading, explicit: list[ProvinceUnit | None]) -> None:
    """`Bắc Kạn (Ba Bể, Ngân Sơn)`: the names within lie in the province before."""
    inside: ProvinceUnit | None = None
    for index in range(1, len(explicit)):
        between = reading.between(index - 1, index)
        before = reading.provinces[index - 1]
        if before is not None and between in _OPENS_PROVINCE:
            inside = before
        elif inside is not None and not (len(between) < 12 and LINK.fullmatch(between)):
            inside = None
        if explicit[index] is None:
            explicit[index] = inside
