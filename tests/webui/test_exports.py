"""The whole result as a file: all of it, only it, and read back by programs others wrote."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from collections.abc import Callable
from urllib.parse import quote

import bibtexparser
import pytest
import rispy
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from indexer import Engine
from webui.forms import FORMS

QUERIES = ("", "?q=thi+dua", "?q=thi+dua&district=183&from=2020", "?q=khong+co+bai+nao+xyz")


def read_csv(text: str) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]


def read_jsonl(text: str) -> list[str]:
    search, *articles = map(json.loads, text.splitlines())
    assert search["type"] == "search" and search["total"] == len(articles)
    return [article["id"] for article in articles]


def read_ris(text: str) -> list[str]:
    return [record["id"] for record in rispy.loads(text)]


def read_bibtex(text: str) -> list[str]:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return [entry.key for entry in library.entries]


def read_csl(text: str) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own style and locale
        from citeproc.source.json import CiteProcJSON

        source = CiteProcJSON(json.loads(text))
    return list(source)


READERS: dict[str, Callable[[str], list[str]]] = {
    "csv": read_csv,
    "jsonl": read_jsonl,
    "ris": read_ris,
    "bib": read_bibtex,
    "csl.json": read_csl,
}


def export(client: FlaskClient, ending: str, query: str) -> TestResponse:
    """The answer, fetched to its end as a server would."""
    return client.get(f"/export.{ending}{query}", buffered=True)


def test_every_form_is_read_here() -> None:
    assert READERS.keys() == FORMS.keys()


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize("query", QUERIES)
def test_a_file_holds_as_many_articles_as_the_result(
    client: FlaskClient, ending: str, query: str
) -> None:
    total = client.get(f"/api/v1/search{query}").get_json()["total"]
    answer = export(client, ending, query)
    assert answer.status_code == 200 and answer.mimetype == FORMS[ending].mimetype
    found = READERS[ending](answer.text)
    assert len(set(found)) == len(found) == total


WORDS = st.sampled_from(["thi", "đua", "dich", "xã", "duong", "le", "hoi", "covid-19", "-thi"])
FILTERS = st.sampled_from(
    [
        "from=2020",
        "to=2021",
        "exact=1",
        "sort=oldest",
        "province=20",
        "district=183",
        "not_source=x",
    ]
)


@given(words=st.lists(WORDS, max_size=3), more=st.lists(FILTERS, max_size=3))
@settings(max_examples=60)
def test_counts_agree_for_any_search(app: Flask, words: list[str], more: list[str]) -> None:
    client = app.test_client()
    query = "&".join([f"q={quote(' '.join(words))}", *more])
    total = client.get(f"/api/v1/search?{query}").get_json()["total"]
    for ending in ("csv", "jsonl"):
        assert len(READERS[ending](export(client, ending, f"?{query}").text)) == total


def test_the_order_is_that_of_the_result(client: FlaskClient) -> None:
    for sort in ("relevance", "newest", "oldest"):
        query = f"?q=thi+dua&sort={sort}&limit=100"
        found = client.get(f"/api/v1/search{query}").get_json()
        strict = [hit["id"] for hit in found["hits"] if not hit["missing"]]
        assert read_csv(export(client, "csv", query).text) == strict


def test_each_file_says_what_was_searched_when_and_in_which_index(
    client: FlaskClient, engine: Engine
) -> None:
    query = "?q=thi+dua&district=183&lang=vi"
    generation = engine.snapshot().generation
    said = re.compile(
        rf"Tra cứu “thi dua”; Huyện Cao Lộc \(đến 30/6/2025\): \d+ bài. Tìm lúc [\d:]+, [\d/]+, "
        rf"chỉ mục bản {generation}. http://localhost/\?q=thi\+dua&district=183&cited="
    )
    row = next(csv.DictReader(io.StringIO(export(client, "csv", query).text)))
    assert row["search"] == "thi dua" and row["index_generation"] == str(generation)
    assert row["search_filters"] == "Huyện Cao Lộc (đến 30/6/2025)"
    assert row["search_total"].isdigit() and row["searched_at"]
    first = json.loads(export(client, "jsonl", query).text.splitlines()[0])
    assert first["query"] == "thi dua" and first["parameters"] == {
        "q": "thi dua",
        "district": ["183"],
    }
    assert first["index"]["generation"] == generation and said.match(first["citation"])
    record = rispy.loads(export(client, "ris", query).text)[0]
    assert said.match(record["notes"][0])
    comment = bibtexparser.parse_string(export(client, "bib", query).text).comments[0]
    assert said.match(comment.comment)
    item = export(client, "csl.json", query).get_json(force=True)[0]
    assert said.match(item["custom"]["search"])


def test_a_citation_processor_writes_a_bibliography_of_an_export(client: FlaskClient) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own style and locale
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

        source = CiteProcJSON(export(client, "csl.json", "?q=thi+dua").get_json(force=True))
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for key in source:
            bibliography.register(Citation([CitationItem(key)]))
        written = [str(item) for item in bibliography.bibliography()]
    assert len(written) == len(source) > 0
    assert any("Huyện Cao Lộc sơ kết" in line for line in written)


def test_the_file_is_named_by_the_query_and_nothing_else_of_it(client: FlaskClient) -> None:
    named = r'attachment; filename="?tracuu-{}\d{{4}}-\d\d-\d\d\.csv"?'
    for query, words in (
        ("Thi đua, Covid-19", "thi-dua-covid-19-"),
        ("", ""),
        ('x"; filename=evil.exe\r\nSet-Cookie: a=1', "x-filename-evil-exe-set-cookie-a-1-"),
        ("../../etc/passwd", "etc-passwd-"),
        ("họp " * 60, "hop-" * 15),
    ):
        answer = client.get("/export.csv", query_string={"q": query}, buffered=True)
        disposition = answer.headers["Content-Disposition"]
        assert re.fullmatch(named.format(words), disposition), disposition


def test_what_is_wrong_is_told_and_nothing_is_exported(client: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = client.get("/export.csv?from=x&sort=y", headers=browser)
    assert answer.status_code == 400 and answer.mimetype == "text/html"
    assert "“x” không phải là ngày" in answer.text and "“y”" in answer.text
    assert export(client, "csv", "?district=Atlantis").status_code == 400
    assert export(client, "xlsx", "").status_code == 404


def test_no_more_than_a_few_are_written_at_once(client: FlaskClient) -> None:
    from webui.exports import AT_ONCE

    open_ones = [client.get("/export.csv", buffered=False) for _ in range(AT_ONCE)]
    refused = export(client, "csv", "")
    assert refused.status_code == 503 and refused.headers["Retry-After"]
    for each in open_ones:
        each.close()
    for _ in range(2 * AT_ONCE):
        assert client.head("/export.csv", buffered=True).status_code == 200
    assert export(client, "csv", "").status_code == 200


def test_a_file_is_written_as_it_is_drawn(client: FlaskClient) -> None:
    answer = client.get("/export.jsonl", buffered=False)
    assert answer.is_streamed and "Content-Length" not in answer.headers
    answer.close()
