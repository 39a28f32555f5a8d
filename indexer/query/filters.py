"""The conditions of a request beside its words, checked all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.errors import Problem
from indexer.places import REFORM
from indexer.query import places
from indexer.query.notice import Notice
from indexer.query.request import SearchRequest
from indexer.query.tree import Choice, Filters

#: The parameters that name places, as links and the API write them.
_PLACES = ("district", "not_district", "province", "not_province", "commune", "not_commune")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The filters, what to say of them, and what is wrong with them."""

    filters: Filters
    notices: tuple[Notice, ...]
    problems: tuple[Problem, ...]


def resolve(given: SearchRequest) -> Resolved:
    """The filters of these conditions. An unknown name is a problem and filters nothing."""
    found = [
        places.districts(given.districts),
        places.districts(given.not_districts),
        places.provinces_of(given.provinces),
        places.provinces_of(given.not_provinces),
        places.communes(given.communes),
        places.communes(given.not_communes),
    ]
    codes = [each.codes for each in found]
    heirs = places.heirs(codes[0]) if _reaches_beyond_districts(given) else frozenset()
    notices = [notice for each in found for notice in each.notices]
    filters = Filters(
        since=given.since,
        until=given.until,
        undated=given.undated,
        districts=Choice(codes[0], codes[1]),
        provinces=Choice(codes[2], codes[3]),
        communes=Choice(codes[4], codes[5]),
        sources=Choice(_named(given.sources), _named(given.not_sources)),
        heirs=heirs,
        seen_after=given.seen_after,
        seen_by=given.seen_by,
        changed_after=given.changed_after,
    )
    problems = [
        Problem(name, problem.vi, problem.en)
        for name, each in zip(_PLACES, found, strict=True)
        for problem in each.problems
    ]
    return Resolved(filters, tuple(notices), (*problems, *_days(given)))


def unknown_places(given: SearchRequest) -> tuple[Problem, ...]:
    """The places of a request that mean nothing; a search of them raises these among others."""
    return tuple(each for each in resolve(given).problems if each.parameter in _PLACES)


def _reaches_beyond_districts(given: SearchRequest) -> bool:
    """Whether articles of after the reform can pass at all."""
    return given.until is None or given.until >= REFORM


def _named(sources: Sequence[str]) -> frozenset[str]:
    return frozenset(source.strip() for source in sources)


def _days(given: SearchRequest) -> tuple[Problem, ...]:
    if given.since is None or given.until is None or given.since <= given.until:
        return ()
    since, until = given.since.isoformat(), given.until.isoformat()
    return (
        Problem(
            "from",
            f"Từ ngày {since} lại sau đến ngày {until}.",
            f"The first day, {since}, lies after the last, {until}.",
        ),
    )
