"""The pages are valid HTML, no id stands twice, and every link leads on."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from justhtml import JustHTML
from lxml import html as lxml_html

PAGES = [
    "/",
    "/?q=thi+dua&from=2020&not_district=180&limit=3&page=2",
    "/?q=thi+dua&district=183&exact=1",
    "/?q=duong",
    "/?q=zzxqy+thi&district=183",
    "/?q=thi&from=x&sort=z",
    "/?q=%3Cb%3E%22%26%27&source=%22%3E%3Cb%3E",
    "/?limit=100",
    "/articles/ls-2020-0714?q=covid+thi+dua&hit=2",
    "/articles/hostile?q=doc",
    "/articles/khong-ngay",
    "/map?q=thi+dua&province=20",
    "/trend?q=thi+dua&q=covid&from=2019&province=20",
    "/kwic?q=thi+dua&order=left&province=20",
    "/kwic?q=doc",
    "/heat?q=thi+dua&by=year",
    "/heat?rows=source",
    "/?district=chau+thanh&undated=1",
    "/status",
    "/help",
    "/none",
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_valid(client: FlaskClient, url: str, lang: str) -> None:
    text = client.get(f"{url}{'&' if '?' in url else '?'}lang={lang}").text
    JustHTML(text, strict=True)
    tree = lxml_html.fromstring(text)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = {
        id
        for name in ("for", "aria-labelledby", "aria-describedby", "form")
        for value in tree.xpath(f"//@{name}")
        for id in value.split()
    }
    assert named <= set(ids)


@pytest.mark.parametrize("url", PAGES)
def test_no_link_of_a_page_leads_nowhere(client: FlaskClient, url: str) -> None:
    tree = lxml_html.fromstring(client.get(url).text)
    links = {link.get("href") for link in tree.cssselect("a[href], link[href]")}
    # A faulty request stays faulty in the other language.
    there = [link for link in links if not link.startswith(("#", "http")) and "lang=" not in link]
    ours = [urljoin(url, link) for link in there]
    assert len(ours) > 3
    for link in sorted(ours):
        with client.get(link) as response:
            assert response.status_code == 200, link
