"""How much is written of something, month by month: one or several searches side by side.

A month in which the collection itself holds nothing (under the same conditions, without the
words) says nothing of the words: it is a gap, not a zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.engines.base import Engine
from indexer.query.request import SearchRequest
from indexer.search import Tally, tallies
from indexer.spans import Unit, months_between, span_of

#: Days that were asked for widen what is shown up to so many months.
_WIDEST = 1200


@dataclass(frozen=True, slots=True)
class Series:
    """A search and its articles by month (`2020-07`); `tally` holds its other figures."""

    tally: Tally
    months: Mapping[str, int]

    @property
    def undated(self) -> int:
        """Its articles without a known date, which stand in no month."""
        return self.tally.total - sum(self.months.values())


@dataclass(frozen=True, slots=True)
class Point:
    """A span of time: the articles of each series in it, and of the whole collection."""

    span: str
    counts: tuple[int, ...]
    collection: int

    @property
    def gap(self) -> bool:
        """Whether the collection holds nothing of that time."""
        return self.collection == 0

    def share(self, series: int) -> float | None:
        """The part of the collection, 0 to 1, that a series has; None in a gap."""
        return None if self.gap else self.counts[series] / self.collection


@dataclass(frozen=True, slots=True)
class Trend:
    """Searches side by side, and the collection they were found in.

    `first` and `last` are the months that are looked at; both None where no article has a date.
    """

    series: tuple[Series, ...]
    collection: Series
    first: str | None
    last: str | None

    def months(self) -> list[str]:
        """All months that are looked at."""
        return list(months_between(self.first, self.last)) if self.first and self.last else []

    def points(self, unit: Unit) -> list[Point]:
        """The counts of each span of time, oldest first, without leaving out any."""
        spans = dict.fromkeys(span_of(month, unit) for month in self.months())
        summed = [_summed(each.months, unit) for each in (*self.series, self.collection)]
        return [
            Point(span, tuple(own[span] for own in summed[:-1]), summed[-1][span]) for span in spans
        ]


def trend(engine: Engine, requests: Sequence[SearchRequest], today: date) -> Trend:
    """The articles of these requests by month; all from one state of the index.

    The requests share their conditions and differ in their words; only articles that have all
    that is asked for count. Days asked for beyond the collection's own are looked at too, up to
    `today`. Raises as `answer` does.
    """
    whole = replace(requests[0], text="", exact=False)
    counted = tallies(engine, [*requests, whole], ("months",))
    *series, collection = map(_series, counted)
    first, last = _reach(collection.months, whole, today)
    return Trend(tuple(series), collection, first, last)


def _series(tally: Tally) -> Series:
    return Series(tally, {value.code: value.count for value in tally.facets.months})


def _summed(counts: Mapping[str, int], unit: Unit) -> Counter[str]:
    summed: Counter[str] = Counter()
    for month, count in counts.items():
        summed[span_of(month, unit)] += count
    return summed


def _reach(
    counts: Mapping[str, int], asked: SearchRequest, today: date
) -> tuple[str | None, str | None]:
    """From the collection's first month, or an earlier one asked for, to its last likewise."""
    if not counts:
        return None, None
    first, last = min(counts), max(counts)
    since = _month(asked.since) if asked.since else first
    until = _month(min(asked.until, today)) if asked.until else last
    wider = min(first, since), max(last, until)
    return wider if _apart(*wider) < _WIDEST else (first, last)


def _month(day: date) -> str:
    return day.isoformat()[:7]


def _apart(first: str, last: str) -> int:
    return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:])
