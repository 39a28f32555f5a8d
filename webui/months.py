"""The bar chart of articles by month, or by year where it spans many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer import FacetValue, SearchRequest, months_between
from webui.narrowing import narrowed_to

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
    periods = list(months_between(min(counts), max(counts))) if counts else []
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


def _bar(n: int, period: str, count: int, most: int, asked: SearchRequest) -> Bar:
    # A single article among thousands still shows.
    height = max(round(HEIGHT * count / most, 1), 1.5) if count else 0
    return Bar(
        period,
        count,
        narrowed_to(asked, period),
        n * _STEP + _GAP // 2,
        round(HEIGHT - height, 1),
        _STEP - _GAP,
        height,
    )
