"""A search as an Atom feed and as a search engine of the browser, read by others' programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

from indexer import Settings, index, open_engine
from webui import create_app

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: FlaskClient, url: str) -> Any:
    answer = client.get(url)
    assert answer.status_code == 200 and answer.mimetype == "application/atom+xml"
    read = feedparser.parse(answer.data)
    assert not read.bozo and read.version == "atom10"
    return read


def test_a_feed_holds_what_the_search_finds_newest_first(client: FlaskClient) -> None:
    read = feed(client, "/feed.atom?q=thi+dua")
    found = client.get("/api/v1/search?q=thi+dua&sort=newest&limit=100").get_json()
    strict = [hit for hit in found["hits"] if not hit["missing"]]
    assert [entry.title for entry in read.entries] == [hit["title"] for hit in strict]
    dated = [entry.published_parsed for entry in read.entries if "published" in entry]
    assert len(dated) > 2 and dated == sorted(dated, reverse=True)


def test_each_entry_leads_to_its_article(client: FlaskClient) -> None:
    for entry in feed(client, "/feed.atom").entries:
        assert entry.link.startswith("http://localhost/articles/")
        page = client.get(entry.link.removeprefix("http://localhost"))
        assert page.status_code == 200
        assert entry.summary and entry.updated and entry.author


def test_ids_stay_whatever_the_order_language_and_page(client: FlaskClient) -> None:
    first, *others = (
        feed(client, f"/feed.atom?{query}")
        for query in (
            "q=thi+dua&district=183",
            "district=Cao+Loc&q=thi++dua&lang=en",
            "q=thi+dua&district=183&page=2&limit=1&sort=oldest",
        )
    )
    for other in others:
        assert other.feed.id == first.feed.id
        assert [entry.id for entry in other.entries] == [entry.id for entry in first.entries]
    assert len({entry.id for entry in first.entries}) == len(first.entries) > 0
    assert feed(client, "/feed.atom?q=thi").feed.id != first.feed.id


def test_a_feed_has_all_that_rfc_4287_requires(client: FlaskClient) -> None:
    for query in ("", "?q=thi+dua", "?q=khong+co+bai+nao"):
        root = ElementTree.fromstring(client.get(f"/feed.atom{query}").data)
        for element in (root, *root.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated", "author"):
                assert len(element.findall(f"{ATOM}{name}")) == 1
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        assert links["self"] == f"http://localhost/feed.atom{query}"
        assert links["alternate"].startswith("http://localhost/?")


def test_the_result_page_names_its_feed(client: FlaskClient) -> None:
    tree = lxml_html.fromstring(client.get("/?q=thi+dua&district=Cao+Loc&page=1").data)
    (address,) = tree.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href")
    assert address == "/feed.atom?q=thi+dua&district=183"
    assert address in tree.xpath("//section[@class='taking']//a/@href")
    assert feed(client, address).feed.title == "Tra cứu: “thi dua”; Huyện Cao Lộc (đến 30/6/2025)"


def test_a_reader_that_asks_again_is_told_that_nothing_is_new(client: FlaskClient) -> None:
    tag = client.get("/feed.atom?q=thi").headers["ETag"]
    again = client.get("/feed.atom?q=thi", headers={"If-None-Match": tag})
    assert again.status_code == 304 and not again.data


def test_a_faulty_feed_is_refused(client: FlaskClient) -> None:
    assert client.get("/feed.atom?from=x").status_code == 400


def test_no_article_breaks_a_feed(tmp_path: Path) -> None:
    hostile = {
        "id": 'x"><script>alert(1)</script>&]]>',
        "title": "</title><script>alert(1)</script>]]>&amp;\x0b\ufffe",
        "body": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e; lúa",
        "source": '"><link href="http://evil.example"/>',
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(hostile), "utf-8")
    settings = Settings(index=tmp_path / "index")
    assert index([tmp_path / "a.jsonl"], settings).refused == ()
    client = create_app(open_engine(settings)).test_client()
    for query in ("", f"?q={quote('lua ]]>&<script>')}", "?q=lua"):
        document = client.get(f"/feed.atom{query}").data
        root = ElementTree.fromstring(document)
        assert b"<script" not in document and b"<!" not in document
        assert {element.tag.split("}")[0] for element in root.iter()} == {ATOM[:-1]}
    (entry,) = feed(client, "/feed.atom?q=lua").entries
    assert client.get(entry.link.removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("kind", ["text/html", "application/atom+xml", "application/json"])
def test_a_browser_takes_the_site_as_a_search_engine(client: FlaskClient, kind: str) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{space}OpenSearchDescription"
    assert 0 < len(root.findtext(f"{space}ShortName", "")) <= 16
    assert 0 < len(root.findtext(f"{space}Description", "")) <= 1024
    (url,) = (each for each in root.findall(f"{space}Url") if each.get("type") == kind)
    filled = url.get("template", "").replace("{searchTerms}", quote("thi đua"))
    found = client.get(filled.replace("{startPage?}", "").removeprefix("http://localhost"))
    assert found.status_code == 200 and found.mimetype == kind and "thi đua" in found.text
