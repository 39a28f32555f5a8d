"""Spans of time people often ask for, each a link."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from indexer import SearchRequest
from webui import urls
from webui.language import gettext as _

#: The terms of the National Assembly (XIV, XV, XVI): each runs from the opening of its first
#: session to that of the next (Constitution of 2013, article 71). People's councils meet first
#: within weeks of the same elections (22 May 2016, 23 May 2021, 15 March 2026), each on its own
#: day. The XVI's opening is as announced beforehand (Thanh Niên, 23 February 2026).
TERMS = (
    ("2016–2021", date(2016, 7, 20), date(2021, 7, 19)),
    ("2021–2026", date(2021, 7, 20), date(2026, 4, 5)),
    ("2026–2031", date(2026, 4, 6), None),
)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included; `url` sets it, or drops it where it is `chosen`."""

    name: str
    since: date
    until: date | None
    chosen: bool
    url: str


def periods(asked: SearchRequest, today: date) -> list[Period]:
    """The usual spans as seen from `today`; halves are those of the year that is looked at."""
    return [_period(asked, name, since, until) for name, since, until in _spans(asked, today)]


def _period(asked: SearchRequest, name: str, since: date, until: date | None) -> Period:
    chosen = (asked.since, asked.until) == (since, until)
    days = (None, None) if chosen else (since, until)
    url = urls.search(asked, since=days[0], until=days[1], undated=False)
    return Period(name, since, until, chosen, url)


def _spans(asked: SearchRequest, today: date) -> Iterator[tuple[str, date, date | None]]:
    last_month = today.replace(day=1) - timedelta(days=1)
    yield (_("Tháng này"), *_month(today))
    yield (_("Tháng trước"), *_month(last_month))
    yield (_("Năm nay"), *_year(today.year))
    yield (_("Năm trước"), *_year(today.year - 1))
    year = _year_looked_at(asked) or today.year
    yield _("6 tháng đầu %(year)s", year=year), date(year, 1, 1), date(year, 6, 30)
    yield _("6 tháng cuối %(year)s", year=year), date(year, 7, 1), date(year, 12, 31)
    for years, since, until in TERMS:
        if since <= today:
            yield _("Nhiệm kỳ %(years)s", years=years), since, until


def _year_looked_at(asked: SearchRequest) -> int | None:
    """The year in which both days lie, if they do."""
    years = {day.year for day in (asked.since, asked.until) if day}
    return years.pop() if asked.since and asked.until and len(years) == 1 else None


def _month(day: date) -> tuple[date, date]:
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=1), day.replace(day=last)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)
