"""Suggestions as one types."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer import Engine
from webui.suggestions import LONGEST, suggestions


def words(engine: Engine, text: str) -> list[str]:
    return [each.text for each in suggestions(engine, text) if each.kind == "word"]


@pytest.mark.parametrize("text", ["thi d", "thi du", "THI Đ", "thi đu", "Thi dua"])
def test_an_unfinished_compound_is_finished_with_its_diacritics(engine: Engine, text: str) -> None:
    assert words(engine, text)[0] == "thi đua"


def test_a_lone_beginning_is_taken_for_frequent_compounds(engine: Engine) -> None:
    assert "thi đua" in words(engine, "thi")


def test_the_words_before_are_kept(engine: Engine) -> None:
    assert words(engine, "covid thi du")[0] == "covid thi đua"


def test_typed_diacritics_must_agree(engine: Engine) -> None:
    assert "thi đua" in words(engine, "thi đ")
    assert "thi đua" not in words(engine, "thị đ")
    assert "thi đua" not in words(engine, "thi dú")


def test_places_are_suggested_by_name(engine: Engine) -> None:
    found = suggestions(engine, "trang din")
    assert ("place", "Tràng Định") in [(each.kind, each.text) for each in found]


def test_titles_are_suggested_with_the_address_of_their_page(client: FlaskClient) -> None:
    found = client.get("/api/v1/suggest?q=khai+ho").get_json()
    assert found["query"] == "khai ho"
    (title,) = [each for each in found["suggestions"] if each["kind"] == "title"]
    assert title["text"] == "Bắc Sơn khai hội"
    assert client.get(title["url"]).status_code == 200


@pytest.mark.parametrize(
    "text", ["", "t", " ", '"thi d', "thi -d", "title:thi", "a" * (LONGEST + 1), "\x00\x00", "💥💥"]
)
def test_too_little_or_syntax_brings_none(client: FlaskClient, text: str) -> None:
    found = client.get("/api/v1/suggest", query_string={"q": text})
    assert found.status_code == 200
    assert found.get_json()["suggestions"] == []


def test_there_are_never_more_than_ten(engine: Engine) -> None:
    for text in ("th", "hu", "ng", "thi dua", "ph"):
        found = suggestions(engine, text)
        assert len(found) <= 10
        assert len({each.text.lower() for each in found}) == len(found)
