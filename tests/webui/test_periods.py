"""The usual spans of time as links."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from indexer import SearchRequest
from webui.periods import TERMS, periods

ANYTHING = SearchRequest()
TODAY = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def spans(asked: SearchRequest = ANYTHING, today: date = TODAY) -> dict[str, str]:
    return {period.name: f"{period.since} {period.until}" for period in periods(asked, today)}


def test_spans_are_those_seen_from_today() -> None:
    assert spans() == {
        "Tháng này": "2026-01-01 2026-01-31",
        "Tháng trước": "2025-12-01 2025-12-31",
        "Năm nay": "2026-01-01 2026-12-31",
        "Năm trước": "2025-01-01 2025-12-31",
        "6 tháng đầu 2026": "2026-01-01 2026-06-30",
        "6 tháng cuối 2026": "2026-07-01 2026-12-31",
        "Nhiệm kỳ 2016–2021": "2016-07-20 2021-07-19",
        "Nhiệm kỳ 2021–2026": "2021-07-20 2026-04-05",
    }


def test_halves_are_those_of_the_year_that_is_looked_at() -> None:
    asked = SearchRequest(since=date(2020, 1, 1), until=date(2020, 12, 31))
    assert spans(asked)["6 tháng đầu 2020"] == "2020-01-01 2020-06-30"


def test_the_current_term_is_open_and_terms_follow_on_each_other() -> None:
    assert spans(today=date(2026, 4, 6))["Nhiệm kỳ 2026–2031"] == "2026-04-06 None"
    for (_, _, until), (_, since, _) in pairwise(TERMS):
        assert until is not None and since - until == timedelta(days=1)


@given(st.dates(date(2016, 7, 20), date(2100, 1, 1)))
@settings(deadline=None)
def test_every_span_is_in_order_and_this_month_holds_today(app: Flask, today: date) -> None:
    with app.test_request_context("/"):
        found = periods(SearchRequest(), today)
    assert all(period.until is None or period.since <= period.until for period in found)
    assert found[0].until and found[0].since <= today <= found[0].until
    assert found[1].until == found[0].since - timedelta(days=1)


def test_a_span_sets_both_days_keeps_the_rest_and_once_chosen_is_dropped(
    client: FlaskClient,
) -> None:
    first = lxml_html.fromstring(client.get("/?q=thi+dua&from=2020&to=2020&district=183").text)
    (link,) = [a for a in first.cssselect(".periods a") if "6 tháng đầu" in a.text_content()]
    assert link.get("href") == "/?q=thi+dua&from=2020-01-01&to=2020-06-30&district=183"
    then = lxml_html.fromstring(client.get(link.get("href")).text)
    (chosen,) = then.cssselect(".periods [aria-current]")
    assert "6 tháng đầu 2020" in chosen.text_content()
    assert chosen.get("href") == "/?q=thi+dua&district=183"


def test_undated_articles_are_counted_and_filtered(client: FlaskClient) -> None:
    tree = lxml_html.fromstring(client.get("/?q=giao+ban&from=2020").text)
    (link,) = [a for a in tree.cssselect(".periods a") if "Không rõ ngày" in a.text_content()]
    assert "(1 bài)" in link.text_content()
    then = lxml_html.fromstring(client.get(link.get("href")).text)
    assert [h.text_content() for h in then.cssselect(".hit h2")] == ["Giấy mời họp giao ban"]
    assert "không rõ ngày" in then.cssselect(".hit .facts")[0].text_content()
    again = [a for a in then.cssselect(".periods a") if "Không rõ ngày" in a.text_content()]
    assert again[0].get("href") == "/?q=giao+ban"


def test_an_article_says_why_it_has_no_date(client: FlaskClient) -> None:
    told = lxml_html.fromstring(client.get("/articles/khong-ngay").text)
    assert "không rõ ngày (nguồn không ghi ngày)" in told.cssselect("dl")[0].text_content()
