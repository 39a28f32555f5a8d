"""Days as people type them: 2020-07-14, 14/7/2020, 7/2020 or 2020."""

from __future__ import annotations

import calendar
import re
from datetime import date

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?", re.ASCII)
_LOCAL = re.compile(
    r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>\d{4})", re.ASCII
)


def first_day(text: str) -> date:
    """The day meant by 2020-07-14, 14/7/2020, 7/2020 or 2020: of a month or year, the first.

    Raises ValueError where it is no day.
    """
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """The same, but the last day of a month or year."""
    year, month, day = _parts(text)
    month = month or 12
    date(year, month, 1)
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(text: str) -> tuple[int, int | None, int | None]:
    found = _ISO.fullmatch(text.strip()) or _LOCAL.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    year, month, day = (found[name] for name in ("year", "month", "day"))
    return int(year), int(month) if month else None, int(day) if day else None
