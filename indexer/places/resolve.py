"""From a text to the provinces and districts it names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from indexer.places.accepting import accepted
from indexer.places.choosing import choose
from indexer.places.mentions import Mention
from indexer.places.reading import read
from indexer.places.units import DistrictUnit, ProvinceUnit


@dataclass(frozen=True, slots=True)
class Named:
    """A mention and the district it was found to name."""

    mention: Mention
    unit: DistrictUnit


@dataclass(frozen=True, slots=True)
class Resolution:
    """The provinces and districts a text names, in its order, and the weight of each province.

    The weights are by codes of the 63.
    """

    provinces: tuple[tuple[Mention, ProvinceUnit], ...]
    districts: tuple[Named, ...]
    evidence: Counter[str]


def resolve(text: str, folded: str, home: ProvinceUnit | None, reformed: bool) -> Resolution:
    """Decides for every mention; `home` is the province of the article's source."""
    reading = read(text, folded, home, reformed)
    indexes = accepted(reading)
    for index in indexes:
        homes = {unit.province for unit in reading.candidates[index]}
        if len(homes) == 1:
            reading.evidence[homes.pop()] += 2
    chosen = choose(reading, indexes)
    pairs = zip(reading.mentions, reading.provinces, strict=True)
    return Resolution(
        tuple((mention, unit) for mention, unit in pairs if unit is not None),
        tuple(Named(reading.mentions[index], chosen[index]) for index in sorted(chosen)),
        reading.evidence,
    )
