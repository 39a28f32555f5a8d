"""From an article's words to the places it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from indexer.article import Places
from indexer.places.gazetteer import province as province_on
from indexer.places.lookup import provinces_named
from indexer.places.mentions import find
from indexer.places.provinces import province_of_article
from indexer.places.resolve import resolve
from indexer.places.roles import assign_roles
from indexer.places.spelling import fold
from indexer.places.units import REFORM, ProvinceUnit


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
    found = resolve(text, folded, find(text, folded), home, reformed)
    lead = len(title) + len(summary) + 2
    districts = assign_roles(text, lead, found)
    of = province_of_article(found.provinces, districts, home, lead, reformed)
    return Places(of, districts)


def _home(given: str, reformed: bool) -> ProvinceUnit | None:
    """The source's province on the article's day; a name of before the reform is followed."""
    units = provinces_named(given) if given else []
    for unit in units:
        if (unit.valid_from == REFORM) is reformed:
            return unit
    if units and reformed:
        return province_on(units[0].successors[0], REFORM)
    return None
