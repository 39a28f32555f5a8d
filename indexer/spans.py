"""Months, quarters and years as text: `2020-07`, `2020-Q3`, `2020`; in that form they sort."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from typing import Literal

Unit = Literal["month", "quarter", "year"]


def span_of(month: str, unit: Unit) -> str:
    """The span in which a month (`2020-07`) lies."""
    if unit == "month":
        return month
    year = month[:4]
    return year if unit == "year" else f"{year}-Q{(int(month[5:]) + 2) // 3}"


def months_between(first: str, last: str) -> Iterator[str]:
    """Every month from `first` to `last`, both included."""
    year, month = int(first[:4]), int(first[5:])
    while f"{year:04d}-{month:02d}" <= last:
        yield f"{year:04d}-{month:02d}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def days_of(span: str) -> tuple[date, date]:
    """The first and the last day of a month, a quarter or a year."""
    year, part = int(span[:4]), span[5:]
    if not part:
        return date(year, 1, 1), date(year, 12, 31)
    first = 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part)
    last = first + 2 if part.startswith("Q") else first
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
