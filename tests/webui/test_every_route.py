"""Whatever a route answers, found or not, faulty or broken, bears the headers and tells nothing.

The routes are those of the application: a new one is tested as soon as it is there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from indexer import Engine, Limits, Settings, open_engine
from webui import create_app

#: What a parameter of a path may be; a route with another one must be given an example here.
EXAMPLES = {
    "id": "ls-2020-0714",
    "ending": "bib",
    "filename": "style.css",
}
#: What a route answers without parameters, where it is not 200.
REFUSING = {400, 404}
SECRET = "/srv/secret/index"
EVIL = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "evil.example",
    "X-Forwarded-Prefix": "/evil.example",
    "Forwarded": "host=evil.example",
    "X-Original-URL": "/evil.example",
    "X-Forwarded-For": "evil.example",
}


def addresses(app: Flask) -> list[str]:
    """One address of every route."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return [
            adapter.build(rule.endpoint, {name: EXAMPLES[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
        ]


def check(response: TestResponse, url: str) -> str:
    """The headers are there, and nothing of the machine is told; gives the body."""
    headers = response.headers
    policy = headers["Content-Security-Policy"].split("; ")
    assert policy[0] == "default-src 'none'", url
    assert {"base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} <= set(policy)
    assert not any("unsafe" in each or "*" in each or "http" in each for each in policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"], url
    assert not {"Server", "X-Powered-By"} & set(headers.keys())
    body = response.get_data(as_text=True)
    for told in ("Traceback", "Werkzeug", "site-packages", SECRET):
        assert told not in body, url
    return body


class Failing:
    """An engine with a fault that nobody thought of."""

    limits = Limits()

    def __getattr__(self, name: str) -> Any:
        def fail(*_: object, **__: object) -> NoReturn:
            raise RuntimeError(f"{name} of {SECRET}")

        return fail


def broken(_: Engine) -> Flask:
    return create_app(Failing())  # type: ignore[arg-type]


def absent(_: Engine) -> Flask:
    return create_app(open_engine(Settings(index=Path(SECRET))))


def whole(engine: Engine) -> Flask:
    return create_app(engine)


@pytest.mark.parametrize("made", [whole, broken, absent])
@pytest.mark.parametrize(
    "query", ["", "?q=thi+dua&id=ls-2020-0714", "?from=x&page=0&q=%00", "?lang=en"]
)
def test_every_answer_of_every_route_is_guarded(engine: Engine, made: Any, query: str) -> None:
    app = made(engine)
    client = app.test_client()
    for url in addresses(app):
        for method in ("GET", "HEAD", "OPTIONS", "POST", "DELETE", "TRACE"):
            with client.open(url + query, method=method) as response:
                check(response, f"{method} {url}{query}")
                allowed = {200, 302, 308, 400, 404, 405, 500, 503}
                assert response.status_code in allowed - ({500} if made is whole else set())


def test_every_route_is_found(engine: Engine) -> None:
    app = whole(engine)
    for url in addresses(app):
        with app.test_client().get(url) as response:
            assert response.status_code == 200 or response.status_code in REFUSING, url


def test_what_is_refused_for_its_number_is_guarded(engine: Engine) -> None:
    app = create_app(engine, Settings(rate_limit=1, rate_exempt=""))
    client = app.test_client()
    client.get("/help")
    refused = 0
    for url in addresses(app):
        with client.get(url) as response:
            check(response, url)
            refused += response.status_code == 429
    assert refused >= len(addresses(app)) - 2  # all but the files and the health check


def test_no_visitor_names_the_host_of_a_page_that_may_be_kept(engine: Engine) -> None:
    app = whole(engine)
    for url in addresses(app):
        with app.test_client().get(url, headers={**EVIL, "Host": "evil.example"}) as response:
            body = check(response, url)
            assert "evil.example" not in response.headers.get("Location", "")
            if "evil.example" in body or "evil.example" in str(response.headers):
                caching = response.headers["Cache-Control"]
                assert "private" in caching or "no-store" in caching, url


def test_the_only_cookie_is_the_language(engine: Engine) -> None:
    app = whole(engine)
    for url in addresses(app):
        for query in ("", "?lang=en", "?lang=xx", "?q=a"):
            client = app.test_client()
            with client.get(url + query, base_url="https://localhost") as response:
                cookies = response.headers.getlist("Set-Cookie")
            assert all(each.startswith("lang=en;") for each in cookies), url
            assert query == "?lang=en" or not cookies
            for each in cookies:
                assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(each.split("; "))


def test_only_files_are_kept_without_asking(engine: Engine) -> None:
    app = whole(engine)
    for url in addresses(app):
        with app.test_client().get(url) as response:
            caching = response.headers["Cache-Control"]
            assert ("public" in caching) == url.startswith("/static/"), url
