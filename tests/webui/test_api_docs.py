"""The examples of docs/api.md, asked as they stand there over the sample articles."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
import rispy
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer import Settings, index, open_engine
from webui import create_app

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "api.md").read_text("utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    settings = Settings(index=tmp_path_factory.mktemp("docs") / "index")
    index([ROOT / "data"], settings)
    return create_app(open_engine(settings)).test_client()


def examples() -> list[str]:
    found = re.findall(r"^curl -s '([^']+)'$", GUIDE, re.MULTILINE)
    return [f"{urlsplit(url).path}?{urlsplit(url).query}" for url in found]


def example(site: FlaskClient, part: str) -> TestResponse:
    """The answer to the one example whose address has this in it."""
    (address,) = (each for each in examples() if part in each)
    return site.get(address)


def test_a_search_gives_what_was_asked_for(site: FlaskClient) -> None:
    newest = example(site, "sort=newest").get_json()
    assert newest["total"] >= 2 and len(newest["hits"]) == 2
    second = example(site, "page=2").get_json()
    assert second["total"] >= 2 and len(second["hits"]) == 1
    assert all(hit["published"] >= "2020-07" for hit in second["hits"])


def test_an_article_and_queries_over_time_are_given(site: FlaskClient) -> None:
    assert example(site, "articles/").get_json()["id"] == "hb-2026-005"
    trend = example(site, "/trend").get_json()
    assert [each["query"] for each in trend["queries"]] == ["covid", "lu"]
    assert sum(period["articles"][0] for period in trend["periods"]) > 5


def test_files_hold_the_whole_result(site: FlaskClient) -> None:
    with example(site, "export.csv") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    with example(site, "export.ris") as answer:
        records = rispy.loads(answer.text)
    assert len(rows) == len(records) == int(rows[0]["search_total"]) > 5
    assert feedparser.parse(example(site, "feed.atom").data).entries


def test_a_wrong_search_names_every_wrong_parameter(site: FlaskClient) -> None:
    refused = example(site, "sort=best")
    assert refused.status_code == 400 and refused.mimetype == "application/problem+json"
    assert {each["parameter"] for each in refused.get_json()["errors"]} == {"from", "sort"}


def test_every_address_of_the_description_stands_in_the_guide(site: FlaskClient) -> None:
    for path in site.get("/api/v1/openapi.json").get_json()["paths"]:
        assert path.split("{")[0].rstrip("./") in GUIDE, path
