"""Which province a name means, and which one an article is of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from indexer.article import District, Province
from indexer.places.gazetteer import all_districts, district, province, provinces_by_key
from indexer.places.mentions import Mention
from indexer.places.spelling import marked
from indexer.places.units import REFORM, CommuneUnit, ProvinceUnit

#: The cities that are provinces. Huế became one in 2025; its city was named for it before.
_MUNICIPALITIES = frozenset({"01", "31", "46", "48", "79", "92"})
#: A province named in passing is not the one an article is of; a list of many has none.
ENOUGH_VOTES = 3
OUTSTANDING = 0.2
_PERSON_TOO = frozenset({"hochiminh", "hcm"})


def named_province(mention: Mention, reformed: bool) -> ProvinceUnit | None:
    """The province a mention names, by the units of the article's day, else those before."""
    if mention.kind in ("commune", "other"):
        return None
    units = provinces_by_key(reformed).get(mention.key) or provinces_by_key(False).get(mention.key)
    if units is None or not _spelt(mention, units[0]):
        return None
    unit = units[0]
    if mention.key in _PERSON_TOO:
        return unit if mention.kind == "city" and not mention.listed else None
    if not mention.kind:
        return None if mention.glued else unit
    if mention.kind == "province" or (mention.kind == "city" and unit.code in _MUNICIPALITIES):
        return unit
    return unit if mention.listed and (not mention.plural or mention.bracketed) else None


def _spelt(mention: Mention, unit: ProvinceUnit) -> bool:
    if mention.name.isascii() and mention.kind in ("province", "city"):
        return True
    if unit.short.startswith("Đắk"):  # Đăk Lăk, Đak Nông…
        return True
    return marked(mention.name) in map(marked, (unit.short, *unit.spellings))


@cache
def province_names() -> frozenset[str]:
    """The names of the 63 as districts spell them: those of their capitals, and of some others."""
    names = {marked(unit.short) for units in provinces_by_key(False).values() for unit in units}
    return frozenset(unit.short for unit in all_districts() if marked(unit.short) in names)


def province_of_article(
    mentions: Sequence[tuple[Mention, ProvinceUnit]],
    districts: Sequence[District],
    communes: Sequence[CommuneUnit],
    home: ProvinceUnit | None,
    lead: int,
    reformed: bool,
) -> Province | None:
    """The province an article is of; None where its text names none and its source has none.

    The source's own, unless the text names others only and that in its title or summary.
    """
    votes: Counter[str] = Counter()
    units: dict[str, ProvinceUnit] = {}
    for mention, named in mentions:
        unit = _on_the_day(named, reformed)
        units[unit.name] = unit
        votes[unit.name] += 4 if mention.start < lead else 1
    for commune in communes:
        outer = province(commune.province, REFORM)
        if outer is not None:
            units[outer.name] = outer
            votes[outer.name] += 3
    for found in districts:
        holding = _of_district(found.code, reformed)
        if holding is not None:
            units.setdefault(holding.name, holding)
            votes[holding.name] += 3 if found.role == "main" else 1
    if home is not None and (home.name in votes or max(votes.values(), default=0) < 4):
        return Province(home.code, home.name)
    name, most = max(votes.items(), key=lambda vote: vote[1], default=("", 0))
    if most < ENOUGH_VOTES or most < OUTSTANDING * votes.total():
        return None
    return Province(units[name].code, name)


def _of_district(code: str, reformed: bool) -> ProvinceUnit | None:
    unit = district(code)
    before = province(unit.province) if unit is not None else None
    return _on_the_day(before, reformed) if before is not None else None


def _on_the_day(unit: ProvinceUnit, reformed: bool) -> ProvinceUnit:
    """The unit itself, or since the reform the one it became."""
    if not reformed or unit.valid_from == REFORM:
        return unit
    return province(unit.successors[0], REFORM) or unit
