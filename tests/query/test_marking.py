"""Marks in a text: the original characters, everything else escaped."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.query.marking import mark, mark_all, marks
from indexer.text import normalise


def marked(text: str, query: str, *, exact: bool = False) -> str:
    return mark(text, marks(query, exact))


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Phong trào THI ĐUA", "thi dua", "Phong trào <mark>THI ĐUA</mark>"),
        ("vì dịch Covid -19 nên", "covid19", "vì dịch <mark>Covid -19</mark> nên"),
        ("do nCoV gây ra", "Covid-19", "do <mark>nCoV</mark> gây ra"),
        ("Uỷ ban nhân dân xã", "UBND", "<mark>Uỷ ban nhân dân</mark> xã"),
        ("UBND xã", "ủy ban nhân dân", "<mark>UBND</mark> xã"),
        ("ngày 14/07/2020.", "14.7.2020", "ngày <mark>14/07/2020</mark>."),
        ("số 5/2020/QĐ-TTg", "05/2020/QĐ-TTg", "số <mark>5/2020/QĐ-TTg</mark>"),
        ("tuyên truyền, tuyển", "tuyê*", "<mark>tuyên</mark> truyền, tuyển"),
        ("kĩ thuật", "kỹ thuật", "<mark>kĩ thuật</mark>"),
        ("không có gì", "thi đua", "không có gì"),
        ("không có gì", "", "không có gì"),
    ],
)
def test_marks_stand_on_the_original_characters(text: str, query: str, shown: str) -> None:
    assert marked(text, query) == shown


def test_typed_diacritics_are_marked_alone_where_the_text_has_them() -> None:
    assert marked("đường Dương", "đường") == "<mark>đường</mark> Dương"
    assert marked("họ Dương", "đường") == "họ <mark>Dương</mark>"
    assert marked("đường Dương", "duong") == "<mark>đường Dương</mark>"
    assert marked("họ Dương", "đường", exact=True) == "họ Dương"


def test_neighbours_typed_bare_are_marked_as_they_are_spelt_side_by_side() -> None:
    text = "Bà Trương Thị Ngọt thì dự lễ thi đua, đưa cờ thi."
    assert mark(text, marks("thi dua")) == (
        "Bà Trương Thị Ngọt thì dự lễ <mark>thi đua</mark>, đưa cờ <mark>thi</mark>."
    )
    apart = "Chị Thị đưa cờ."
    assert mark(apart, marks("thi dua")) == "Chị <mark>Thị đưa</mark> cờ."
    assert mark("Thị xã đưa tin", marks("thi dua")) == ("<mark>Thị</mark> xã <mark>đưa</mark> tin")


def test_phrase_is_marked_only_where_it_stands_whole() -> None:
    assert marked("thi cử và thi đua", '"thi đua"') == "thi cử và <mark>thi đua</mark>"
    assert marked("đua thi, thi, đua", '"thi đua"') == "đua thi, <mark>thi</mark>, <mark>đua</mark>"


def test_full_form_is_marked_alone_where_it_stands_whole() -> None:
    text = "nhân viên của Ủy ban nhân dân"
    assert marked(text, "ủy ban nhân dân") == "nhân viên của <mark>Ủy ban nhân dân</mark>"


def test_excluded_words_are_not_marked() -> None:
    assert marked("họp báo", "họp -báo") == "<mark>họp</mark> báo"


def test_markup_is_escaped_within_and_without_marks() -> None:
    shown = marked('<b>thi</b> & "đua"', "b thi")
    assert (
        shown
        == "&lt;<mark>b</mark>&gt;<mark>thi</mark>&lt;/<mark>b</mark>&gt; &amp; &quot;đua&quot;"
    )


def test_marks_of_an_article_are_numbered_through_its_texts() -> None:
    done = mark_all(["thi đua", "không", "đua thi"], marks("thi đua"))
    assert done.html == (
        '<mark id="hit-1">thi đua</mark>',
        "không",
        '<mark id="hit-2">đua thi</mark>',
    )
    assert done.hits == 2


def test_diacritics_anywhere_in_an_article_decide_for_all_of_it() -> None:
    done = mark_all(["con đường", "họ Dương"], marks("đường"))
    assert done.html == ('con <mark id="hit-1">đường</mark>', "họ Dương")


def test_huge_texts_are_shown_whole_and_marked_at_their_beginning() -> None:
    done = mark_all(["thi đua " * 50_000, "thi đua"], marks("thi"))
    assert done.html[0].endswith("thi đua ")
    assert done.html[1] == "thi đua"
    assert 0 < done.hits < 50_000


TEXTS = st.text(st.sampled_from('thi đua UBND Covid-19 <&>" tỉnh.,\n5/2020/QĐ-TTg'), max_size=80)


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_marked_text_without_its_marks_is_the_text(text: str, query: str) -> None:
    text = normalise(text)
    shown = re.sub("</?mark>", "", marked(text, query))
    assert html.unescape(shown) == text
