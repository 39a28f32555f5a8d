"""Queries as people really type them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html


def page(client: FlaskClient, url: str) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(client.get(url).text)


def test_a_long_query_is_cut_and_the_page_says_so(client: FlaskClient) -> None:
    response = client.get("/", query_string={"q": "thi đua " * 5000})
    assert response.status_code == 200
    assert len(response.text) < 500_000
    assert lxml_html.fromstring(response.text).cssselect(".notice")


@pytest.mark.parametrize("typed", ["thi ddua", "thi dduaa", "khen thuongw"])
def test_left_overs_of_a_keyboard_are_understood(client: FlaskClient, typed: str) -> None:
    tree = page(client, f"/?q={typed}&source=langson.gov.vn")
    suggested = tree.cssselect(".suggestion a")
    assert suggested, typed
    assert "source=langson.gov.vn" in suggested[0].get("href")
    assert page(client, suggested[0].get("href")).cssselect(".hit")
