"""`/heat`: places or sources against time."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

from webui import heat


def page(client: FlaskClient, url: str) -> lxml_html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200, response.text
    return lxml_html.fromstring(response.text)


def rows(client: FlaskClient, url: str) -> list[dict[str, str]]:
    with client.get(url) as response:
        assert response.status_code == 200 and response.mimetype == "text/csv"
        return list(csv.DictReader(StringIO(response.text.removeprefix("\ufeff"))))


def table(tree: lxml_html.HtmlElement) -> dict[tuple[str, str], str]:
    """The cells by row and by column number."""
    return {
        (row.cssselect("th")[0].text_content(), str(number)): cell.text_content()
        for row in tree.cssselect(".heat tbody tr")
        for number, cell in enumerate(row.cssselect("td"))
    }


def test_a_result_leads_to_its_table_with_the_same_filters(client: FlaskClient) -> None:
    links = page(client, "/?q=thi+dua&province=20").cssselect(".analysing a")
    assert "/heat?q=thi+dua&province=20" in [link.get("href") for link in links]


@pytest.mark.parametrize("kind", heat.KINDS)
def test_every_cell_is_a_link_to_as_many_articles(client: FlaskClient, kind: str) -> None:
    tree = page(client, f"/heat?q=thi+dua&by=year&rows={kind}")
    links = tree.cssselect(".heat td a")
    assert links or kind == "commune"
    for link in links:
        found = client.get(link.get("href").replace("/?", "/api/v1/search?")).get_json()
        assert found["total"] == int(link.text_content()), link.get("href")


def test_silence_of_the_collection_is_no_zero(client: FlaskClient) -> None:
    tree = page(client, "/heat?q=thi+dua&by=year")
    head = [th.text_content() for th in tree.cssselect(".heat thead th")]
    place = head.index("2024") - 1
    cells = [text for (_, number), text in table(tree).items() if number == str(place)]
    assert cells and set(cells) == {"–"}


def test_chosen_districts_are_the_rows(client: FlaskClient) -> None:
    tree = page(client, "/heat?q=thi+dua&district=183&by=year")
    assert {name for name, _ in table(tree)} == {"Huyện Cao Lộc"}
    (freed,) = tree.cssselect(".active a")
    assert freed.get("href") == "/heat?q=thi+dua&rows=district&by=year"


def test_the_csv_holds_the_cells_and_says_what_was_searched(client: FlaskClient) -> None:
    tree = page(client, "/heat?q=thi+dua&by=year&province=20")
    found = rows(client, tree.cssselect(".taken")[0].get("href"))
    spans = [th.text_content() for th in tree.cssselect(".heat thead th")][2:]
    held = {(r["name"], r["period"]): r["articles"] for r in found}
    for (name, number), text in table(tree).items():
        if int(number):
            assert held[name, spans[int(number) - 1]] == text.replace("–", "0")
    assert {(r["query"], r["search_filters"]) for r in found} == {("thi dua", "Tỉnh Lạng Sơn")}


def test_rows_left_out_are_told_and_stand_in_the_csv(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heat, "ROWS", 1)
    tree = page(client, "/heat?by=year")
    assert len(tree.cssselect(".heat tbody tr")) == 1
    assert "hàng nhiều bài nhất" in tree.text_content()
    assert len({r["code"] for r in rows(client, "/heat.csv?by=year")}) > 1


def test_a_hostile_source_is_text_in_page_and_csv(client: FlaskClient) -> None:
    assert "<script>alert" not in client.get("/heat?rows=source").text
    found = rows(client, "/heat.csv?rows=source&by=year&q=%3D1%2B1+doc")
    assert {r["query"] for r in found} <= {"'=1+1 doc"}


def test_where_nothing_is_found_the_result_page_is_offered(client: FlaskClient) -> None:
    assert "Không bài nào có ngày và nơi" in client.get("/heat?q=zzxqy").text


@pytest.mark.parametrize("what", ["rows=village", "by=week"])
def test_an_unknown_choice_is_said_with_what_may_be_chosen(client: FlaskClient, what: str) -> None:
    for where in ("heat", "heat.csv"):
        response = client.get(f"/{where}?q=lu&{what}")
        assert response.status_code == 400 and "hãy chọn" in response.text


def test_a_faulty_date_goes_to_the_form_that_says_so(client: FlaskClient) -> None:
    assert client.get("/heat?q=lu&from=x").headers["Location"].startswith("/?q=lu&from=x")
    assert client.get("/heat.csv?q=lu&from=x").status_code == 400


def test_json_counts_what_the_search_finds(client: FlaskClient) -> None:
    found = client.get("/api/v1/heat?q=thi+dua&rows=district&by=year").get_json()
    assert len(found["places"]) > 2
    for place in found["places"]:
        for period, count in zip(found["periods"], place["articles"], strict=True):
            narrowed = f"q=thi+dua&district={place['code']}&from={period}&to={period}"
            assert client.get(f"/api/v1/search?{narrowed}").get_json()["total"] == count
