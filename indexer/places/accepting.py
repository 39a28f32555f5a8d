"""Which mentions do name a district, and not a street, person, company, commune or road."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.places.gazetteer import wards_named
from indexer.places.mentions import Mention, has_figures
from indexer.places.reading import LINK, Reading, Units, is_city, within
from indexer.places.titles import DISTRICT_KINDS
from indexer.places.units import DistrictUnit

#: Names that are too often something else to be taken without a title.
_NOT_ALONE = frozenset(
    {"Hoàng Sa", "Trường Sa", "Vinh", "Thống Nhất", "Chũ", "Điện Biên Phủ", "Ngã Năm", "Ngã Bảy"}
)
_FAMOUS = frozenset({"Sa Pa", "Côn Đảo", "Mộc Châu"})
_AFTER_PLACE_WORD = re.compile(
    r"(?:\b(?:ở|tại|về|từ|đến|tới|thuộc|qua|lên|xuống|ra|vào|trên|phía|gần|cách|quê|đảo|vùng|biển|"
    r"trung tâm|địa bàn|khu vực|người dân|du lịch|nội thành|phố cổ|UBND|HĐND|TAND|VKSND|công an|"
    r"Công an|CA|CSGT|Hạt kiểm lâm|BVĐK|huyện đảo|phố núi|đi)\b)\s*$"
)
_FOREIGN = re.compile(
    r" ?,? ?\(?(?:tinh|bang) (?:Quang Tay|Van Nam|Quang Dong|Hai Nam|Phuc Kien)"
    r"|[ ,(]*(?:tinh|bang) [^.;\n]{3,30}[,(] ?(?:Trung Quoc|Lao|Campuchia|Thai Lan|Han Quoc|My)\b"
)
_COMMUNES = re.compile(
    r"(?:\b(cac|hai|ba|bon|nam|[0-9]+) )?\b(?:xa|phuong|thi tran|thon|ap|ban|lang) "
    r"((?:[A-Z][\w']*(?: [A-Z0-9][\w']*){0,4}(?: ?, | va ))+)\Z"
)
_COMMA = re.compile(r", | va ")


def accepted(reading: Reading) -> list[int]:
    """The indexes of the mentions that name a district."""
    pairs = list(zip(reading.mentions, reading.candidates, strict=True))
    introduced = {m.key for m, units in pairs if units and m.kind in DISTRICT_KINDS}
    in_names = {mention.key for mention in reading.mentions if mention.after_capital}
    found = [False] * len(pairs)
    for index, (mention, units) in enumerate(pairs):
        if not units:
            continue
        if mention.kind in DISTRICT_KINDS:
            found[index] = _FOREIGN.match(reading.folded, mention.end) is None
        elif not mention.glued:
            found[index] = (
                any(within(unit, reading.explicit[index]) for unit in units)
                or any(holds(unit, communes_before(reading.text, mention)) for unit in units)
                or _is_known(reading, index, mention.key in introduced, mention.key in in_names)
            )
    _spread(reading, found)
    return [index for index, yes in enumerate(found) if yes]


def _is_known(reading: Reading, index: int, introduced: bool, in_names: bool) -> bool:
    """Whether a bare name is known from elsewhere in the text or to everyone."""
    mention, units = reading.mentions[index], reading.candidates[index]
    if _among_communes(reading.folded, mention.start):
        return False
    if introduced or _follows_province(reading, index):
        return True
    return not in_names and _stands_alone(reading, mention, units)


def communes_before(text: str, mention: Mention) -> list[str]:
    """The names that may be a commune's before `(` or `,` in front of a district's."""
    before = text[max(0, mention.head - 32) : mention.head].rstrip()
    if not before.endswith((",", "(")):
        return []
    names: list[str] = []
    for word in reversed(before[:-1].split()):
        if not word[0].isupper() or len(names) == 4:
            break
        names.append(f"{word} {names[-1]}" if names else word)
    return names


def holds(unit: DistrictUnit, communes: Sequence[str]) -> bool:
    """Whether one of the communes lay in the district."""
    return any(f";{name};" in unit.wards for name in communes)


def _follows_province(reading: Reading, index: int) -> bool:
    """A town in a list of provinces (`như Hà Nội, Việt Trì`)."""
    unit = reading.candidates[index][0]
    if index == 0 or reading.provinces[index - 1] is None or not is_city(unit):
        return False
    between = reading.between(index - 1, index)
    linked = LINK.fullmatch(between) is not None and "-" not in between
    return linked and wards_named(unit.short) == 0


def _stands_alone(reading: Reading, mention: Mention, units: Units) -> bool:
    """Whether a name without a title is surely a district: a well-known town, or in place."""
    unit = units[0]
    if len(units) > 1 or unit.short in _NOT_ALONE or wards_named(unit.short) > 2:
        return False
    if _ends_a_road(reading.folded, mention):
        return False
    if unit.short in _FAMOUS or (unit.name.startswith("Thành") and wards_named(unit.short) < 2):
        return True
    placed = _is_placed(reading.text, mention)
    if is_city(unit):
        return placed or reading.evidence[unit.province] > 0
    return placed and reading.evidence[unit.province] > 0


def _ends_a_road(folded: str, mention: Mention) -> bool:
    """`Nha Trang - Cam Lâm`: a road, a flight or a canal named by its ends."""
    after = folded[mention.end : mention.end + 4]
    before = folded[max(0, mention.start - 3) : mention.start]
    return before == " - " or (after.startswith(" - ") and after[3:].isupper())


def _among_communes(folded: str, start: int) -> bool:
    """Whether a list of communes leads up to the name (`các xã Lộc Yên, Hà Linh, Hương Thuỷ`)."""
    if not folded.endswith((", ", " va "), 0, start):
        return False
    match = _COMMUNES.search(folded, max(0, start - 160), start)
    return match is not None and (match[1] is not None or len(_COMMA.findall(match[2])) > 1)


def _is_placed(text: str, mention: Mention) -> bool:
    """After a word of place (`tại Cao Lộc`), or as the heading `Cao Lộc: …`."""
    line = text.rfind("\n", 0, mention.start) + 1
    if text.startswith(":", mention.end) and not text[line : mention.start].strip():
        return True
    return _AFTER_PLACE_WORD.search(text, max(0, mention.start - 20), mention.start) is not None


def _spread(reading: Reading, found: list[bool]) -> None:
    """Accepts the untitled neighbours of an accepted one in a list, both ways."""
    for step in (1, -1):
        for index in range(len(found))[::step]:
            near = index - step
            if found[index] or not 0 <= near < len(found) or not found[near]:
                continue
            mention, units = reading.mentions[index], reading.candidates[index]
            if not units or mention.kind or mention.glued:
                continue
            between = reading.between(min(index, near), max(index, near))
            same = {u.province for u in units} & {u.province for u in reading.candidates[near]}
            joined = LINK.fullmatch(between) is not None or has_figures(between)
            found[index] = bool(same) and joined
