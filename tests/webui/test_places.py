"""Places: as one types, as names in the URL, and as facets to choose several of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from indexer import VIETNAM, Article, Engine, Published, SearchRequest, answer, count
from webui import create_app
from webui.counts import offered

Indexed = Callable[[Iterable[Article]], Engine]


def article(id: str, text: str, day: str, province: str = "Lạng Sơn") -> Article:
    at = datetime.fromisoformat(day).replace(tzinfo=VIETNAM)
    return Article(id, text, body=f"{text}.", published=Published(at, True), province=province)


THROUGH_THE_REFORM = (
    article("old", "UBND huyện Cao Lộc họp", "2020-07-14"),
    article("eve", "Huyện Cao Lộc và huyện Lộc Bình họp", "2025-06-30"),
    article("heir", "UBND xã Đồng Đăng họp", "2025-08-08"),
    article("namesake", "UBND xã Cao Lộc họp", "2025-09-09"),
    article("elsewhere", "Huyện Tràng Định họp", "2021-01-01"),
    article("other", "UBND xã Thất Khê họp", "2025-10-01"),
)


@pytest.fixture
def reformed(indexed: Indexed) -> Engine:
    return indexed(THROUGH_THE_REFORM)


def page(client: FlaskClient, url: str, status: int = 200) -> lxml_html.HtmlElement:
    response = client.get(url)
    assert response.status_code == status
    return lxml_html.fromstring(response.text)


def text(tree: lxml_html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in tree.cssselect(path)]


def suggested(client: FlaskClient, name: str, **asked: str) -> list[dict[str, Any]]:
    found = client.get("/api/v1/places", query_string={"name": name, **asked})
    assert found.status_code == 200
    return list(found.get_json()["places"])


@pytest.mark.parametrize("typed", ["trang din", "Tràng Đị", "huyen trang", "TRÀNG ĐỊNH", "định"])
def test_a_place_is_suggested_however_its_beginning_is_typed(
    client: FlaskClient, typed: str
) -> None:
    found = suggested(client, typed)
    if typed == "định":
        assert all("Định" in place["name"] for place in found)
    else:
        assert "Huyện Tràng Định (Lạng Sơn)" in [place["label"] for place in found]


def test_suggestions_tell_the_district_before_from_the_commune_after(client: FlaskClient) -> None:
    found = {place["label"]: place["validity"] for place in suggested(client, "cao loc")}
    assert found == {
        "Huyện Cao Lộc (Lạng Sơn)": "đến 30/6/2025",
        "Xã Cao Lộc (Lạng Sơn)": "từ 1/7/2025",
    }


def test_a_suggestion_s_count_is_what_its_link_finds(client: FlaskClient) -> None:
    for typed in ("cao loc", "lang son", "ba", "dong dang", "ha noi"):
        for place in suggested(client, typed, q="thi dua", sort="newest"):
            assert "q=thi+dua" in place["url"] and "sort=newest" in place["url"]
            found = client.get(place["url"].replace("/?", "/api/v1/search?")).get_json()
            assert found["total"] == place["count"]


def test_a_district_that_had_ceased_leads_to_the_one_that_took_it_over(client: FlaskClient) -> None:
    (place,) = [p for p in suggested(client, "thong nong") if p["kind"] == "district"]
    assert place["valid_until"] < "2025-06-30"
    assert "Huyện Hà Quảng (đến 30/6/2025)" in text(page(client, place["url"]), ".active")[0]


@pytest.mark.parametrize("name", ["", "x", " ", "\x00", "💥", "%", "a" * 10_000, "<script>"])
def test_odd_names_suggest_nothing(client: FlaskClient, name: str) -> None:
    assert suggested(client, name) == []


def test_a_faulty_request_is_refused_with_problem_details(client: FlaskClient) -> None:
    assert client.get("/api/v1/places?name=cao&from=x").status_code == 400


def test_an_ambiguous_name_gives_a_choice(client: FlaskClient) -> None:
    tree = page(client, "/?district=Chau+Thanh&province=82")
    labels = text(tree, ".choice a")
    assert "Huyện Châu Thành (Kiên Giang)" in labels
    assert text(tree, ".choice .validity")[0] == "đến 30/6/2025"
    (link,) = [a for a in tree.cssselect(".choice a") if "(Kiên Giang)" in a.text_content()]
    chosen = page(client, link.get("href"))
    assert not chosen.cssselect(".choice")
    filters = text(chosen, ".active li")
    assert "Bỏ lọc Huyện Châu Thành (Kiên Giang) (đến 30/6/2025) ×" in filters
    assert len(filters) == 3


def test_a_clear_name_or_a_code_gives_none(client: FlaskClient) -> None:
    for url in ("/?district=183", "/?district=Trang+Dinh&province=20", "/?q=thi+dua"):
        tree = page(client, url)
        labels = text(tree, ".choice a")
        assert all("Tràng Định" in label for label in labels)


def test_the_text_box_takes_provinces_and_communes_too(client: FlaskClient) -> None:
    assert "Bỏ lọc Tỉnh Lâm Đồng ×" in text(page(client, "/?district=lam+dong"), ".active li")
    assert "Bỏ lọc Xã Đồng Đăng (từ 1/7/2025) ×" in text(
        page(client, "/?district=xa+dong+dang"), ".active li"
    )
    page(client, "/?district=Atlantis", 400)


def ids(engine: Engine, **asked: Any) -> set[str]:
    return {hit.id for hit in answer(engine, SearchRequest(**asked)).hits}


def test_a_district_finds_later_articles_of_its_communes_and_says_so(reformed: Engine) -> None:
    assert ids(reformed, districts=("huyện Cao Lộc",)) == {"old", "eve", "heir", "namesake"}
    assert ids(reformed, communes=("xã Cao Lộc",)) == {"namesake"}
    client = create_app(reformed).test_client()
    tree = page(client, "/?district=183")
    assert any("1/7/2025" in notice for notice in text(tree, "p.notice"))
    told = client.get("/api/v1/search?district=Cao+Lộc").get_json()
    assert {hit["id"] for hit in told["hits"]} == {"old", "eve", "heir", "namesake"}
    assert "1/7/2025" in told["notices"][0]["vi"]


def test_a_district_s_count_in_the_panel_takes_in_its_communes(reformed: Engine) -> None:
    tree = page(create_app(reformed).test_client(), "/?q=họp")
    links = {
        " ".join(a.cssselect(".name")[0].text_content().split()): a
        for a in tree.cssselect("#panel a.value")
    }
    found = page(create_app(reformed).test_client(), links["Huyện Cao Lộc"].get("href"))
    assert links["Huyện Cao Lộc"].cssselect(".number")[0].text_content().split()[0] == "4"
    assert len(found.cssselect(".hit")) == 4


def test_with_one_district_chosen_others_can_still_be_added(reformed: Engine) -> None:
    client = create_app(reformed).test_client()
    tree = page(client, "/?q=họp&district=183")
    (more,) = [a for a in tree.cssselect("#panel a.value") if "Tràng Định" in a.text_content()]
    assert (
        text(page(client, more.get("href")), "#panel a.chosen .name")
        == [
            "Huyện Văn Lãng",
            "Huyện Tràng Định",
        ]
        or len(page(client, more.get("href")).cssselect("#panel a.chosen")) == 2
    )


CODES = {
    "districts": ("180", "183", "188", "001"),
    "provinces": ("20", "01", "04"),
    "communes": ("06184", "06040"),
    "sources": ("langson.gov.vn", "hanoi.gov.vn"),
}


def several(field: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(CODES[field]), max_size=2, unique=True).map(tuple)


REQUESTS = st.builds(
    SearchRequest,
    text=st.sampled_from(["", "thi đua", "thi dua covid", "huyện", '"thi đua"', "-lũ"]),
    since=st.none() | st.dates(date(2019, 1, 1), date(2021, 1, 1)),
    until=st.none() | st.dates(date(2021, 1, 2), date(2026, 1, 1)),
    districts=several("districts"),
    provinces=several("provinces"),
    communes=several("communes"),
    sources=several("sources"),
    not_districts=st.lists(st.sampled_from(CODES["districts"]), max_size=1).map(tuple),
    not_provinces=st.lists(st.sampled_from(CODES["provinces"]), max_size=1).map(tuple),
)  # fmt: skip


@given(REQUESTS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_facet_count_is_what_choosing_its_value_finds(
    app: Flask, engine: Engine, asked: SearchRequest
) -> None:
    with app.test_request_context("/"):
        shown = offered(engine, asked, answer(engine, asked).facets, 1000)
    for field in CODES:
        for value in getattr(shown, field):
            alone = replace(asked, **{field: (value.code,)})
            assert value.count == count(engine, alone), (field, value)
    for month in shown.months:
        year, number = map(int, month.code.split("-"))
        first = date(year, number, 1)
        last = date(year + number // 12, number % 12 + 1, 1).toordinal() - 1
        within = replace(
            asked,
            since=max(first, asked.since or first),
            until=min(date.fromordinal(last), asked.until or date.max),
        )
        assert month.count == count(engine, within)
