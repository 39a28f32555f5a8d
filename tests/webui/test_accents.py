"""Accent chips on a query typed without diacritics."""

from __future__ import annotations

import unicodedata

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

from indexer import Engine, SearchRequest
from webui.accents import chips, spellings


def strip(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@pytest.mark.parametrize("folded", ["duong", "thi", "nguyen", "qui", "gia", "a", "nghieng"])
def test_every_spelling_loses_its_diacritics_to_the_syllable(folded: str) -> None:
    found = spellings(folded)
    assert {strip(text) for text in found} == {folded}


def test_the_usual_spellings_are_among_them() -> None:
    assert {"đường", "dương", "dưỡng", "đương"} <= set(spellings("duong"))
    assert {"nguyễn", "nguyên", "nguyện"} <= set(spellings("nguyen"))


def test_a_word_without_syllable_has_no_spelling() -> None:
    assert spellings("xyz") == ()


@pytest.mark.parametrize("letter", list("adeouy"))
def test_a_long_word_is_not_tried_letter_by_letter(letter: str) -> None:
    """Three to the power of fifty spellings would never end."""
    assert spellings(letter * 50) == ()


def test_one_word_is_offered_in_the_spellings_the_index_holds(engine: Engine) -> None:
    found = chips(engine, SearchRequest(text="duong"))
    assert found[0].text == "đường"
    assert found[0].asked.text == '"đường"'
    assert found[0].total >= 1


def test_a_compound_is_offered_as_one(engine: Engine) -> None:
    found = chips(engine, SearchRequest(text="covid-19 thi dua"))
    assert [chip.text for chip in found] == ["thi đua"]
    assert found[0].asked.text == 'covid-19 "thi đua"'


@pytest.mark.parametrize("text", ["thi đua", '"thi dua"', "thi -dua", "", "title:thi", "2020"])
def test_no_chip_where_the_query_says_what_it_means(engine: Engine, text: str) -> None:
    assert chips(engine, SearchRequest(text=text)) == []


def test_a_chip_leads_to_as_many_articles_as_it_says(client: FlaskClient) -> None:
    tree = lxml_html.fromstring(client.get("/?q=thi+dua&province=20").text)
    (chip,) = tree.cssselect(".accents a")
    narrowed = lxml_html.fromstring(client.get(chip.get("href")).text)
    total = narrowed.cssselect(".count strong")[0].text_content().split()[0]
    assert chip.text_content() == f"thi đua ({total})"
    assert "province=20" in chip.get("href")
