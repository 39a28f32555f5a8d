"""`/trend`: queries side by side over time."""

from __future__ import annotations

import csv
import re
from io import StringIO
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from webui.plot import spread, ticks


def page(client: FlaskClient, url: str) -> lxml_html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200
    return lxml_html.fromstring(response.text)


def cells(tree: lxml_html.HtmlElement) -> dict[str, list[str]]:
    return {
        row.cssselect("th")[0].text_content(): [td.text_content() for td in row.cssselect("td")]
        for row in tree.cssselect(".trend-table tbody tr")
    }


def rows(client: FlaskClient, url: str) -> list[dict[str, str]]:
    response = client.get(url)
    assert response.status_code == 200 and response.mimetype == "text/csv"
    return list(csv.DictReader(StringIO(response.text.removeprefix("\ufeff"))))


def test_the_chart_of_a_result_leads_to_its_trend_with_the_same_filters(
    client: FlaskClient,
) -> None:
    link = page(client, "/?q=thi+dua&district=183").cssselect(".analysing a")[0]
    assert link.get("href") == "/trend?q=thi+dua&district=183"


def test_every_count_is_a_link_to_as_many_articles(client: FlaskClient) -> None:
    tree = page(client, "/trend?q=thi+dua&q=covid&by=quarter")
    links = tree.cssselect(".trend-table td a")
    assert len(links) >= 5
    for link in links:
        found = client.get(link.get("href").replace("/?", "/api/v1/search?")).get_json()
        assert found["total"] == int(link.text_content()), link.get("href")


def test_each_dot_of_the_drawing_is_a_row_of_the_table(client: FlaskClient) -> None:
    tree = page(client, "/trend?q=thi+dua&by=year")
    dots = {a.get("href") for a in tree.cssselect("svg.drawing a")}
    assert dots == {a.get("href") for a in tree.cssselect(".trend-table td a")} != set()


def test_silence_of_the_collection_is_shaded_and_said(client: FlaskClient) -> None:
    tree = page(client, "/trend?q=thi+dua&by=year")
    assert cells(tree)["2024"] == ["–", "–", "kho không có bài"]
    assert cells(tree)["2021"][1] == "33,33 %"
    assert tree.cssselect("svg.drawing .gap title")[0].text == "kho không có bài"
    path = tree.cssselect("svg.drawing path.line")[0].get("d")
    # 2020–2023, then 2025 alone: the line does not cross 2024.
    assert re.fullmatch(r"M[\d ]+(L[\d ]+){3}M[\d ]+", path)


def test_share_is_drawn_on_request(client: FlaskClient) -> None:
    tree = page(client, "/trend?q=thi+dua&by=year&measure=share")
    values = [text.text_content() for text in tree.cssselect("svg.values text")]
    assert values[0] == "0 %" and values[-1] == "100 %"


def test_filters_are_shared_by_all_queries_and_can_be_dropped(client: FlaskClient) -> None:
    tree = page(client, "/trend?q=thi+dua&q=covid&district=183")
    (freed,) = tree.cssselect(".active a")
    assert freed.get("href") == "/trend?q=thi+dua&q=covid"
    assert len(page(client, freed.get("href")).cssselect(".lines a[href^='/?q=']")) == 2


def test_a_query_can_be_dropped(client: FlaskClient) -> None:
    tree = page(client, "/trend?q=thi+dua&q=covid&by=year")
    assert [a.get("href") for a in tree.cssselect(".lines a") if "Bỏ" in a.text_content()] == [
        "/trend?q=covid&by=year",
        "/trend?q=thi+dua&by=year",
    ]


def test_the_same_query_twice_is_one_line_and_a_sixth_is_refused(client: FlaskClient) -> None:
    assert len(page(client, "/trend?q=lu&q=lu+").cssselect("path.line[d^=M]")) == 2
    six = client.get("/trend?" + "&".join(f"q=a{n}" for n in range(6)))
    assert six.status_code == 400
    assert "tối đa 5 truy vấn" in six.text


@pytest.mark.parametrize("what", ["by=week", "measure=words"])
def test_an_unknown_choice_is_said_with_what_may_be_chosen(client: FlaskClient, what: str) -> None:
    response = client.get(f"/trend?q=lu&{what}")
    assert response.status_code == 400
    assert "hãy chọn" in response.text


def test_a_faulty_date_goes_to_the_form_that_says_so(client: FlaskClient) -> None:
    response = client.get("/trend?q=lu&from=x")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/?q=lu&from=x")
    assert client.get("/trend.csv?q=lu&from=x").status_code == 400


def test_without_an_index_the_page_says_so_as_the_result_page_does(empty: FlaskClient) -> None:
    assert empty.get("/trend?q=lu").status_code == 503


def test_only_undated_articles_have_no_trend(client: FlaskClient) -> None:
    assert "Không bài nào có ngày" in client.get("/trend?undated=1").text


def test_csv_has_a_row_for_each_query_and_span_and_says_what_was_searched(
    client: FlaskClient,
) -> None:
    found = rows(client, "/trend.csv?q=thi+dua&q=covid&by=year&province=20")
    assert [(r["query"], r["period"]) for r in found[:3]] == [
        ("thi dua", "2020"),
        ("thi dua", "2021"),
        ("thi dua", "2022"),
    ]
    assert {r["query"] for r in found} == {"thi dua", "covid"}
    assert {r["search_filters"] for r in found} == {"Tỉnh Lạng Sơn"}
    gap = next(r for r in found if r["period"] == "2024")
    assert (gap["gap"], gap["share"], gap["articles"]) == ("1", "", "0")
    dated = sum(int(r["articles"]) for r in found if r["query"] == "thi dua")
    total = client.get("/api/v1/search?q=thi+dua&province=20").get_json()["total"]
    assert dated == total


def test_a_query_that_looks_like_a_formula_stays_text_in_the_csv(client: FlaskClient) -> None:
    found = rows(client, "/trend.csv?q=%3D1%2B1&by=year")
    assert {r["query"] for r in found} == {"'=1+1"}


def test_words_of_the_query_are_never_markup(client: FlaskClient) -> None:
    text = client.get("/trend?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in text


@given(top=st.floats(min_value=1e-9, max_value=1))
def test_ticks_of_shares_are_few_and_reach_the_top(top: float) -> None:
    values = [tick.value for tick in ticks(top, True)]
    assert 2 <= len(values) <= 6 and values[0] == 0 and values[-1] >= top * 0.999


@given(top=st.integers(min_value=0, max_value=10**7))
def test_ticks_of_counts_are_whole_numbers(top: int) -> None:
    values = [tick.value for tick in ticks(top, False)]
    assert 2 <= len(values) <= 6 and values[-1] >= top * 0.999
    assert all(value == int(value) for value in values)


@given(st.lists(st.floats(min_value=6, max_value=96), min_size=1, max_size=5))
def test_labels_never_cover_each_other_nor_leave_the_drawing(places: list[float]) -> None:
    moved = sorted(spread(places))
    assert all(b - a >= 6.98 for a, b in pairwise(moved))
    assert moved[0] >= 0 and moved[-1] <= 96


def test_json_says_what_the_page_says(client: FlaskClient) -> None:
    asked = "q=thi+dua&q=covid&by=year&province=20"
    table = cells(page(client, f"/trend?{asked}"))
    found = client.get(f"/api/v1/trend?{asked}").get_json()
    assert [each["query"] for each in found["queries"]] == ["thi dua", "covid"]
    for period in found["periods"]:
        shown = table[period["period"]]
        if period["gap"]:
            assert shown[0] == "–" and period["share"] == [None, None]
        else:
            assert [int(shown[0]), int(shown[2])] == period["articles"]
            assert int(shown[4]) == period["all_articles"]
    response = client.get("/api/v1/trend?by=week&from=x")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert {each["parameter"] for each in response.get_json()["errors"]} == {"by", "from"}
