"""A search that was cited says, opened again, what has come since."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

from indexer import Settings, index, open_engine
from webui import create_app


class Site:
    """A site whose articles can grow."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(index=folder / "index")
        self.file = folder / "a.jsonl"

    def hold(self, bodies: Iterable[str]) -> FlaskClient:
        lines = (
            json.dumps({"id": str(n), "title": f"Bài {n}", "body": body})
            for n, body in enumerate(bodies)
        )
        self.file.write_text("\n".join(lines) + "\n", "utf-8")
        assert index([self.file], self.settings).refused == ()
        return create_app(open_engine(self.settings)).test_client()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def permalink(client: FlaskClient, url: str) -> str:
    tree = lxml_html.fromstring(client.get(url).data)
    (link,) = tree.xpath("//section[@class='taking']//details//a/@href")
    assert f"http://localhost{link}" in tree.xpath("string(//p[@id='search-citation'])")
    return str(link)


def told(client: FlaskClient, url: str) -> lxml_html.HtmlElement:
    (notice,) = lxml_html.fromstring(client.get(url).data).find_class("cited")
    return notice


def test_a_permalink_counts_what_came_since(site: Site) -> None:
    client = site.hold(["lúa mới", "lúa xanh", "ngô"])
    link = permalink(client, "/?q=lua&page=1")
    notice = told(client, link)
    assert "Chưa có bài mới từ khi trích dẫn" in notice.text_content()
    assert "chỉ mục bản 1: 2 bài" in notice.text_content()
    time.sleep(0.01)
    client = site.hold(["lúa mới", "lúa xanh", "ngô", "lúa vàng", "khoai", "lúa chín"])
    notice = told(client, link)
    assert "+2 bài từ khi trích dẫn" in notice.text_content()
    assert "nay tìm được" not in notice.text_content()
    new, then = notice.xpath(".//a/@href")
    found = lxml_html.fromstring(client.get(new).data)
    assert {a.text_content().strip() for a in found.xpath("//h2/a")} == {"Bài 3", "Bài 5"}
    found = lxml_html.fromstring(client.get(then).data)
    assert {a.text_content().strip() for a in found.xpath("//h2/a")} == {"Bài 0", "Bài 1"}


def test_an_article_edited_since_is_told_of(site: Site) -> None:
    link = permalink(site.hold(["lúa mới", "lúa xanh"]), "/?q=lua")
    time.sleep(0.01)
    client = site.hold(["lúa mới", "rau xanh"])
    assert "nay tìm được 1: có bài đã sửa hoặc đã bỏ" in told(client, link).text_content()


def test_the_link_keeps_the_filters_and_the_statement_through_the_language(
    client: FlaskClient,
) -> None:
    link = permalink(client, "/?q=thi+dua&district=Cao+Loc&from=2020")
    assert "district=183" in link and "from=2020-01-01" in link and "cited_total=" in link
    assert "No new article since it was cited" in told(client, f"{link}&lang=en").text_content()


def test_every_fault_of_a_cited_link_is_named(client: FlaskClient) -> None:
    page = client.get("/?q=a&cited=x&cited_at=y&cited_total=-1&cited_index=")
    assert page.status_code == 400
    for said in ("“x” không phải là thời điểm", "“y”", "“cited_total”", "“cited_index”"):
        assert said in page.text


def test_an_empty_index_has_nothing_to_come_back_to(site: Site) -> None:
    client = site.hold(["lúa"])
    site.file.write_text("", "utf-8")
    index([site.file], site.settings, prune=True)
    client = create_app(open_engine(site.settings)).test_client()
    assert client.get(permalink(client, "/?q=lua")).status_code == 200
