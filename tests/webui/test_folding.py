"""Near-identical articles are folded on the page, and only there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

from indexer import Settings, index, open_engine
from webui import create_app

RELEASE = (
    "Sáng nay, sở tổ chức hội nghị tổng kết phong trào thi đua năm với sự tham dự của đại diện "
    "các huyện, thành phố. Hội nghị biểu dương mười tập thể và hai mươi cá nhân có thành tích "
    "xuất sắc, đồng thời phát động phong trào thi đua năm mới ở tất cả các đơn vị trong tỉnh."
)
REPORT = (
    "Theo ghi nhận của phóng viên, tại hội nghị tổng kết phong trào thi đua nhiều ý kiến cho rằng "
    "việc bình xét còn hình thức, cần gắn với kết quả công việc cụ thể của từng người."
)


def own(number: int) -> str:
    """A text on thi đua unlike that of any other number."""
    return "Phong trào thi đua " + " ".join(f"mục {number}{word}" for word in range(40))


@pytest.fixture
def portals(tmp_path: Path) -> FlaskClient:
    """Three portals with one release under different headlines, and a report of the same event."""
    articles = [
        {"id": "a", "title": "Sở tổng kết thi đua", "body": RELEASE, "source": "a.vn"},
        {"id": "b", "title": "SỞ TỔNG KẾT THI ĐUA", "body": RELEASE, "source": "b.vn"},
        {"id": "c", "title": "Tổng kết thi đua", "body": f"(TTXVN) {RELEASE}", "source": "c.vn"},
        {"id": "d", "title": "Nhìn lại thi đua", "body": REPORT, "source": "d.vn"},
    ]
    lines = tmp_path / "articles.jsonl"
    lines.write_text("".join(json.dumps(article) + "\n" for article in articles), "utf-8")
    settings = Settings(index=tmp_path / "index")
    index([lines], settings)
    return create_app(open_engine(settings)).test_client()


def test_the_same_release_is_one_hit_and_the_others_unfold(portals: FlaskClient) -> None:
    tree = lxml_html.fromstring(portals.get("/?q=thi+dua").text)
    assert len(tree.cssselect(".hit")) == 2
    (alike,) = tree.cssselect(".alike")
    assert alike.cssselect("summary")[0].text_content() == "và 2 bài giống nhau"
    ids = {a.get("href").split("?")[0] for a in tree.cssselect(".hit h2 a, .alike a")}
    assert ids == {f"/articles/{id}" for id in "abcd"}


@pytest.fixture
def flood(tmp_path: Path) -> FlaskClient:
    """Thirty portals with one release, among thirty articles of their own."""
    articles = [
        {
            "id": f"{'r' if number % 2 else 'o'}{number}",
            "title": f"Bản tin số {number}",
            "body": RELEASE if number % 2 else own(number),
            "published": f"2020-03-{number // 2 + 1:02d}",
        }
        for number in range(60)
    ]
    lines = tmp_path / "articles.jsonl"
    lines.write_text("".join(json.dumps(article) + "\n" for article in articles), "utf-8")
    settings = Settings(index=tmp_path / "index")
    index([lines], settings)
    return create_app(open_engine(settings)).test_client()


def test_a_release_is_one_hit_on_all_pages_together(flood: FlaskClient) -> None:
    seen: list[str] = []
    for number in (1, 2, 3, 4):
        tree = lxml_html.fromstring(flood.get(f"/?q=thi+dua&sort=newest&page={number}").text)
        seen += [a.get("href").split("?")[0] for a in tree.cssselect(".hit h2 a")]
        assert tree.cssselect(".count strong")[0].text_content() == "60 bài"
        assert tree.cssselect(".pages ol li:last-child")[0].text_content().strip() == "4"
        if number == 1:
            assert tree.cssselect(".alike summary")[0].text_content() == "và 29 bài giống nhau"
            assert len(tree.cssselect(".alike li")) == 29
    assert len(seen) == len(set(seen)) == 31
    assert [href for href in seen if "/r" in href] == ["/articles/r59"]


def test_every_article_still_counts(portals: FlaskClient) -> None:
    tree = lxml_html.fromstring(portals.get("/?q=thi+dua").text)
    assert tree.cssselect(".count strong")[0].text_content() == "4 bài"
    found = portals.get("/api/v1/search?q=thi+dua").get_json()
    assert (found["total"], len(found["hits"])) == (4, 4)


def test_the_api_folds_where_asked(portals: FlaskClient) -> None:
    found = portals.get("/api/v1/search?q=thi+dua&fold=1").get_json()
    assert found["total"] == 4
    assert sorted(len(hit["alike"]) for hit in found["hits"]) == [0, 2]
