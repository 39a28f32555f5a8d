"""Whether an article is about a district or only names it.

An article is about the districts of its title and summary, those it comes back to, those it
names early, and those of a list of places; not about the homes, birthplaces and addresses of
the people and companies in it. The limits were chosen on the labelled articles; docs/places.md
shows both halves of these apart.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence

from indexer.article import District, Role
from indexer.places.gazetteer import now
from indexer.places.mentions import Mention
from indexer.places.resolve import Resolution
from indexer.places.units import DistrictUnit
from indexer.places.which_province import province_names

#: Within this share of the body a single mention makes the article about the district.
EARLY = 0.5
#: Places within this many characters stand in one list.
LIST_SPAN = 120
LIST_OTHERS = 3
MANY_DISTRICTS = 6
_SENTENCE_TAIL = 70

_BACKGROUND = re.compile(
    r"\b(?:trú|ngụ|quê|quán|sinh (?:ra|năm|ngày|tại|ở)|hộ khẩu|SN|tuổi|địa chỉ|trụ sở|nguyên|từng|"
    r"cách|chủ (?:tàu|cửa hàng|quán|cơ sở|doanh nghiệp)|nhà ở|đến từ|có nhà|thường trú|tạm trú|"
    r"người gốc|lớn lên)\b",
    re.IGNORECASE,
)
#: `anh Lê Văn A. (xã B, huyện C)`.
_BELONGING = re.compile(
    r"\b(?:ông|bà|anh|chị|em|cử tri|bạn đọc|nông dân|ngư dân|hộ)\s"
    r"[^,;()\n]{1,40}\((?:[^()\n]*, )?\Z",
    re.IGNORECASE,
)
_THIS = tuple(
    f"{title} {pointer}"
    for title in ("huyện", "quận", "thị xã")
    for pointer in ("này", "nói trên", "trên đây")
)
_CLAUSE = re.compile(r"[.;\n] ?")


def assign_roles(text: str, lead: int, found: Resolution) -> tuple[District, ...]:
    """The districts in order of their first mention, each once.

    `lead` is the length of title and summary.
    """
    units: dict[str, DistrictUnit] = {}
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for named in found.districts:
        for current in _tagged(named.unit):
            units.setdefault(current.code, current)
            mentions[current.code].append(named.mention)
    firsts = [of_district[0].start for of_district in mentions.values()]
    again = _named_again(text, found)
    return tuple(
        District(code, unit.name, _role(text, lead, mentions[code], firsts, code in again))
        for code, unit in units.items()
    )


def _named_again(text: str, found: Resolution) -> set[str]:
    """The districts that `huyện này` and its like go back to: each time the last one named."""
    starts = [named.mention.start for named in found.districts]
    before = (bisect(starts, place) for phrase in _THIS for place in _places(text, phrase))
    return {
        unit.code
        for position in before
        if position
        for unit in _tagged(found.districts[position - 1].unit)
    }


def _places(text: str, phrase: str) -> Iterator[int]:
    place = text.find(phrase)
    while place >= 0:
        yield place
        place = text.find(phrase, place + 1)


def _tagged(unit: DistrictUnit) -> tuple[DistrictUnit, ...]:
    """The units of the eve of the reform a name stands for; the city of Huế is the province."""
    heirs = now(unit)
    return () if len(heirs) > 1 and unit.short in province_names() else heirs


def _role(
    text: str, lead: int, mentions: Sequence[Mention], firsts: Sequence[int], again: bool
) -> Role:
    first = mentions[0].start
    if first < lead:
        return "main"
    if all(_is_background(text, mention) for mention in mentions):
        return "mention"
    if (
        again
        or len(mentions) > 1
        or len(firsts) >= MANY_DISTRICTS
        or first - lead < EARLY * len(text)
    ):
        return "main"
    near = sum(abs(other - first) < LIST_SPAN for other in firsts) - 1
    return "main" if near >= LIST_OTHERS else "mention"


def _is_background(text: str, mention: Mention) -> bool:
    """Whether the clause up to the name tells where someone lives, comes from or has an office."""
    before = text[max(0, mention.head - _SENTENCE_TAIL) : mention.head]
    if _BELONGING.search(before) is not None:
        return True
    return _BACKGROUND.search(_CLAUSE.split(before)[-1]) is not None
