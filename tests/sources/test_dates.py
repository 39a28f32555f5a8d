"""Publication dates from every form, and refusals for what cannot be one."""

from __future__ import annotations

import gzip
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.article import VIETNAM
from indexer.errors import TracuuError
from indexer.sources.dates import UnreadableDate, parse_published, published_in_url

TODAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("2021-10-31T15:53:07+07:00", "2021-10-31T15:53:07+07:00"),
        ("2020-11-04 12:38", "2020-11-04T12:38+07:00"),
        ("2011-11-20", "2011-11-20"),
        ("05-02-2017 09:34 AM", "2017-02-05T09:34+07:00"),
        ("03-06-2016 13:33 PM", "2016-06-03T13:33+07:00"),
        ("22-08-2016 12:00 PM", "2016-08-22T12:00+07:00"),
        ("Thứ hai, 28/2/2022, 09:00 (GMT+7)", "2022-02-28T09:00+07:00"),
        ("Chủ nhật, 3-6-2018, 04:00 (GMT+7)", "2018-06-03T04:00+07:00"),
        ("Thứ 6, 25-01-2013 | 15:24", "2013-01-25T15:24+07:00"),
        ("T3, 07/14/2020 - 22:46", "2020-07-14T22:46+07:00"),
        ("14/07/2020 10:46:00 CH", "2020-07-14T22:46+07:00"),
        ("22h46 ngày 14/7/2020", "2020-07-14T22:46+07:00"),
        ("ngày 14 tháng 7 năm 2020", "2020-07-14"),
        ("14 Tháng Bảy, 2020", "2020-07-14"),
        ("July 14, 2020 10:46 PM", "2020-07-14T22:46+07:00"),
        ("Cập nhật lúc 08:30, 05/06/2021 (GMT+7)", "2021-06-05T08:30+07:00"),
        ("14.07.2020", "2020-07-14"),
        ("20200714T224600", "2020-07-14T22:46+07:00"),
    ],
)
def test_every_form_sources_use_is_read(raw: str, read: str) -> None:
    assert parse_published(raw, today=TODAY).isoformat() == read


@pytest.mark.parametrize(
    "raw",
    [
        "2020-07-14T15:46:00Z", "2020-07-14 15:46:00 UTC", "2020-07-14T08:46:00-07:00",
        "Tue, 14 Jul 2020 15:46:00 GMT", "Tue, 14 Jul 2020 22:46:00 +0700", "1594741560",
        "1594741560000", "14/07/2020 22:46 GMT+7",
    ],
)  # fmt: skip
def test_zones_are_brought_to_vietnam(raw: str) -> None:
    assert parse_published(raw, today=TODAY).isoformat() == "2020-07-14T22:46+07:00"


def test_seven_hours_and_odd_minutes_is_vietnam() -> None:
    found = parse_published("2025-08-09T01:35:18+07:07", today=TODAY)
    assert found.at == datetime(2025, 8, 9, 1, 35, 18, tzinfo=VIETNAM)


def test_the_weekday_decides_between_day_and_month() -> None:
    assert parse_published("T4, 07/08/2020 - 22:46", today=TODAY).at.month == 7
    assert parse_published("T6, 07/08/2020 - 22:46", today=TODAY).at.month == 8
    assert parse_published("Thứ sáu, 7/8/2020", today=TODAY).at.month == 8
    assert parse_published("Thứ tư, 7/8/2020", today=TODAY).at.month == 7


def test_where_both_orders_fit_the_weekday_drupal_s_month_comes_first() -> None:
    assert parse_published("T4, 01/08/2020 - 10:00", today=TODAY).at.month == 1
    assert parse_published("01/08/2020 10:00", today=TODAY).at.month == 8


@pytest.mark.parametrize(
    "raw",
    ["", "hôm qua", "2 giờ trước", "14/7", "7/2020", "31/02/2020", "2020-13-01", "99/99/9999",
     "2020-07-14T25:00:00", "1970-01-01", "0001-01-01", "T2, 07/08/2020 - 22:46", "tháng 7"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_reason_in_both_languages(raw: str) -> None:
    with pytest.raises(UnreadableDate) as refusal:
        parse_published(raw, today=TODAY)
    assert refusal.value.vi
    assert refusal.value.en


def test_a_date_in_the_future_is_refused() -> None:
    assert parse_published("2026-01-31", today=TODAY).day_only
    with pytest.raises(UnreadableDate, match="tương lai"):
        parse_published("2026-02-01", today=TODAY)


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://a.vn/2020/07/14/tin", "2020-07-14"),
        ("https://a.vn/tin-20200714224600123.htm", "2020-07-14"),
        ("https://a.vn/tin-4924696.html", None),
        ("https://a.vn/2020/13/14/tin", None),
    ],
)
def test_an_address_may_bear_the_day(url: str, read: str | None) -> None:
    found = published_in_url(url, today=TODAY)
    assert (found.isoformat() if found else None) == read


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text("0123456789/-: .T+ZAMPthángnăm,", max_size=30)))
def test_any_text_is_read_or_refused(raw: str) -> None:
    try:
        found = parse_published(raw, today=TODAY)
    except TracuuError:
        return
    assert found.at.utcoffset() == VIETNAM.utcoffset(None)
    assert found.at.date() <= TODAY


@settings(max_examples=100, deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2026, 1, 30)))
def test_what_is_written_in_the_country_s_way_is_read_back(at: datetime) -> None:
    at = at.replace(microsecond=0)
    weekday = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")[at.weekday()] if at.weekday() < 6 else ""
    day = f"Thứ {weekday}" if weekday else "Chủ nhật"
    raw = f"{day}, {at.day}/{at.month}/{at.year}, {at:%H:%M:%S} (GMT+7)"
    assert parse_published(raw, today=TODAY).at == at.replace(tzinfo=VIETNAM)


@pytest.mark.shared
def test_the_dated_articles_are_read_to_the_same_instant(shared: Path) -> None:
    with gzip.open(shared / "feeds" / "dated-articles-3k.jsonl.gz", "rb") as lines:
        for article in map(json.loads, lines):
            wanted = datetime.fromisoformat(article["date"])
            found = parse_published(article["date_raw"])
            assert found.at == (wanted if wanted.tzinfo else wanted.replace(tzinfo=VIETNAM))
