"""What every response bears, and where the site may stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer import Engine, Settings
from webui import create_app

EVERYWHERE = [
    "/", "/?q=thi+dua", "/?from=x", "/articles/ls-2020-0714?q=thi", "/articles/none", "/help",
    "/none", "/api/v1/search?q=a", "/api/v1/search?from=x", "/healthz", "/opensearch.xml",
    "/static/style.css", "/static/none", "/static/../app.py",
]  # fmt: skip


@pytest.mark.parametrize("url", EVERYWHERE)
def test_every_response_bears_the_headers(client: FlaskClient, url: str) -> None:
    with client.get(url) as response:
        check(response)


def check(response: TestResponse) -> None:
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert {"base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} <= set(policy)
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["Cache-Control"]


def test_nothing_inline_stands_in_the_pages() -> None:
    for template in (Path(__file__).parents[2] / "webui" / "templates").iterdir():
        source = template.read_text("utf-8")
        for inline in (" style=", "<style", " onclick=", " onload=", "javascript:", "<script>"):
            assert inline not in source, template.name


def test_only_files_with_their_fingerprint_are_kept_for_ever(client: FlaskClient) -> None:
    link = client.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    for url, caching in (
        (link, "public, max-age=31536000, immutable"),
        ("/static/style.css?v=old", "public, max-age=3600"),
        ("/", "private, no-cache"),
    ):
        with client.get(url) as response:
            assert response.headers["Cache-Control"] == caching


def test_an_error_of_ours_shows_no_trace(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(engine)
    app.add_url_rule("/broken", view_func=lambda: 1 / 0)
    app.add_url_rule("/api/v1/broken", "api_broken", view_func=lambda: 1 / 0)
    for url in ("/broken", "/api/v1/broken"):
        response = app.test_client().get(url)
        assert response.status_code == 500
        assert "ZeroDivision" not in response.text and "Traceback" not in response.text
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/tracuu/?q=thi+dua", "/?q=thi+dua"])
def test_under_a_path_every_link_stays_under_it(engine: Engine, path: str) -> None:
    """Whether the proxy in front passes the path on or strips it."""
    client = create_app(engine, Settings(path_prefix="/tracuu")).test_client()
    page = client.get(path).text
    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    outside = [a for a in links if not a.startswith(("/tracuu/", "#"))]
    assert outside == []
    assert 'action="/tracuu/"' in page


def test_the_prefix_itself_is_the_first_page(engine: Engine) -> None:
    client = create_app(engine, Settings(path_prefix="tracuu/")).test_client()
    assert client.get("/tracuu").status_code == 200
    assert client.get("/tracuu/help").status_code == 200
    assert client.get("/tracuuu").status_code == 404


def test_forwarded_headers_count_only_behind_a_named_proxy(app: Flask, engine: Engine) -> None:
    forwarded = {"X-Forwarded-Host": "news.example", "X-Forwarded-Proto": "https"}
    assert "news.example" not in app.test_client().get("/opensearch.xml", headers=forwarded).text
    behind = create_app(engine, Settings(proxies=1)).test_client()
    assert "https://news.example/?q=" in behind.get("/opensearch.xml", headers=forwarded).text


def test_only_trusted_hosts_are_answered(engine: Engine) -> None:
    client = create_app(engine, Settings(trusted_hosts="news.example, localhost")).test_client()
    assert client.get("/").status_code == 200
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
