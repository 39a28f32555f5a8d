"""Attacks on headers, logs, files, links and citations: all refused."""

from __future__ import annotations

import csv
import json
import logging
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from defusedxml import ElementTree
from flask import Flask
from flask.testing import FlaskClient

from indexer import Engine, Settings, index, open_engine
from tests.webui.test_every_route import Failing, addresses
from webui import create_app

LINES = "x\r\nSet-Cookie: evil=1\r\n\r\n<script>alert(1)</script>"
HOSTILE = {
    "id": 'x},@evil{y,"><script>alert(1)</script>',
    "title": "Tin }, evil = {1}\r\nER  - \r\nTY  - EVIL\\input{/etc/passwd} \x1b]0;evil\x07\x1b[2J",
    "body": "Nội dung.\r\nER  - \r\n=cmd|' /C calc'!A0",
    "source": '=HYPERLINK("http://evil.example")\r\nUR  - http://evil.example',
    "url": "https://a.vn/}\r\nER  - ",
    "author": "}\r\nAU  - evil",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attacks")
    (folder / "a.jsonl").write_text(json.dumps(HOSTILE) + "\n", "utf-8")
    index([folder / "a.jsonl"], Settings(index=folder / "index"))
    return folder


@pytest.fixture(scope="module")
def hostile(place: Path) -> Engine:
    return open_engine(Settings(index=place / "index"))


@pytest.fixture(scope="module")
def attacked(hostile: Engine) -> Flask:
    return create_app(hostile)


def only_id(engine: Engine) -> str:
    (id_,) = engine.snapshot().ids()
    return id_


def test_no_line_break_of_a_visitor_makes_a_header(app: Flask) -> None:
    for url in addresses(app):
        for name in ("q", "lang", "id", "v", "sort", "from", "source", "name", "hit", "page"):
            with app.test_client().get(f"{url}?{name}={quote(LINES)}") as response:
                assert "evil" not in "".join(response.headers.getlist("Set-Cookie"))
                assert all("\n" not in value for value in response.headers.values())
    for path in (f"/articles/{quote(LINES)}", f"/cite.{quote(LINES)}", f"/{quote(LINES)}"):
        response = app.test_client().get(path)
        assert response.status_code == 404
        assert "evil" not in "".join(response.headers.values())


def test_no_line_break_of_a_visitor_begins_a_line_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = create_app(Failing()).test_client()  # type: ignore[arg-type]
    with caplog.at_level(logging.DEBUG):
        client.get("/articles/x%0dERROR%20all%20is%20lost%1b[2J")
    assert caplog.messages
    assert not any(re.search(r"[\r\n\x1b]", message) for message in caplog.messages)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py",
        "/static/..%5capp.py", "/static//etc/passwd", "/static/%2fetc/passwd",
        "/static/....//app.py", "/static/style.css%00.js", "/static/", "/static/.",
        "/articles/../../../../etc/passwd", "/articles/%2e%2e/%2e%2e/etc/passwd",
        "/articles/..%2f..%2fsettings.py", "/articles/?id=../../../../etc/passwd",
        "/api/v1/articles/..%2f..%2fetc%2fpasswd", "/api/v1/articles/%00",
        "/cite.../../etc/passwd", "/cite.bib?id=../../etc/passwd", "/cite.bib%00",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_site(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert response.status_code in (400, 404)
        assert "root:" not in response.text and "def create_app" not in response.text


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/?lang=en", "//evil.example/%2e%2e?lang=en", "/\\evil.example?lang=en",
        "/%5cevil.example/?lang=en", "///evil.example", "/?lang=en&next=//evil.example",
        "/?lang=//evil.example", "/help?lang=https://evil.example", "/articles//evil.example",
        "/articles/?id=//evil.example&lang=en", "/?q=x&lang=en%0d%0aLocation:%20//evil.example",
        "/@evil.example", "/.evil.example",
    ],
)  # fmt: skip
def test_no_link_or_redirect_leads_elsewhere(client: FlaskClient, path: str) -> None:
    response = client.open(path)
    assert "Location" not in response.headers
    for link in re.findall(r'(?:href|src|action)="([^"]*)"', response.text):
        assert re.match(r"(/(?![/\\])|#|\?|$)", link), link


@pytest.mark.parametrize("page", ["cite", "export"])
@pytest.mark.parametrize("ending", ["bib", "ris", "csl.json"])
def test_a_citation_is_one_record_whatever_the_article_says(
    attacked: Flask, hostile: Engine, page: str, ending: str
) -> None:
    asked = urlencode({"id": only_id(hostile), "q": "tin -zz}\r\nTY  - @evil{"})
    with attacked.test_client().get(f"/{page}.{ending}?{asked}") as response:
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith("attachment")
        text = response.get_data(as_text=True)
    assert "\x1b" not in text and "\x07" not in text
    if ending == "ris":
        tags = [line[:6] for line in text.split("\r\n") if line]
        assert tags[0] == "TY  - " and tags[-1] == "ER  - "
        assert tags.count("ER  - ") == tags.count("TY  - ") == 1
        assert tags.count("UR  - ") <= 1 and tags.count("AU  - ") <= 1
        assert "\n" not in text.replace("\r\n", "")
    elif ending == "bib":
        depth = 0
        for letter in re.sub(r"\\.", "", text):
            depth += (letter == "{") - (letter == "}")
            assert depth >= 0
        assert depth == 0
        assert len(re.findall(r"@(?!comment\{)", text)) == 1 and "\\input" not in text
        assert not re.search(r"^\s*evil\s*=", text, re.MULTILINE)
    else:
        (record,) = json.loads(text)
        assert record["type"] == "article-newspaper"


@pytest.mark.parametrize("page", ["cite", "export"])
def test_no_cell_is_a_formula_whatever_the_article_says(
    attacked: Flask, hostile: Engine, page: str
) -> None:
    asked = urlencode({"id": only_id(hostile), "q": "=tin"})
    with attacked.test_client().get(f"/{page}.csv?{asked}") as response:
        text = response.get_data(as_text=True)
    header, *rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))
    assert [len(row) for row in rows] == [len(header)]
    assert not any(re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell) for cell in rows[0])
    assert "HYPERLINK" in text


def test_a_feed_is_one_entry_whatever_the_article_says(attacked: Flask) -> None:
    answer = attacked.test_client().get(f"/feed.atom?{urlencode({'q': f'tin {LINES}'})}")
    assert answer.status_code == 200
    answer = attacked.test_client().get("/feed.atom?q=tin")
    feed = ElementTree.fromstring(answer.data)
    assert [each.tag.rpartition("}")[2] for each in feed].count("entry") == 1
    (title,) = (each.text for each in feed.iterfind("{*}entry/{*}title"))
    assert title and "evil" in title
    links = [each.get("href", "") for each in feed.iter() if each.tag.endswith("link")]
    assert links and all(link.startswith("http://localhost/") for link in links)


def test_no_article_writes_control_codes_to_a_terminal(place: Path) -> None:
    program = "from indexer.cli import main; main()"
    command = [sys.executable, "-c", program, "--index", str(place / "index"), "search", "tin"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert b"evil" in done.stdout
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", done.stdout)
