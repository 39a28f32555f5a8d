"""Reading the parameters of a URL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer import Limits, SearchRequest
from webui.parameters import LONGEST_VALUE, MOST_HITS, MOST_VALUES, Asked, read


@pytest.fixture(scope="module", autouse=True)
def _inside(app: Flask) -> Iterator[None]:
    """How much of a query is read is a setting of the application."""
    with app.app_context():
        yield


def asked(query_string: str) -> Asked:
    return read(MultiDict(parse_qsl(query_string, keep_blank_values=True)))


def test_no_parameter_asks_for_the_newest() -> None:
    assert asked("") == Asked(SearchRequest())


def test_every_parameter_reaches_its_field() -> None:
    found = asked(
        "q=thi+dua&exact=1&from=2020-07-01&to=2020-07-31&district=183&district=180&province=20"
        "&commune=06001&source=a.vn&not_district=182&not_province=01&not_commune=06002"
        "&not_source=b.vn&sort=newest&limit=20&page=3"
    )
    assert not found.problems
    assert found.request == SearchRequest(
        text="thi dua",
        exact=True,
        since=date(2020, 7, 1),
        until=date(2020, 7, 31),
        districts=("183", "180"),
        provinces=("20",),
        communes=("06001",),
        sources=("a.vn",),
        not_districts=("182",),
        not_provinces=("01",),
        not_communes=("06002",),
        not_sources=("b.vn",),
        sort="newest",
        limit=20,
        page=3,
    )


@pytest.mark.parametrize("written", ["14/7/2020", "14.7.2020", "14-7-2020", "2020-07-14"])
def test_a_day_may_be_written_in_several_ways(written: str) -> None:
    assert asked(f"from={written}").request.since == date(2020, 7, 14)


def test_a_year_or_month_means_all_of_it() -> None:
    assert asked("from=2020&to=2020").request.since == date(2020, 1, 1)
    assert asked("from=2020&to=2020").request.until == date(2020, 12, 31)
    assert asked("to=2/2020").request.until == date(2020, 2, 29)


def test_empty_boxes_of_the_form_are_no_filters() -> None:
    assert asked("q=&from=&to=+&district=&source=") == Asked(SearchRequest())


def test_a_repeated_district_counts_once() -> None:
    assert asked("district=183&district=183").request.districts == ("183",)


def test_all_problems_are_reported_at_once_and_the_rest_is_kept() -> None:
    found = asked("q=thi+dua&from=31/2/2020&to=x&sort=best&page=0&limit=9999&exact=yes")
    assert [problem.parameter for problem in found.problems] == [
        "exact", "from", "to", "sort", "limit", "page",
    ]  # fmt: skip
    assert found.request == SearchRequest(text="thi dua")
    assert all(problem.vi and problem.en for problem in found.problems)


def test_dates_the_wrong_way_round_are_a_problem() -> None:
    (problem,) = asked("from=2021&to=2020").problems
    assert "01/01/2021" in problem.vi and "31/12/2020" in problem.vi


@pytest.mark.parametrize("page", ["0", "-1", "1.5", "x", "²", "１", "9" * 5000])
def test_a_page_that_is_no_number_is_a_problem(page: str) -> None:
    assert [p.parameter for p in asked(urlencode({"page": page})).problems] == ["page"]


def test_the_most_hits_a_page_may_hold_are_allowed() -> None:
    assert asked(f"limit={MOST_HITS}").request.limit == MOST_HITS
    assert asked(f"limit={MOST_HITS + 1}").problems


def test_what_would_swell_the_page_is_bounded() -> None:
    """Every parameter stands in every link of the page."""
    many = asked("&".join(f"district={n}" for n in range(MOST_VALUES + 1)))
    assert [problem.parameter for problem in many.problems] == ["district"]
    assert len(many.request.districts) == MOST_VALUES
    long = asked(f"not_source={'x' * (LONGEST_VALUE + 1)}")
    assert [problem.parameter for problem in long.problems] == ["not_source"]
    assert len(asked(f"q={'x' * 100_000}").request.text) == Limits().characters + 1


NAMES = ["q", "from", "to", "sort", "page", "limit", "exact", "district", "not_source", "x"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=20))))
def test_whatever_is_written_is_read_or_reported(written: list[tuple[str, str]]) -> None:
    found = read(MultiDict(written))
    assert found.request.page >= 1
    assert 1 <= found.request.limit <= MOST_HITS
