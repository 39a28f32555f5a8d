"""The article page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

from webui.original import at_passage, original

XSS = "<script>alert(1)</script>"
ODD = "../bài lạ/..//?x=1&y=#z%2F"


def page(client: FlaskClient, url: str) -> lxml_html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200
    return lxml_html.fromstring(response.text)


def text(tree: lxml_html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in tree.cssselect(path)]


def test_the_whole_text_is_there_with_every_hit_marked_and_numbered(client: FlaskClient) -> None:
    tree = page(client, "/articles/ls-2020-0714?q=thi+dua")
    marks = tree.cssselect("article mark")
    assert [mark.get("id") for mark in marks] == [f"hit-{n}" for n in range(1, len(marks) + 1)]
    assert [mark.text_content() for mark in marks].count("thi đua") >= 4
    assert len(tree.cssselect("article > p")) == 4
    assert text(tree, ".walk .where") == [f"0/{len(marks)}"]


def test_links_lead_from_hit_to_hit_and_around(client: FlaskClient) -> None:
    tree = page(client, "/articles/ls-2020-0714?q=thi+dua&hit=1")
    assert text(tree, "mark.current") == ["thi đua"]
    following = tree.cssselect(".walk [rel=next]")[0].get("href")
    assert following == "/articles/ls-2020-0714?q=thi+dua&hit=2#hit-2"
    total = int(text(tree, ".walk .where")[0].split("/")[1])
    before = tree.cssselect(".walk [rel=prev]")[0].get("href")
    assert before.endswith(f"#hit-{total}")
    assert text(page(client, following), ".walk .where") == [f"2/{total}"]


@pytest.mark.parametrize("hit", ["99999", "-1", "x", "²", "9" * 400])
def test_a_hit_that_is_not_there_does_no_harm(client: FlaskClient, hit: str) -> None:
    assert (
        client.get("/articles/ls-2020-0714", query_string={"q": "thi", "hit": hit}).status_code
        == 200
    )


def test_facts_stand_beside_the_text(client: FlaskClient) -> None:
    tree = page(client, "/articles/ls-2020-0714")
    facts = dict(zip(text(tree, "dt"), text(tree, "dd"), strict=True))
    assert facts["Ngày đăng"] == "22:46, 14/7/2020"
    assert facts["Nguồn"] == "langson.gov.vn"
    assert "Huyện Cao Lộc" in facts["Huyện trong bài (đến 30/6/2025)"]
    assert "Thấy lần đầu" in facts
    (link,) = tree.cssselect("a.original")
    assert link.get("href").startswith("https://langson.gov.vn/tin/2020-0714")
    assert "noopener" in link.get("rel")


def test_the_way_back_keeps_the_search(client: FlaskClient) -> None:
    tree = page(client, "/articles/ls-2020-0714?q=thi+dua&district=183&page=2")
    assert tree.cssselect(".back a")[0].get("href") == "/?q=thi+dua&district=183&page=2"


def test_an_undated_article_says_so(client: FlaskClient) -> None:
    tree = page(client, "/articles/khong-ngay")
    assert (
        "không rõ ngày" in dict(zip(text(tree, "dt"), text(tree, "dd"), strict=True))["Ngày đăng"]
    )


def test_an_odd_id_is_reached_from_its_hit(client: FlaskClient) -> None:
    hits = lxml_html.fromstring(client.get("/?q=bai+co+ma+la").text)
    link = hits.cssselect(".hit h2 a")[0].get("href")
    assert ODD in text(page(client, link), ".id")


def test_an_id_with_slashes_and_dots_is_reached_by_its_path(client: FlaskClient) -> None:
    tree = page(client, "/articles/ls/2020/07/trang-dinh.html?q=duong")
    assert "Tràng Định" in text(tree, "h1")[0]


def test_only_web_addresses_are_linked() -> None:
    assert original("https://a.vn/b") == "https://a.vn/b"
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "/a",
        "a",
        "",
        "http://",
        "https:[",
        "file:///etc/passwd",
        " javascript:x",
    ):
        assert original(url) is None


def test_markup_in_an_article_is_shown_as_text(client: FlaskClient) -> None:
    for url in ("/articles/hostile", "/articles/hostile?q=doc+hai+script+alert"):
        answer = client.get(url).text
        assert XSS not in answer and "<img" not in answer and "<b>" not in answer
        assert 'href="javascript:' not in answer
    tree = page(client, "/articles/hostile")
    assert text(tree, "h1") == [f"{XSS} độc hại"]


def test_an_unknown_article_is_a_helpful_404(client: FlaskClient) -> None:
    for url in ("/articles/none", "/articles/?id=none", "/articles/", "/articles/a/../b"):
        response = client.get(url)
        assert response.status_code == 404
        assert "Về trang tìm" in response.text


def test_similar_articles_follow_the_text(client: FlaskClient) -> None:
    tree = page(client, "/articles/ls-2020-0714?q=thi+dua")
    links = [a.get("href") for a in tree.cssselect(".similar a")]
    assert 1 <= len(links) <= 5
    assert "/articles/ls-2020-0714" not in links
    assert "/articles/ls-2020-08" in links


def test_the_reading_of_the_query_is_explained(client: FlaskClient) -> None:
    tree = page(client, "/articles/ls-2020-0714?q=covid-19+thi+%C4%91ua+UBND+-h%E1%BB%8Dp")
    rows = {
        row[0]: row[1]
        for row in zip(
            text(tree, ".why th[scope=row]"), text(tree, ".why td:nth-child(2)"), strict=True
        )
    }
    assert rows["covid-19"] == "tên có số"
    assert rows["UBND"] == "chữ viết tắt và chữ đầy đủ"
    assert rows["họp"] == "không được có"
    assert rows["thi đua"] == "từ ghép, để xếp hạng"


def test_without_a_query_there_is_nothing_to_explain(client: FlaskClient) -> None:
    assert not page(client, "/articles/ls-2020-0714").cssselect(".why")


def test_the_original_is_linked_at_the_passage_that_was_found(client: FlaskClient) -> None:
    tree = page(client, "/articles/ls-2020-0714?q=duong+mon")
    assert tree.cssselect("a.original")[0].get("href") == (
        "https://langson.gov.vn/tin/2020-0714#:~:text="
        + quote("tra người qua lại đường mòn ở biên giới được", safe="")
    )


@pytest.mark.parametrize(
    ("url", "marked", "expected"),
    [
        ("https://a.vn", "không có gì", "https://a.vn"),
        ("https://a.vn", "<mark>a-b</mark>", "https://a.vn#:~:text=a%2Db"),
        ("https://a.vn#x", "<mark>a</mark>", "https://a.vn#x:~:text=a"),
        ("https://a.vn", "1 &amp; <mark>2</mark>, 3", "https://a.vn#:~:text=1%20%26%202%2C%203"),
    ],
)
def test_a_text_fragment_is_written_for_browsers(url: str, marked: str, expected: str) -> None:
    assert at_passage(url, [marked]) == expected
