"""One address may ask only so often; everyone else goes on being served."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer import Engine, Settings, UsageError
from webui import create_app

MANY = {"REMOTE_ADDR": "198.51.100.7"}


def site(engine: Engine, **settings: object) -> FlaskClient:
    return create_app(engine, Settings(rate_limit=3, **settings)).test_client()  # type: ignore[arg-type]


def asked(client: FlaskClient, url: str = "/help", **environ: str) -> int:
    return client.get(url, environ_overrides=environ or MANY).status_code


def test_too_many_requests_are_told_when_to_come_again(engine: Engine) -> None:
    client = site(engine)
    assert [asked(client) for _ in range(3)] == [200] * 3
    answer = client.get("/?q=thi+dua", environ_overrides=MANY)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "Quá nhiều yêu cầu" in answer.text and "Hãy chờ một lát" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Too many requests" in client.get("/?lang=en", environ_overrides=MANY).text


def test_a_program_is_refused_with_problem_details(engine: Engine) -> None:
    client = site(engine)
    for _ in range(3):
        asked(client, "/api/v1/search?q=thi")
    answer = client.get("/api/v1/search?q=thi", environ_overrides=MANY)
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 429 and "Retry-After" in answer.headers


def test_addresses_that_lead_nowhere_are_counted(engine: Engine) -> None:
    client = site(engine)
    assert [asked(client, "/wp-login.php") for _ in range(4)] == [404, 404, 404, 429]
    assert asked(client) == 429


def test_others_are_served_meanwhile(engine: Engine) -> None:
    client = site(engine)
    assert [asked(client) for _ in range(4)][-1] == 429
    assert asked(client, REMOTE_ADDR="198.51.100.8") == 200


def test_files_and_the_health_check_are_never_refused(engine: Engine) -> None:
    client = site(engine)
    for _ in range(4):
        asked(client)
    for url in ("/healthz", "/static/style.css"):
        with client.get(url, environ_overrides=MANY) as answer:
            assert answer.status_code == 200


def test_behind_a_proxy_the_visitor_is_counted_and_no_visitor_can_pose_as_many(
    engine: Engine,
) -> None:
    client = site(engine, proxies=1)

    def forwarded(chain: str) -> int:
        return client.get("/help", headers={"X-Forwarded-For": chain}).status_code

    assert [forwarded(f"10.0.0.{n}, 198.51.100.7") for n in range(4)][-1] == 429
    assert forwarded("198.51.100.8") == 200


def test_without_a_named_proxy_forwarded_addresses_do_not_count(engine: Engine) -> None:
    client = site(engine)
    statuses = [
        client.get(
            "/help", headers={"X-Forwarded-For": f"10.0.0.{n}"}, environ_overrides=MANY
        ).status_code
        for n in range(4)
    ]
    assert statuses[-1] == 429


def test_addresses_of_one_ipv6_network_are_one_visitor(engine: Engine) -> None:
    client = site(engine)
    assert [asked(client, REMOTE_ADDR=f"2001:db8:1:2::{n}") for n in range(4)][-1] == 429
    assert asked(client, REMOTE_ADDR="2001:db8:1:3::1") == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3"])
def test_exempt_networks_are_not_counted(engine: Engine, address: str) -> None:
    client = site(engine, rate_exempt="127.0.0.0/8, ::1, 10.0.0.0/8")
    assert {asked(client, REMOTE_ADDR=address) for _ in range(9)} == {200}


def test_no_limit_counts_nothing(engine: Engine) -> None:
    client = create_app(engine, Settings(rate_limit=0)).test_client()
    assert {asked(client) for _ in range(9)} == {200}


def test_a_faulty_network_is_refused_with_a_sentence(engine: Engine) -> None:
    with pytest.raises(UsageError, match="rate_exempt"):
        create_app(engine, Settings(rate_exempt="localhost"))
