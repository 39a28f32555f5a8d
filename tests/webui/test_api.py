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


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/api/v1/search?fold=7&commune=zz&district=yy&sort=x", "commune district fold sort"),
        ("/api/v1/trend?q=lu&from=x&by=week&not_commune=zz", "by from not_commune"),
        ("/api/v1/kwic?order=x&context=3&page=0&commune=zz", "commune context order page"),
        ("/api/v1/heat?rows=x&by=week&province=zz", "by province rows"),
        ("/trend.csv?by=week&province=zz", "by province"),
        ("/kwic.csv?order=x&context=3&commune=zz", "commune context order"),
        ("/heat.csv?rows=x&by=week&to=x", "by rows to"),
        ("/export.csv?sort=x&commune=zz", "commune sort"),
        ("/feed.atom?undated=x&commune=zz", "commune undated"),
    ],
)
def test_every_wrong_parameter_is_named_at_once(client: FlaskClient, path: str, wrong: str) -> None:
    response = client.get(path)
    assert response.status_code == 400 and response.mimetype == "application/problem+json"
    assert sorted(each["parameter"] for each in response.get_json()["errors"]) == wrong.split()
