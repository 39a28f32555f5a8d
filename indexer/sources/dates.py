"""When an article came out: from every way sources write it, to an instant in Vietnam's zone.

A date is taken only where it can be read in one way; the rest is refused with the reason, for a
wrong date misleads and a missing one does not. General date parsers guess (`07/08/2020`, a bare
`12`, "2 giờ trước"), so the forms are spelled out here; RFC 822 is left to the standard library.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from indexer.article import VIETNAM, Published
from indexer.errors import TracuuError
from indexer.sources.date_forms import (
    EPOCH,
    ISO,
    RFC_822,
    STAMP,
    URL_DAY,
    URL_STAMP,
    day_in,
    time_in,
    weekday_in,
    zone_in,
)

#: Before this no Vietnamese government news is dated; what claims so is a default or a slip.
EARLIEST = date(1945, 9, 2)
_CLOCK_ZERO = date(1970, 1, 1)
_ODD_SPACES = re.compile(r"[\s\u200b\ufeff]+")


class UnreadableDate(TracuuError):
    """A date that cannot be read, cannot be, or lies in the future."""


def parse_published(raw: str, *, today: date | None = None) -> Published:
    """The publication date a source wrote, always in Vietnam's zone.

    Dates without a zone are Vietnam's; so are those with an offset of seven hours and some odd
    minutes (`+07:07`, met in feeds). Between day and month first a weekday decides; without one
    the day comes first, but in Drupal's `T3, 07/14/2020 - 22:46` the month does. `today` (by
    default the present day in Vietnam) bounds the future. Raises `UnreadableDate`.
    """
    text = _ODD_SPACES.sub(" ", raw).strip()
    try:
        published = _read(text)
    except (ValueError, OverflowError) as problem:
        raise UnreadableDate(
            f"Không có ngày như vậy: {text[:80]!r}", f"No such date: {text[:80]!r}"
        ) from problem
    if published is None:
        raise UnreadableDate(
            f"Không đọc được ngày đăng: {text[:80]!r}", f"Cannot read the date: {text[:80]!r}"
        )
    return _within_bounds(published, text, today)


def published_in_url(url: str, *, today: date | None = None) -> Published | None:
    """The day an address bears (`/2020/07/14/`, `-20200714224600.htm`), if it bears one.

    For want of anything better only: a stamp in an address is when the draft was made; of 893
    in ../shared/feeds 241 are a day or more before publication. So it gives the day alone.
    """
    stamped = URL_STAMP.search(url)
    day = URL_DAY.search(url)
    try:
        if stamped is not None:
            return _within_bounds(_stamp(stamped[1], ""), url, today)
        if day is not None:
            return _within_bounds(_day(date(*map(int, day.groups()))), url, today)
    except (ValueError, UnreadableDate):
        pass
    return None


def _within_bounds(published: Published, text: str, today: date | None) -> Published:
    day = published.at.date()
    if day > (today or datetime.now(VIETNAM).date()):
        raise UnreadableDate(
            f"Ngày đăng ở tương lai: {text[:80]!r}", f"The date is in the future: {text[:80]!r}"
        )
    if day < EARLIEST or day == _CLOCK_ZERO:
        raise UnreadableDate(
            f"Ngày đăng không thể có: {text[:80]!r}", f"An impossible date: {text[:80]!r}"
        )
    return published


def _read(text: str) -> Published | None:
    iso = ISO.fullmatch(text)
    if iso is not None:
        return _iso(iso)
    if RFC_822.match(text):
        return Published(parsedate_to_datetime(text).astimezone(VIETNAM))
    stamp = STAMP.fullmatch(text)
    if stamp is not None:
        return _stamp(stamp[1], stamp[2] or "")
    if EPOCH.fullmatch(text):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return Published(datetime.fromtimestamp(seconds, UTC).astimezone(VIETNAM))
    return _written(text)


def _iso(match: re.Match[str]) -> Published:
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    if match["hour"] is None:
        return _day(day)
    micro = int(f"{match['fraction'] or '0':0<6}"[:6])
    clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0), micro)
    return Published(_in_vietnam(datetime.combine(day, clock), match["zone"] or ""))


def _stamp(day: str, clock: str) -> Published:
    """`20200714`, `20200714224600`, `20200714224600123` (thousandths are dropped)."""
    at = datetime.strptime(day + clock[:6], "%Y%m%d%H%M%S" if clock else "%Y%m%d")
    return Published(at.replace(tzinfo=VIETNAM), day_only=not clock)


def _written(text: str) -> Published | None:
    """`Thứ ba, 14/7/2020, 22:46 (GMT+7)` and its like: a day, then what else there is."""
    weekday = weekday_in(text)
    found = day_in(text, weekday)
    if found is None:
        return None
    day, rest = found
    clock = time_in(rest)
    if clock is None:
        return _day(day)
    return Published(_in_vietnam(datetime.combine(day, clock), zone_in(rest)))


def _day(day: date) -> Published:
    return Published(datetime.combine(day, time(), VIETNAM), day_only=True)


def _in_vietnam(local: datetime, zone: str) -> datetime:
    """The instant a local time with this offset (`+07:00`, `Z`, empty) means."""
    digits = re.sub(r"[^0-9]", "", zone)
    if zone.upper() == "Z" or (zone and not digits):
        return local.replace(tzinfo=UTC).astimezone(VIETNAM)
    if not digits or (zone[0] == "+" and int(digits[:2] if len(digits) > 1 else digits) == 7):
        return local.replace(tzinfo=VIETNAM)
    hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset > timedelta(hours=14) or int(minutes) > 59:
        raise ValueError(zone)
    utc = local + offset if zone[0] == "-" else local - offset
    return utc.replace(tzinfo=UTC).astimezone(VIETNAM)
