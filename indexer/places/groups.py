"""Groups of districts with a name of their own, as `5 huyện Biên giới` of Lạng Sơn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from indexer.places.gazetteer import district
from indexer.places.units import DistrictUnit, ProvinceUnit

_GROUP = re.compile(r"huyện (?:vùng )?((?i:biên giới|miền núi|cao nguyên đá|đảo))\b")
_COUNTS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "mười một": 11}


@cache
def _groups() -> MappingProxyType[tuple[str, str, int], tuple[str, ...]]:
    """Members' codes by province, name and number of members."""
    table = (files("indexer.places") / "groups.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    found = {}
    for province, name, members in rows:
        codes = tuple(members.split())
        found[province, name, len(codes)] = codes
    return MappingProxyType(found)


def implied(text: str, home: ProvinceUnit | None, evidence: Counter[str]) -> Iterator[DistrictUnit]:
    """The members of each group a text names, of the source's province or else the text's."""
    for match in _GROUP.finditer(text):
        count = _count_before(text, match.start())
        codes = [home.code] if home is not None else [code for code, _ in evidence.most_common(1)]
        for code in codes:
            for member in _groups().get((code, match[1].lower(), count), ()):
                unit = district(member)
                if unit is not None:
                    yield unit


def _count_before(text: str, end: int) -> int:
    """The number that stands right before, in figures or words; 0 for none."""
    words = text[max(0, end - 12) : end].lower().split()
    for count in (2, 1):
        number = " ".join(words[-count:])
        if number.isdecimal():
            return int(number)
        if number in _COUNTS:
            return _COUNTS[number]
    return 0
