"""From names in a text to the units they name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.places.gazetteer import districts_by_key, province_codes_before, wards_named
from indexer.places.mentions import Mention, has_figures
from indexer.places.spelling import marked
from indexer.places.titles import DISTRICT_KINDS
from indexer.places.units import DistrictUnit, ProvinceUnit
from indexer.places.which_province import named_province, province_names

Units = tuple[DistrictUnit, ...]

_KIND_OF_TITLE = {"Thành": "city", "Thị": "town", "Quận": "quarter", "Huyện": "rural"}
_TOWARDS_PROVINCE = re.compile(r"[ ,(\-]*(?:\b(?:thuoc|cua|o|tai)\b)?[ ,(\-]*")
_LINK = re.compile(
    r" ?, ?| va | ?; ?| ?/ ?| ?& ?| - | ?-+ ?| hoac | cung | voi |, va | xuong | den | toi | sang "
)
_OPENS_PROVINCE = frozenset((" (", "(", ": ", ":", " gom ", " (cac huyen ", ": cac huyen "))
_AFTER_PLACE_WORD = re.compile(
    r"(?:\b(?:ở|tại|về|từ|đến|tới|thuộc|qua|lên|xuống|ra|vào|trên|phía|gần|cách|quê|đảo|vùng|biển|"
    r"trung tâm|địa bàn|khu vực|người dân|du lịch|nội thành|phố cổ|UBND|HĐND|TAND|VKSND|công an|"
    r"Công an|CA|CSGT|Hạt kiểm lâm|BVĐK|huyện đảo|phố núi|tuyến|đi)\b)\s*$"
)
_HIGHLAND = re.compile(r"[Đđ][ắăa]k|Krông|Kon|Ea|Ia|Cư|Chư|'|Plei|Pác|Mường|Nậm")
#: Names that are too often something else to be taken without a title.
_NOT_ALONE = frozenset(
    {"Hoàng Sa", "Trường Sa", "Vinh", "Thống Nhất", "Chũ", "Điện Biên Phủ", "Ngã Năm", "Ngã Bảy"}
)
_FAMOUS = frozenset({"Sa Pa", "Côn Đảo", "Mộc Châu"})
_FOREIGN = re.compile(r" ?,? ?(?:\(|- )?(?:tinh|bang|nuoc) [A-Z]")


@dataclass(slots=True)
class Named:
    """A mention and the district it was found to name."""

    mention: Mention
    unit: DistrictUnit


@dataclass(slots=True)
class Resolution:
    """The provinces and districts a text names, in its order, and the weight of each province.

    The weights are by codes of the 63.
    """

    provinces: list[tuple[Mention, ProvinceUnit]]
    districts: list[Named]
    evidence: Counter[str]


def resolve(
    text: str, folded: str, mentions: Sequence[Mention], home: ProvinceUnit | None, reformed: bool
) -> Resolution:
    """Decides for every mention; `home` is the province of the article's source."""
    provinces = [named_province(mention, reformed) for mention in mentions]
    candidates = [
        () if unit else _units_of(mention)
        for mention, unit in zip(mentions, provinces, strict=True)
    ]
    explicit = _explicit_provinces(folded, mentions, provinces, candidates)
    evidence = _evidence(provinces, home)
    accepted = _accept(text, folded, mentions, provinces, candidates, explicit, evidence)
    for index in accepted:
        if len({unit.province for unit in candidates[index]}) == 1:
            evidence[candidates[index][0].province] += 2
    districts = _choose_all(text, mentions, candidates, explicit, evidence, accepted)
    named = [(m, unit) for m, unit in zip(mentions, provinces, strict=True) if unit is not None]
    return Resolution(named, districts, evidence)


def _evidence(provinces: Sequence[ProvinceUnit | None], home: ProvinceUnit | None) -> Counter[str]:
    evidence: Counter[str] = Counter()
    for unit in provinces:
        if unit is not None:
            evidence.update(province_codes_before(unit))
    if home is not None:
        for code in province_codes_before(home):
            evidence[code] += 4
    return evidence


def _units_of(mention: Mention) -> Units:
    """The districts a mention may name: those spelt so, else (with a title) those near it."""
    if mention.kind in ("province", "commune", "other"):
        return ()
    units = districts_by_key().get(mention.key, ())
    if not units or mention.key[4:].isdigit():
        return units
    if mention.kind in DISTRICT_KINDS and units[0].short in province_names():
        units = tuple(u for u in units if _is_city(u) is (mention.kind in ("city", "town")))
    spelt = marked(mention.name)
    exact = tuple(u for u in units if spelt in map(marked, (u.short, *u.spellings)))
    if exact or " " not in mention.name.strip():
        return exact or tuple(filter(_is_highland, units))
    titled = mention.kind and not mention.listed
    return units if titled else tuple(filter(_is_highland, units))


def _is_city(unit: DistrictUnit) -> bool:
    return unit.name.startswith(("Thành", "Thị"))


def _is_highland(unit: DistrictUnit) -> bool:
    return _HIGHLAND.search(unit.short) is not None


def _explicit_provinces(
    folded: str,
    mentions: Sequence[Mention],
    provinces: Sequence[ProvinceUnit | None],
    candidates: Sequence[Units],
) -> list[ProvinceUnit | None]:
    """For each mention the province the text puts right behind or around it."""
    explicit: list[ProvinceUnit | None] = [None] * len(mentions)
    for index in range(len(mentions) - 2, -1, -1):
        between = folded[mentions[index].end : mentions[index + 1].head]
        unit = provinces[index + 1]
        if unit is not None:
            if len(between) < 16 and _TOWARDS_PROVINCE.fullmatch(between):
                explicit[index] = (
                    unit
                    if _may_hold(unit, mentions[index + 1], candidates[index], between)
                    else None
                )
        elif candidates[index + 1] and _LINK.fullmatch(between):
            explicit[index] = explicit[index + 1]
    _fill_parentheses(folded, mentions, provinces, explicit)
    return explicit


def _may_hold(outer: ProvinceUnit, mention: Mention, units: Units, between: str) -> bool:
    """Whether a province behind a name holds it, or is just the next of a list (`Vinh, Huế`)."""
    if mention.kind == "province" or "(" in between:
        return True
    return any(_within(unit, outer) for unit in units)


def _fill_parentheses(
    folded: str,
    mentions: Sequence[Mention],
    provinces: Sequence[ProvinceUnit | None],
    explicit: list[ProvinceUnit | None],
) -> None:
    """`Bắc Kạn (Ba Bể, Ngân Sơn)`: the names within lie in the province before."""
    inside: ProvinceUnit | None = None
    for index in range(1, len(mentions)):
        between = folded[mentions[index - 1].end : mentions[index].head]
        if provinces[index - 1] is not None and between in _OPENS_PROVINCE:
            inside = provinces[index - 1]
        elif inside is not None and not (len(between) < 12 and _LINK.fullmatch(between)):
            inside = None
        if explicit[index] is None:
            explicit[index] = inside


def _within(unit: DistrictUnit, outer: ProvinceUnit | None) -> bool:
    return outer is not None and unit.province in province_codes_before(outer)


def _accept(
    text: str,
    folded: str,
    mentions: Sequence[Mention],
    provinces: Sequence[ProvinceUnit | None],
    candidates: Sequence[Units],
    explicit: Sequence[ProvinceUnit | None],
    evidence: Counter[str],
) -> list[int]:
    """The indexes of the mentions that do name a district."""
    introduced = {
        mention.key
        for mention, units in zip(mentions, candidates, strict=True)
        if units and mention.kind in DISTRICT_KINDS
    }
    in_names = {mention.key for mention in mentions if mention.after_capital}
    accepted = [False] * len(mentions)
    for index, (mention, units) in enumerate(zip(mentions, candidates, strict=True)):
        if mention.kind in DISTRICT_KINDS:
            accepted[index] = bool(units) and not _is_foreign(folded, mentions, provinces, index)
        elif units and not mention.glued:
            accepted[index] = (
                mention.key in introduced
                or _is_address(text, mention, units)
                or any(_within(unit, explicit[index]) for unit in units)
                or (mention.key not in in_names and _stands_alone(text, mention, units, evidence))
                or _follows_province(folded, mentions, provinces, index, units)
            )
    _spread(folded, mentions, candidates, accepted)
    return [index for index, yes in enumerate(accepted) if yes]


def _is_foreign(
    folded: str,
    mentions: Sequence[Mention],
    provinces: Sequence[ProvinceUnit | None],
    index: int,
) -> bool:
    """`huyện Đông Hưng, tỉnh Quảng Tây`: a province follows that is none of ours."""
    match = _FOREIGN.match(folded, mentions[index].end)
    if match is None:
        return False
    following = index + 1
    return following == len(mentions) or mentions[following].start != match.end() - 1


def _is_address(text: str, mention: Mention, units: Units) -> bool:
    """`xã Cự Khê (Thanh Oai)`: a commune of the district stands before it."""
    return any(_holds(unit, _communes_before(text, mention)) for unit in units)


def _communes_before(text: str, mention: Mention) -> list[str]:
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


def _holds(unit: DistrictUnit, communes: Sequence[str]) -> bool:
    return any(f";{name};" in unit.wards for name in communes)


def _follows_province(
    folded: str,
    mentions: Sequence[Mention],
    provinces: Sequence[ProvinceUnit | None],
    index: int,
    units: Units,
) -> bool:
    """A town in a list of provinces (`như Hà Nội, Việt Trì`)."""
    if index == 0 or provinces[index - 1] is None or not _is_city(units[0]):
        return False
    between = folded[mentions[index - 1].end : mentions[index].start]
    return _LINK.fullmatch(between) is not None and wards_named(units[0].short) == 0


def _spread(
    folded: str, mentions: Sequence[Mention], candidates: Sequence[Units], accepted: list[bool]
) -> None:
    """Accepts the untitled neighbours of an accepted one in a list, both ways."""
    for step in (1, -1):
        for index in range(len(mentions))[::step]:
            near = index - step
            if accepted[index] or not 0 <= near < len(mentions) or not accepted[near]:
                continue
            mention, units = mentions[index], candidates[index]
            if not units or mention.kind or mention.glued:
                continue
            first, second = sorted((index, near))
            between = folded[mentions[first].end : mentions[second].head]
            same = {u.province for u in units} & {u.province for u in candidates[near]}
            joined = _LINK.fullmatch(between) is not None or has_figures(between)
            accepted[index] = bool(same) and joined


def _stands_alone(text: str, mention: Mention, units: Units, evidence: Counter[str]) -> bool:
    """Whether a name without a title is surely a district: a well-known town, or in place."""
    unit = units[0]
    if len(units) > 1 or unit.short in _NOT_ALONE or wards_named(unit.short) > 2:
        return False
    if unit.short in _FAMOUS or (unit.name.startswith("Thành") and wards_named(unit.short) < 2):
        return True
    placed = _is_placed(text, mention)
    if _is_city(unit):
        return placed or evidence[unit.province] > 0
    return placed and evidence[unit.province] > 0


def _is_placed(text: str, mention: Mention) -> bool:
    """After a word of place (`tại Cao Lộc`), or as the heading `Cao Lộc: …`."""
    if text.startswith(":", mention.end) and text[: mention.start].rstrip(" ")[-1:] in ("", "\n"):
        return True
    return _AFTER_PLACE_WORD.search(text, max(0, mention.start - 20), mention.start) is not None


def _choose_all(
    text: str,
    mentions: Sequence[Mention],
    candidates: Sequence[Units],
    explicit: Sequence[ProvinceUnit | None],
    evidence: Counter[str],
    accepted: Sequence[int],
) -> list[Named]:
    """Those with a province beside them first: they settle the others of the same name."""
    settled: dict[str, DistrictUnit] = {}
    chosen: dict[int, Named] = {}
    for index in sorted(accepted, key=lambda index: (explicit[index] is None, index)):
        mention, outer = mentions[index], explicit[index]
        if outer is not None:
            unit = _choose_within(mention, candidates[index], outer)
        else:
            unit = settled.get(mention.key) or _choose(text, mention, candidates[index], evidence)
        if unit is not None:
            chosen[index] = Named(mention, unit)
            if outer is not None:
                settled.setdefault(mention.key, unit)
    return [chosen[index] for index in sorted(chosen)]


def _choose_within(mention: Mention, units: Units, outer: ProvinceUnit) -> DistrictUnit | None:
    inside = [unit for unit in units if _within(unit, outer)]
    if inside:
        return _by_title(mention, inside)
    if len(units) > 1 or not mention.kind or mention.listed or units[0].short in province_names():
        return None
    return units[0] if marked(units[0].short) == marked(mention.name) else None


def _choose(
    text: str, mention: Mention, units: Units, evidence: Counter[str]
) -> DistrictUnit | None:
    """The one district a mention names, or None where nothing tells."""
    if len(units) == 1:
        unit = units[0]
        lonely = unit.short in province_names() and not _is_city(unit)
        return None if lonely and evidence[unit.province] <= 2 else unit
    communes = _communes_before(text, mention)
    holding = [unit for unit in units if _holds(unit, communes)]
    if holding:
        return _by_title(mention, holding)
    best = max(evidence[unit.province] for unit in units)
    likely = [unit for unit in units if evidence[unit.province] == best]
    if best == 0 or len({unit.province for unit in likely}) > 1:
        return None
    return _by_title(mention, likely)


def _by_title(mention: Mention, units: Sequence[DistrictUnit]) -> DistrictUnit:
    for unit in units:
        if _KIND_OF_TITLE.get(unit.name.split()[0]) == mention.kind:
            return unit
    return units[0]
