"""`/kwic`: hits in context."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

from indexer import Article, Engine
from webui import create_app, kwic


def page(client: FlaskClient, url: str) -> lxml_html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200, response.text
    return lxml_html.fromstring(response.text)


def shown(tree: lxml_html.HtmlElement) -> list[tuple[str, str, str]]:
    return [
        tuple(line.cssselect(part)[0].text_content() for part in (".left", "mark", ".right"))
        for line in tree.cssselect(".kwic li")
    ]


def rows(client: FlaskClient, url: str) -> list[dict[str, str]]:
    with client.get(url) as response:
        assert response.status_code == 200 and response.mimetype == "text/csv"
        return list(csv.DictReader(StringIO(response.text.removeprefix("\ufeff"))))


def test_a_result_leads_to_its_lines_with_the_same_filters(client: FlaskClient) -> None:
    links = page(client, "/?q=thi+dua&district=183").cssselect(".analysing a")
    assert "/kwic?q=thi+dua&district=183" in [link.get("href") for link in links]
    assert "/kwic" not in client.get("/").text


def test_each_line_leads_to_its_mark_in_the_article(client: FlaskClient) -> None:
    lines = page(client, "/kwic?q=thi+dua").cssselect(".kwic li")
    assert len(lines) >= 5
    for line in lines:
        link = line.cssselect("a.found")[0]
        href, _, anchor = link.get("href").partition("#")
        (mark,) = page(client, href).cssselect("mark.current")
        assert mark.get("id") == anchor
        assert mark.text_content() == link.cssselect("mark")[0].text_content()


def test_lines_and_articles_are_counted(client: FlaskClient) -> None:
    tree = page(client, "/kwic?q=thi+dua")
    said = " ".join(tree.cssselect(".count")[0].text_content().split())
    total = client.get("/api/v1/search?q=thi+dua").get_json()["total"]
    assert said == f"{len(shown(tree))} dòng, trong {total} bài"


def test_the_csv_has_the_lines_of_the_page_in_its_order(client: FlaskClient) -> None:
    for order in ("article", "left", "right"):
        tree = page(client, f"/kwic?q=thi+dua&order={order}&province=20&context=5")
        (link,) = tree.cssselect(".taken")
        found = rows(client, link.get("href"))
        assert [(r["left"], r["found"], r["right"]) for r in found] == [
            tuple(text if text[:1] not in "=+-@" or not text else f"'{text}" for text in line)
            for line in shown(tree)
        ]
        assert {r["search_filters"] for r in found} == {"Tỉnh Lạng Sơn"}
        assert {r["articles_read"] for r in found} == {r["articles_found"] for r in found}


def test_lines_are_put_in_order_by_their_neighbours(client: FlaskClient) -> None:
    by_article = shown(page(client, "/kwic?q=thi+dua"))
    for order in ("left", "right"):
        ordered = shown(page(client, f"/kwic?q=thi+dua&order={order}"))
        assert sorted(ordered) == sorted(by_article) and ordered != by_article


def test_articles_beyond_a_page_stand_on_the_next(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = shown(page(client, "/kwic?q=thi+dua&sort=newest"))
    monkeypatch.setattr(kwic, "ARTICLES", 2)
    tree = page(client, "/kwic?q=thi+dua&sort=newest")
    assert "từ bài thứ 1 đến 2 trong" in tree.cssselect(".count")[0].text_content()
    walked = shown(tree)
    while following := tree.cssselect("a[rel=next]"):
        tree = page(client, following[0].get("href"))
        walked += shown(tree)
    assert walked == every
    assert client.get("/kwic?q=thi+dua&page=999").status_code == 404


def test_lines_left_out_of_a_page_are_told(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kwic, "LINES", 2)
    tree = page(client, "/kwic?q=thi+dua")
    assert len(shown(tree)) == 2
    assert "Đây là 2 dòng đầu" in tree.text_content()
    assert len(rows(client, "/kwic.csv?q=thi+dua")) > 2


def test_a_sorted_csv_says_of_how_many_articles_it_has_the_lines(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kwic, "SORTED", 2)
    total = client.get("/api/v1/search?q=thi+dua").get_json()["total"]
    found = rows(client, "/kwic.csv?q=thi+dua&order=left")
    assert {(r["articles_read"], r["articles_found"]) for r in found} == {("2", str(total))}
    assert len({r["article"] for r in found}) == 2
    assert len({r["article"] for r in rows(client, "/kwic.csv?q=thi+dua")}) == total


def test_cells_of_a_hostile_article_are_text_and_no_markup(indexed: object) -> None:
    body = '=cmd|" /C calc"!A0 lũ +1 <script>alert(1)</script>\n@SUM(1) lũ\n-1 lũ =2'
    engine: Engine = indexed([Article(id="=1+1", title="Tin", body=body, url="=2")])  # type: ignore[operator]
    client = create_app(engine).test_client()
    assert "<script>alert" not in client.get("/kwic?q=lu").text
    found = rows(client, "/kwic.csv?q=lu")
    assert [r["left"] for r in found] == ['\'=cmd|" /C calc"!A0', "'@SUM(1)", "'-1"]
    assert found[0]["right"].startswith("'+1") and found[2]["right"] == "'=2"
    assert {(r["article"], r["url"]) for r in found} == {("'=1+1", "'=2")}


def test_without_words_the_page_asks_for_them(client: FlaskClient) -> None:
    tree = page(client, "/kwic")
    assert shown(tree) == [] and "Hãy gõ từ hay cụm từ" in tree.text_content()
    assert rows(client, "/kwic.csv") == []


def test_where_nothing_is_found_the_result_page_is_offered(client: FlaskClient) -> None:
    assert "Không bài nào có đủ các từ này" in client.get("/kwic?q=zzxqy").text


@pytest.mark.parametrize("what", ["order=up", "context=7"])
def test_an_unknown_choice_is_said_with_what_may_be_chosen(client: FlaskClient, what: str) -> None:
    for where in ("kwic", "kwic.csv"):
        response = client.get(f"/{where}?q=lu&{what}")
        assert response.status_code == 400 and "hãy chọn" in response.text


def test_a_faulty_date_goes_to_the_form_that_says_so(client: FlaskClient) -> None:
    assert client.get("/kwic?q=lu&from=x").headers["Location"].startswith("/?q=lu&from=x")
    assert client.get("/kwic.csv?q=lu&from=x").status_code == 400


def test_filters_can_be_dropped_and_the_form_carries_them(client: FlaskClient) -> None:
    tree = page(client, "/kwic?q=thi+dua&district=183&order=left")
    (freed,) = tree.cssselect(".active a")
    assert freed.get("href") == "/kwic?q=thi+dua&order=left"
    hidden = {i.get("name"): i.get("value") for i in tree.cssselect("form input[type=hidden]")}
    assert hidden == {"district": "183", "order": "left"}


def test_json_has_the_lines_of_the_page(client: FlaskClient) -> None:
    shown = lxml_html.fromstring(client.get("/kwic?q=thi+dua&order=right&context=5").text)
    found = client.get("/api/v1/kwic?q=thi+dua&order=right&context=5").get_json()
    assert len(found["lines"]) == len(shown.cssselect("a.found")) > 5
    assert {line["found"].lower() for line in found["lines"]} == {"thi đua"}
    refused = client.get("/api/v1/kwic?order=best&context=7&from=x").get_json()
    assert {each["parameter"] for each in refused["errors"]} == {"order", "context", "from"}
