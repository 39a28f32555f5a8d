"""The forms dates, times, weekdays and zones take in Vietnamese sources."""

from __future__ import annotations

import re
from datetime import date, time

ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:(?:[T ]| T)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})"
    r"(?:[.,](?P<fraction>\d{1,9}))?)?(?: ?(?P<zone>Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{1,2}))?)?",
    re.ASCII,
)
RFC_822 = re.compile(r"[A-Z][a-z]{2,8}, ?\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}", re.ASCII)
STAMP = re.compile(r"((?:19|20)\d{6})(?:T?(\d{6})(?:\d{3})?)?", re.ASCII)
EPOCH = re.compile(r"\d{10}|\d{13}", re.ASCII)
URL_STAMP = re.compile(
    r"(?<![0-9])((?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?:(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{0,3})?(?![0-9])",
    re.ASCII,
)
URL_DAY = re.compile(
    r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?![0-9])", re.ASCII
)

_WEEKDAYS = (
    (r"chủ nhật|chủ nhựt|chu nhat|cn|sunday|sun", 6),
    (r"thứ hai|thu hai|thứ 2|t2|monday|mon", 0),
    (r"thứ ba|thu ba|thứ 3|t3|tuesday|tue", 1),
    (r"thứ tư|thu tu|thứ bốn|thứ 4|t4|wednesday|wed", 2),
    (r"thứ năm|thu nam|thứ 5|t5|thursday|thu(?! (?:hai|ba|tu|nam|sau|bay))", 3),
    (r"thứ sáu|thu sau|thứ 6|t6|friday|fri", 4),
    (r"thứ bảy|thứ bẩy|thu bay|thứ 7|t7|saturday|sat", 5),
)
_WEEKDAY = tuple((re.compile(rf"(?<!\w)(?:{names})(?!\w)"), day) for names, day in _WEEKDAYS)
_DRUPAL = re.compile(r"(?:t[2-7]|cn), ?\d{1,2}/\d{1,2}/\d{4} - \d{1,2}:\d{2}", re.ASCII)

_NUMERIC = re.compile(
    r"(?<![\d/.-])(\d{1,2})(?P<sep> ?[/.-] ?)(\d{1,2})(?P=sep)(\d{4}|\d{2})(?![\d/])", re.ASCII
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
_VIETNAMESE_MONTHS = (
    "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai",
)  # fmt: skip
_MONTH_NAMES = {name: number for number, name in enumerate(_VIETNAMESE_MONTHS, 1)} | {
    "giêng": 1, "bốn": 4, "bẩy": 7, "chạp": 12,
}  # fmt: skip
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES |= {name: number for number, name in enumerate(_ENGLISH, 1)}
_VIETNAMESE = re.compile(
    r"(?<!\d)(\d{1,2})(?: |, ?| ?- ?)(?:tháng|thg|thang)\.? ?"
    r"(\d{1,2}|mười một|mười hai|[a-zà-ỹ]+)(?:,? ?năm|,? ?nam|,|/| -)? ?(\d{4})(?!\d)"
)
_ENGLISH_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[ -]({'|'.join(_ENGLISH)})[a-z]*\.?,?[ -](\d{{4}})(?!\d)"
)
_ENGLISH_MONTH_FIRST = re.compile(
    rf"(?<!\w)({'|'.join(_ENGLISH)})[a-z]*\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)"
)
#: In the order they are tried.
_DAYS = (_YEAR_FIRST, _NUMERIC, _VIETNAMESE, _ENGLISH_DAY_FIRST, _ENGLISH_MONTH_FIRST)

_TIME = re.compile(
    r"(?<![\d:])(\d{1,2})(?::| ?h ?| ?g ?| ?giờ ?)(\d{2})?(?::(\d{2}))?(?: ?(?:phút|ph|p)(?!m))?"
    r"(?: ?(am|pm|sa|ch)(?!\w))?(?![\d:])"
)
_ZONE = re.compile(
    r"(?:gmt|utc) ?([+-] ?\d{1,2}(?::?\d{2})?)?|(?<=\d) ?([+-]\d{2}:?\d{2})(?!\d)|\d ?(z)$"
)


def weekday_in(text: str) -> int | None:
    """Monday 0 … Sunday 6, as `date.weekday`; None where none is named."""
    lowered = text.lower()
    found = [(m.start(), day) for names, day in _WEEKDAY if (m := names.search(lowered))]
    return min(found)[1] if found else None


def day_in(text: str, weekday: int | None) -> tuple[date, str] | None:
    """The first day a text names, and the text without it in lower case.

    Raises ValueError for a day no calendar has, or one that neither order gives its weekday.
    """
    lowered = text.lower()
    for pattern in _DAYS:
        match = pattern.search(lowered)
        if match is not None:
            rest = f"{lowered[: match.start()]} | {lowered[match.end() :]}"
            return _day_of(match, weekday, lowered), rest
    return None


def _day_of(match: re.Match[str], weekday: int | None, lowered: str) -> date:
    if match.re is _NUMERIC:
        return _in_order(match, weekday, lowered)
    if match.re is _YEAR_FIRST:
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match.re is _ENGLISH_MONTH_FIRST:
        return date(int(match[3]), _month(match[1]), int(match[2]))
    return date(int(match[3]), _month(match[2]), int(match[1]))


def _month(name: str) -> int:
    if name.isdecimal():
        return int(name)
    if name not in _MONTH_NAMES:
        raise ValueError(name)
    return _MONTH_NAMES[name]


def _in_order(match: re.Match[str], weekday: int | None, lowered: str) -> date:
    """Day first or month first, whichever exists and falls on the weekday."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if len(match[4]) == 2 else 0
    orders = [(first, second), (second, first)]
    if _DRUPAL.match(lowered):
        orders.reverse()
    days = [date(year, month, day) for day, month in orders if _exists(year, month, day)]
    if not days:
        raise ValueError(match[0])
    fitting = [day for day in days if weekday is None or day.weekday() == weekday]
    if not fitting and len(set(days)) > 1:
        raise ValueError(match[0])
    return (fitting or days)[0]


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def time_in(text: str) -> time | None:
    """The first time of day in a text in lower case: `22:46`, `22h46`, `10:46 CH`, `13:33 PM`.

    Raises ValueError for one no clock shows.
    """
    match = _TIME.search(text)
    if match is None:
        return None
    hour, half = int(match[1]), match[4]
    if half in ("pm", "ch") and hour < 12:
        hour += 12
    elif half in ("am", "sa") and hour == 12:
        hour = 0
    return time(hour, int(match[2] or 0), int(match[3] or 0))


def zone_in(text: str) -> str:
    """The offset in a text in lower case, as `+7`, `+0700` or `Z`; empty where none is named."""
    match = _ZONE.search(text)
    if match is None:
        return ""
    offset = match[1] or match[2]
    return offset.replace(" ", "") if offset else "Z"
