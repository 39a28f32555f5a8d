"""The OpenAPI description: true of every answer, and enough to write a client from."""

from __future__ import annotations

import json
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from indexer import Engine, Settings
from tests.torture.schema import ask
from webui import server


@pytest.fixture(scope="module")
def site(engine: Engine) -> Iterator[str]:
    running = server.create_server(engine, Settings(), threads=4)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.listening[0].effective_port}"
    running.close()


class Client:
    """Knows nothing but the address of the description; checks every answer against it."""

    def __init__(self, description: str) -> None:
        self.base = description
        self.document = json.load(urllib.request.urlopen(description, timeout=10))

    def call(self, operation: str, **arguments: object) -> Any:
        path, described = next(
            (path, methods["get"])
            for path, methods in self.document["paths"].items()
            if methods["get"]["operationId"] == operation
        )
        known = {each["name"] for each in described["parameters"]}
        asked = {name: value for name, value in arguments.items() if name in known}
        for name in arguments.keys() - known:
            path = path.replace(f"{{{name}}}", urllib.parse.quote(str(arguments[name]), safe=""))
        assert "{" not in path
        address = self.document["servers"][0]["url"].rstrip("/") + path
        url = urllib.parse.urljoin(self.base, f"{address}?{urllib.parse.urlencode(asked)}")
        answer = json.load(urllib.request.urlopen(url, timeout=10))
        schema = described["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema_rs.validate({**schema, "components": self.document["components"]}, answer)
        return answer


def test_a_client_written_from_the_description_alone_finds_pages_and_reads(site: str) -> None:
    client = Client(f"{site}/api/v1/openapi.json")
    first = client.call("api_search", q="thi dua", limit=2)
    second = client.call("api_search", q="thi dua", limit=2, page=2)
    assert first["total"] == second["total"] > 4
    ids = [hit["id"] for page in (first, second) for hit in page["hits"]]
    assert len(set(ids)) == 4
    for id in ids:
        article = client.call("api_article_by_parameter", id=id)
        assert article["id"] == id and article["body"]
    assert client.call("api_article", id="ls-2020-08")["title"].startswith("Văn Lãng")
    assert client.call("api_suggest", q="thi du")["suggestions"]


def test_every_address_of_the_api_is_described(app: Flask, site: str) -> None:
    described = {
        path.replace("{id}", "<path:id>")
        for path in Client(f"{site}/api/v1/openapi.json").document["paths"]
    }
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert rules - {"/api/v1/openapi.json"} == {
        path for path in described if path.startswith("/api/")
    }


def test_schemathesis_finds_nothing(site: str, tmp_path: Path) -> None:
    found = ask(site, examples=3, folder=tmp_path)
    assert not found.faults
    assert found.requests > 500
