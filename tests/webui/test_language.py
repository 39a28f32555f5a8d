"""Vietnamese first, English on request."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import VIETNAM, Published
from webui.language import day, moment, month, number


def test_a_page_is_vietnamese_unless_asked_otherwise(client: FlaskClient) -> None:
    answer = client.get("/?q=thi+dua", headers={"Accept-Language": "en"})
    assert '<html lang="vi">' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_switch_is_remembered_in_the_only_cookie(client: FlaskClient) -> None:
    answer = client.get("/help?lang=en")
    assert '<html lang="en">' in answer.text
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("lang=en;") and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "Newest articles" in client.get("/").text
    assert "Bài mới nhất" in client.get("/?lang=vi").text
    assert "Bài mới nhất" in client.get("/").text


@pytest.mark.parametrize("lang", ["de", "", "<script>", "en;x"])
def test_an_unknown_language_changes_nothing(client: FlaskClient, lang: str) -> None:
    answer = client.get("/", query_string={"lang": lang})
    assert '<html lang="vi">' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_foreign_cookie_does_no_harm(client: FlaskClient) -> None:
    client.set_cookie("lang", "xx")
    assert '<html lang="vi">' in client.get("/").text


def test_errors_speak_the_language_too(client: FlaskClient) -> None:
    assert "Page not found" in client.get("/none?lang=en").text
    assert "is no date" in client.get("/?from=x&lang=en").text


def test_dates_and_numbers_follow_the_language(app: Flask) -> None:
    night = Published(datetime(2020, 7, 14, 22, 46, tzinfo=VIETNAM))
    with app.test_request_context("/"):
        assert (day(night), moment(night)) == ("14/7/2020", "22:46, 14/7/2020")
        assert (month("2020-07"), month("2020")) == ("7/2020", "2020")
        assert (number(1234567), number(1234.56, 1)) == ("1.234.567", "1.234,6")
    with app.test_request_context("/?lang=en"):
        assert (day(night), moment(night)) == ("14 Jul 2020", "22:46, 14 Jul 2020")
        assert (month("2020-07"), month("2020")) == ("Jul 2020", "2020")
        assert (number(1234567), number(1234.56, 1)) == ("1,234,567", "1,234.6")


def test_a_day_without_a_time_shows_none(app: Flask) -> None:
    with app.test_request_context("/"):
        assert (
            moment(Published(datetime(2020, 7, 14, tzinfo=VIETNAM), day_only=True)) == "14/7/2020"
        )
