"""URLs are built in one place and lead back to the same request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from flask import Flask, request
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import SearchRequest
from webui import urls
from webui.parameters import read


@pytest.fixture(autouse=True)
def in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def test_a_plain_search_has_a_plain_url() -> None:
    assert urls.search(SearchRequest(text="thi dua")) == "/?q=thi+dua"


def test_a_change_starts_again_at_page_one() -> None:
    asked = SearchRequest(text="lũ", page=7)
    assert "page" not in urls.search(asked, sort="newest")
    assert "page=8" in urls.search(asked, page=8)


def test_a_full_request_comes_back_from_its_url(app: Flask) -> None:
    asked = SearchRequest(
        text='"thi đua" -họp',
        exact=True,
        since=date(2020, 1, 1),
        until=date(2020, 12, 31),
        districts=("183", "Cao Lộc"),
        provinces=("20",),
        not_sources=("a&b=c",),
        sort="oldest",
        limit=20,
        page=3,
    )
    with app.test_request_context(urls.search(asked)):
        assert read(request.args).request == asked


ODD_IDS = [
    "a", "a/b", "a//b", "/a", "a/", "..", "../a", "a/../b", "a/./b", ".", "a.b", "a b", "a?b#c",
    "a%2Fb", "a\\b", "bài/lạ", "https://x.vn/a?b=1", "+", "<script>", "a;b=c", "id=1&lang=en",
]  # fmt: skip


@pytest.mark.parametrize("id", ODD_IDS)
@pytest.mark.parametrize("prefix", ["", "/tracuu"])
def test_any_id_comes_back_from_its_url(app: Flask, id: str, prefix: str) -> None:
    with app.test_request_context("/", base_url=f"http://localhost{prefix}"):
        url = urls.article(id, SearchRequest(text="x"), anchor="hit-2")
    assert not {"..", "."} & set(urlsplit(url).path.split("/"))
    assert "//" not in urlsplit(url).path
    with app.test_request_context(url.removeprefix(prefix)):
        assert request.url_rule is not None
        given_id = (request.view_args or {}).get("id", request.args.get("id"))
        assert given_id == id
        assert request.args["q"] == "x"


@settings(max_examples=100, deadline=None)
@given(id=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_ids_of_any_characters_come_back(app: Flask, id: str) -> None:
    with app.test_request_context("/"):
        url = urls.article(id)
    with app.test_request_context(url):
        assert (request.view_args or {}).get("id", request.args.get("id")) == id


def test_the_other_language_keeps_the_page_and_its_parameters(app: Flask) -> None:
    with app.test_request_context("/articles/a/b?q=l%C5%A9&hit=2&district=1&district=2&lang=vi"):
        assert urls.in_language("en") == (
            "/articles/a/b?hit=2&q=l%C5%A9&district=1&district=2&lang=en"
        )


@pytest.mark.parametrize("name", ["_external", "_scheme", "_anchor", "_method", "endpoint", "self"])
def test_parameters_cannot_reach_into_the_making_of_links(app: Flask, name: str) -> None:
    with app.test_request_context(f"/?q=a&{name}=javascript"):
        assert urls.in_language("en") == "/?q=a&lang=en"


def test_a_file_has_the_fingerprint_of_its_content_in_its_address() -> None:
    assert urls.static("style.css").endswith(f"?v={urls.fingerprint('style.css')}")
