"""From an article's words to the places it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from indexer.article import Commune, District, Places
from indexer.places.communes import communes_in
from indexer.places.gazetteer import province as province_on
from indexer.places.groups import implied
from indexer.places.lookup import provinces_named
from indexer.places.resolve import Resolution, resolve
from indexer.places.roles import assign_roles
from indexer.places.spelling import fold, keys
from indexer.places.units import REFORM, CommuneUnit, ProvinceUnit
from indexer.places.which_province import province_of_article


def tag(
    title: str,
    summary: str,
    body: str,
    *,
    published: date | None,
    province: str,
    source: str,
    captions: Sequence[str] = (),
) -> Places:
    """The province, districts and communes of an article.

    `province` is the one its source is of (a code or a name), or empty; `published` decides
    between the units before and since 1 July 2025 (unknown: before).
    """
    text = "\n".join((title, summary, body, *captions))
    folded = fold(text)
    reformed = published is not None and published >= REFORM
    home = _home(province, reformed)
    found = resolve(text, folded, home, reformed)
    communes: tuple[CommuneUnit, ...] = ()
    if reformed:
        communes = communes_in(text, folded, _evidence_since(found.evidence))
        found = _told_apart(found, communes)
    lead = len(title) + len(summary) + 2
    named = assign_roles(text, lead, found)
    return Places(
        province_of_article(found.provinces, named, communes, home, lead, reformed),
        (*named, *_implied(text, home, found.evidence, named)),
        tuple(Commune(unit.code, unit.name) for unit in communes),
    )


def _told_apart(found: Resolution, communes: Sequence[CommuneUnit]) -> Resolution:
    """Without the bare names that are those of communes the article names with their title."""
    known = set(keys(unit.short for unit in communes))
    districts = tuple(
        named
        for named in found.districts
        if named.mention.key not in known or (named.mention.kind and not named.mention.listed)
    )
    return replace(found, districts=districts)


def _implied(
    text: str, home: ProvinceUnit | None, evidence: Counter[str], named: Sequence[District]
) -> tuple[District, ...]:
    known = {found.code for found in named}
    units = dict.fromkeys(implied(text, home, evidence))
    return tuple(
        District(unit.code, unit.name, "implied") for unit in units if unit.code not in known
    )


def _evidence_since(evidence: Counter[str]) -> Counter[str]:
    """The weights of the 63 provinces gathered by the 34 they became."""
    since: Counter[str] = Counter()
    for code, weight in evidence.items():
        before = province_on(code)
        if before is not None:
            since[before.successors[0]] += weight
    return since


def _home(given: str, reformed: bool) -> ProvinceUnit | None:
    """The source's province on the article's day; a name of before the reform is followed."""
    units = provinces_named(given) if given else []
    for unit in units:
        if (unit.valid_from == REFORM) is reformed:
            return unit
    if units and reformed:
        return province_on(units[0].successors[0], REFORM)
    return None
