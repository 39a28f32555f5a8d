"""Searches month by month, beside the collection they were found in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import (
    VIETNAM,
    Article,
    Engine,
    Published,
    SearchRequest,
    Unit,
    answer,
    days_of,
    trend,
)
from indexer.spans import months_between, span_of

Indexed = Callable[[Iterable[Article]], Engine]
TODAY = date(2026, 11, 26)
ARTICLES = [
    ("a", "Lũ lớn", "2020-01-05"),
    ("b", "Lũ nhỏ", "2020-01-20"),
    ("c", "Mùa vàng", "2020-01-31"),
    ("d", "Lũ quét", "2020-04-02"),
    ("e", "Lũ ống", None),
]


def on(day: str) -> Published:
    return Published(datetime.fromisoformat(day).replace(tzinfo=VIETNAM), day_only=True)


@pytest.fixture
def engine(indexed: Indexed) -> Engine:
    return indexed(
        Article(id, title, "Nội dung.", published=on(day) if day else None)
        for id, title, day in ARTICLES
    )


def test_a_month_without_any_article_is_a_gap_not_a_zero(engine: Engine) -> None:
    found = trend(engine, [SearchRequest("lũ"), SearchRequest("mùa")], TODAY)
    points = {point.span: point for point in found.points("month")}
    assert list(points) == ["2020-01", "2020-02", "2020-03", "2020-04"]
    assert points["2020-01"].counts == (2, 1)
    assert points["2020-01"].share(0) == pytest.approx(2 / 3)
    assert points["2020-02"].gap and points["2020-02"].share(0) is None
    assert points["2020-04"].counts == (1, 0) and points["2020-04"].share(1) == 0


def test_articles_without_a_date_are_told_and_in_no_month(engine: Engine) -> None:
    (found,) = trend(engine, [SearchRequest("lũ")], TODAY).series
    assert (found.tally.total, sum(found.months.values()), found.undated) == (4, 3, 1)


def test_the_days_asked_for_are_looked_at_though_nothing_is_held(engine: Engine) -> None:
    asked = SearchRequest("lũ", since=date(2019, 12, 1), until=date(2020, 6, 30))
    points = trend(engine, [asked], TODAY).points("month")
    assert (points[0].span, points[-1].span) == ("2019-12", "2020-06")
    assert points[0].gap and points[-1].gap


def test_no_month_of_the_future_is_looked_at(engine: Engine) -> None:
    asked = SearchRequest("lũ", until=date(9999, 12, 31))
    assert trend(engine, [asked], TODAY).last == "2026-11"


def test_a_search_without_any_dated_article_has_no_time(engine: Engine) -> None:
    found = trend(engine, [SearchRequest("lũ", undated=True)], TODAY)
    assert (found.first, found.last, found.points("year")) == (None, None, [])
    assert found.series[0].undated == 1


@pytest.mark.parametrize("unit", ["month", "quarter", "year"])
def test_a_span_counts_what_a_search_narrowed_to_it_finds(engine: Engine, unit: Unit) -> None:
    for point in trend(engine, [SearchRequest("lũ")], TODAY).points(unit):
        since, until = days_of(point.span)
        found = answer(engine, SearchRequest("lũ", since=since, until=until))
        assert found.total == point.counts[0], point.span


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_lies_in_the_spans_of_its_month(day: date) -> None:
    units: tuple[Unit, ...] = ("month", "quarter", "year")
    for unit in units:
        first, last = days_of(span_of(day.isoformat()[:7], unit))
        assert first <= day <= last


def test_months_run_over_the_turn_of_the_year() -> None:
    assert list(months_between("2019-11", "2020-02")) == [
        "2019-11",
        "2019-12",
        "2020-01",
        "2020-02",
    ]
    assert list(months_between("2020-02", "2020-01")) == []
