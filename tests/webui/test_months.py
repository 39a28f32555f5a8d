"""The chart's bars."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from indexer import FacetValue, SearchRequest
from webui.months import HEIGHT, MOST_MONTHS, chart


@pytest.fixture(autouse=True)
def in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def counts(**months: int) -> list[FacetValue]:
    return [FacetValue(m[1:].replace("_", "-"), m, n) for m, n in months.items()]


def test_months_without_articles_leave_a_gap() -> None:
    drawn = chart(counts(_2019_12=3, _2020_02=6), SearchRequest())
    assert drawn is not None
    assert [(bar.period, bar.count) for bar in drawn.bars] == [
        ("2019-12", 3),
        ("2020-01", 0),
        ("2020-02", 6),
    ]
    assert [bar.height for bar in drawn.bars] == [HEIGHT / 2, 0, HEIGHT]


def test_a_bar_narrows_the_dates_to_its_month_and_keeps_the_rest() -> None:
    drawn = chart(
        counts(_2020_01=1, _2020_02=2), SearchRequest(text="lũ", districts=("183",), page=4)
    )
    assert drawn is not None
    assert drawn.bars[1].url == "/?q=l%C5%A9&from=2020-02-01&to=2020-02-29&district=183"


def test_many_months_are_shown_by_year() -> None:
    drawn = chart(counts(_2008_01=1, _2008_05=2, _2020_07=9), SearchRequest())
    assert drawn is not None and drawn.by_year
    assert len(drawn.bars) == 13 <= MOST_MONTHS
    assert (drawn.bars[0].period, drawn.bars[0].count) == ("2008", 3)
    assert drawn.bars[0].url == "/?from=2008-01-01&to=2008-12-31"


def test_one_article_among_thousands_still_shows() -> None:
    drawn = chart(counts(_2020_01=1, _2020_02=50_000), SearchRequest())
    assert drawn is not None and drawn.bars[0].height > 1


@pytest.mark.parametrize("months", [{}, {"_2020_07": 5}])
def test_nothing_to_compare_draws_no_chart(months: dict[str, int]) -> None:
    assert chart(counts(**months), SearchRequest()) is None
