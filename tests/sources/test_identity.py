"""Which article it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.sources import digest
from indexer.sources.identity import canonical_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.LangSon.gov.vn/Tin?id=5#top", "http://www.langson.gov.vn/Tin?id=5"),
        ("https://a.vn", "https://a.vn/"),
        ("https://a.vn:443/x", "https://a.vn/x"),
        ("https://a.vn:8443/x", "https://a.vn:8443/x"),
        ("https://a.vn/x?utm_source=fb&id=5&fbclid=z", "https://a.vn/x?id=5"),
        ("https://a.vn/x?fbclid=z", "https://a.vn/x"),
        ("https://a.vn/x?12345", "https://a.vn/x?12345"),
        ("https://a.vn/#!/tin/12", "https://a.vn/#!/tin/12"),
        ("https://a.vn/tin-tức", "https://a.vn/tin-t%E1%BB%A9c"),
        ("https://a.vn/tin-t%e1%bb%a9c", "https://a.vn/tin-t%E1%BB%A9c"),
        ("  https://user:pw@a.vn./x ", "https://a.vn/x"),
        ("javascript:alert(1)", ""),
        ("/tin/1", ""),
        ("ftp://a.vn/x", ""),
        ("https://", ""),
        ("https://[::1", ""),
        ("https://a.vn:port/", ""),
        ("", ""),
    ],
)
def test_an_address_is_brought_to_one_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@given(st.text(max_size=80) | st.from_regex(r"https?://[^\s]{1,40}", fullmatch=True))
def test_the_canonical_address_is_stable_and_safe(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert not once or once.startswith(("http://", "https://"))


def test_the_digest_follows_what_is_said_and_not_the_id() -> None:
    article = Article(id="1", title="a", body="b", captions=("c", "d"))
    assert digest(article) == digest(Article(id="2", title="a", body="b", captions=("c", "d")))
    assert digest(article) != digest(Article(id="1", title="a", body="b", captions=("cd",)))
    assert digest(article) != digest(Article(id="1", title="ab", captions=("c", "d")))
