"""Whether an article is about a district or only names it."""

from __future__ import annotations

from indexer.article import District, Role
from indexer.places.gazetteer import now
from indexer.places.resolve import Resolution
from indexer.places.units import DistrictUnit


def assign_roles(text: str, lead: int, found: Resolution) -> tuple[District, ...]:
    """The districts in order of their first mention, each once.

    `lead` is the length of title and summary.
    """
    places: dict[str, list[int]] = {}
    units: dict[str, DistrictUnit] = {}
    for named in found.districts:
        current = now(named.unit)
        if len(current) == 1:
            units.setdefault(current[0].code, current[0])
            places.setdefault(current[0].code, []).append(named.mention.start)
    return tuple(
        District(code, units[code].name, _role(starts, lead, len(text)))
        for code, starts in places.items()
    )


def _role(starts: list[int], lead: int, length: int) -> Role:
    if starts[0] < lead or len(starts) >= 2 or starts[0] < lead + 0.25 * (length - lead):
        return "main"
    return "mention"
