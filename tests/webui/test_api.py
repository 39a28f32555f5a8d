"""The JSON of the site is that of the command line."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from indexer import Engine, SearchRequest, answer, article_json, fetch, page_json


def test_search_answers_what_the_command_line_prints(client: FlaskClient, engine: Engine) -> None:
    response = client.get("/api/v1/search?q=thi+dua&district=Cao+Loc&from=2020&limit=5&sort=newest")
    expected = page_json(
        answer(
            engine,
            SearchRequest(
                text="thi dua",
                districts=("Cao Loc",),
                since=date(2020, 1, 1),
                limit=5,
                sort="newest",
            ),
        )
    )
    assert response.mimetype == "application/json"
    found = response.get_json()
    assert list(found) == list(expected)
    assert found.pop("took_ms") >= 0
    expected.pop("took_ms")
    assert found == expected
    assert found["total"] > 0


def test_vietnamese_stands_unescaped(client: FlaskClient) -> None:
    assert "thi đua" in client.get("/api/v1/search?q=thi+đua").text


def test_an_article_is_what_show_prints(client: FlaskClient, engine: Engine) -> None:
    id = "ls/2020/07/trang-dinh.html"
    found = client.get(f"/api/v1/articles/{id}").get_json()
    assert found == article_json(fetch(engine, id))
    assert client.get("/api/v1/articles/", query_string={"id": id}).get_json() == found


def test_all_faulty_parameters_are_named(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?from=x&sort=y&page=-1")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    problem = response.get_json(force=True)
    assert [error["parameter"] for error in problem["errors"]] == ["from", "sort", "page"]
    assert problem["status"] == 400


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/api/v1/articles/none", 404),
        ("/api/v1/none", 404),
        ("/api/v1/search?district=Atlantis", 400),
    ],
)
def test_errors_are_problem_details(client: FlaskClient, url: str, status: int) -> None:
    response = client.get(url)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.get_json(force=True)["detail"]


def test_a_method_that_is_not_taken_is_named(client: FlaskClient) -> None:
    response = client.post("/api/v1/search")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.mimetype == "application/problem+json"


def test_without_an_index_the_site_is_unavailable(empty: FlaskClient) -> None:
    for url in ("/healthz", "/api/v1/search?q=a", "/", "/articles/a"):
        assert empty.get(url).status_code == 503


def test_health_tells_the_generation(client: FlaskClient, engine: Engine) -> None:
    assert client.get("/healthz").get_json() == {
        "status": "ok",
        "generation": engine.snapshot().generation,
    }
