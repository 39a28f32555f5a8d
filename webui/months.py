"""The bar chart of articles by month, or by year where it spans many."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from indexer import FacetValue, SearchRequest
from webui import urls

#: More months than this are shown by year: the bars stay wide enough to hit.
MOST_MONTHS = 24
HEIGHT = 60
_STEP, _GAP = 10, 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `period` is `2020-07` or `2020`, `url` narrows the dates to it.

    `x`, `y`, `width`, `height` are in the units of the chart's viewBox.
    """

    period: str
    count: int
    url: str
    x: int
    y: float
    width: int
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, oldest first, in a box of `width` × `HEIGHT`; `most` is the highest count."""

    bars: tuple[Bar, ...]
    width: int
    most: int
    by_year: bool
    height: int = HEIGHT
    step: int = _STEP


def chart(months: Sequence[FacetValue], asked: SearchRequest) -> Chart | None:
    """The chart of these counts; None where there is only one bar to show."""
    counts = Counter({value.code: value.count for value in months})
    periods = list(_months(min(counts), max(counts))) if counts else []
    by_year = len(periods) > MOST_MONTHS
    if by_year:
        counts = _by_year(counts)
        periods = [str(year) for year in range(int(min(counts)), int(max(counts)) + 1)]
    if len(periods) < 2:
        return None
    most = max(counts.values())
    bars = (_bar(n, period, counts[period], most, asked) for n, period in enumerate(periods))
    return Chart(tuple(bars), len(periods) * _STEP, most, by_year)


def _by_year(counts: Counter[str]) -> Counter[str]:
    years: Counter[str] = Counter()
    for month, count in counts.items():
        years[month[:4]] += count
    return years


def _months(first: str, last: str) -> Iterator[str]:
    """Every month from `first` to `last`, the empty ones too."""
    year, month = int(first[:4]), int(first[5:])
    while f"{year:04d}-{month:02d}" <= last:
        yield f"{year:04d}-{month:02d}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _bar(n: int, period: str, count: int, most: int, asked: SearchRequest) -> Bar:
    since, until = _days(period)
    # A single article among thousands still shows.
    height = max(round(HEIGHT * count / most, 1), 1.5) if count else 0
    return Bar(
        period,
        count,
        urls.search(asked, since=since, until=until),
        n * _STEP + _GAP // 2,
        round(HEIGHT - height, 1),
        _STEP - _GAP,
        height,
    )


def _days(period: str) -> tuple[date, date]:
    year = int(period[:4])
    if len(period) == 4:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(period[5:])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
