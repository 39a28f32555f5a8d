"""No page weighs more than 60 KB, with all that it loads and packed as nginx sends it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from indexer import Settings, index, open_engine
from tests.browser.pages import PAGES
from webui import create_app

MOST = 60_000
LOADED = "//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href"


def weight(client: FlaskClient, url: str) -> int:
    """Bytes of a page and its files, packed."""
    page = client.get(url).data
    loaded = html.fromstring(page).xpath(LOADED)
    assert len(loaded) > 1
    return packed(page) + sum(packed(file(client, each)) for each in loaded)


def file(client: FlaskClient, url: str) -> bytes:
    with client.get(url) as answer:
        assert answer.status_code == 200
        return answer.data


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_data: Path) -> FlaskClient:
    settings = Settings(index=tmp_path_factory.mktemp("sample") / "index")
    assert index([sample_data], settings).new > 80
    return create_app(open_engine(settings), settings).test_client()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_heavy(client: FlaskClient, name: str, lang: str) -> None:
    url = f"{PAGES[name]}{'&' if '?' in PAGES[name] else '?'}lang={lang}"
    assert 1000 < weight(client, url) <= MOST


@pytest.mark.parametrize("url", ["/?q=covid19+thi+dua", "/?limit=100", "/map", "/trend?q=a&q=b"])
def test_nor_is_one_of_the_sample_articles(sample: FlaskClient, url: str) -> None:
    assert weight(sample, url) <= MOST
