"""Snippets: the passages of an article that answer best."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.query.marking import marks
from indexer.query.passages import Snippets
from indexer.text import normalise

FILLER = "Đây là một câu không nói gì đến chuyện ấy cả. " * 30


def snippet(text: str, query: str) -> str:
    return Snippets(marks(query)).snippet(text)


def test_passage_begins_with_the_sentence_that_answers() -> None:
    shown = snippet(FILLER + "Huyện phát động phong trào thi đua. " + FILLER, "thi đua")
    assert shown.startswith("… Huyện phát động phong trào <mark>thi đua</mark>.")
    assert shown.endswith("…")


def test_passage_with_more_of_the_query_is_preferred() -> None:
    text = f"Có bão ở xa. {FILLER} Mưa bão gây lũ quét lớn. {FILLER} Có lũ nhỏ."
    assert "gây <mark>lũ quét</mark>" in snippet(text, "bão lũ quét")


def test_neighbours_are_preferred_to_the_same_words_apart() -> None:
    text = f"Ai đi thi thì cứ đua nhau. {FILLER} Cả xã cùng thi đua."
    assert "<mark>thi đua</mark>" in snippet(text, "thi đua")


def test_second_passage_shows_what_the_first_does_not() -> None:
    shown = snippet(f"Có bão lớn. {FILLER} Có lũ quét. {FILLER}", "bão lũ")
    assert "<mark>bão</mark>" in shown
    assert "<mark>lũ</mark>" in shown
    assert " … " in shown


def test_two_passages_that_answer_alike_are_both_shown() -> None:
    text = f"Huyện phát động thi đua. {FILLER} Xã tổng kết thi đua. {FILLER} Ai thi thì đua."
    shown = snippet(text, "thi đua")
    assert "phát động <mark>thi đua</mark>" in shown
    assert "tổng kết <mark>thi đua</mark>" in shown


def test_a_passage_that_answers_less_well_is_not_a_second_one() -> None:
    shown = snippet(f"Huyện phát động thi đua. {FILLER} Ai đi thi. {FILLER}", "thi đua")
    assert shown.count("<mark>") == 1


def test_right_diacritics_are_preferred() -> None:
    shown = snippet(f"Ông Dương đến. {FILLER} Làm con đường mới. {FILLER}", "đường")
    assert "<mark>đường</mark>" in shown
    assert "Dương" not in shown


@pytest.mark.parametrize(
    ("text", "query", "part"),
    [
        ("phòng dịch do virus nCoV", "Covid-19", "<mark>nCoV</mark>"),
        ("theo Quyết định 5/2020/QĐ-TTg", "05/2020/QĐ-TTg", "<mark>5/2020/QĐ-TTg</mark>"),
        ("họp ngày 14 tháng 7 năm 2020", "14/7/2020", "<mark>14 tháng 7 năm 2020</mark>"),
        ("phát triển kinh tế - xã hội", "KT-XH", "<mark>kinh tế - xã hội</mark>"),
        ("theo UBND huyện", "ủy ban nhân dân", "<mark>UBND</mark>"),
        ("công tác tuyên truyền", "tuye*", "<mark>tuyên</mark>"),
        ("trung tâm kỹ thuật", "kĩ thuật", "<mark>kỹ thuật</mark>"),
        ("tổng số 1.234.567 đồng", "1234567", "<mark>1.234.567</mark>"),
        (
            "xây dựng nhiều nông trại ở nông thôn",
            '"xây dựng nông thôn"~5',
            "<mark>nông thôn</mark>",
        ),
    ],
)
def test_every_kind_of_answer_is_found_deep_in_an_article(text: str, query: str, part: str) -> None:
    assert part in snippet(FILLER + text + ". " + FILLER, query)


def test_article_without_an_answer_shows_its_beginning() -> None:
    shown = snippet("Mở đầu. " + FILLER, "khen thưởng")
    assert shown.startswith("Mở đầu. Đây là")
    assert "<mark>" not in shown
    assert snippet("", "khen thưởng") == ""


def test_snippet_stays_short_and_in_its_paragraph() -> None:
    shown = snippet("Đoạn một.\n" * 50 + "Có thi đua ở đây.\n" + "Đoạn ba.\n" * 50, "thi đua")
    assert len(shown) < 450


def test_markup_in_an_article_is_escaped() -> None:
    assert snippet("<script>alert(1)</script> thi", "thi").startswith("&lt;script&gt;")


WORDS = st.lists(
    st.sampled_from(
        ["thi", "đua", "thị", "UBND", "Covid-19", "<b>", "&", "đường.", "Dương\n", "xa"]
    ),
    max_size=120,
).map(" ".join)


@given(WORDS, WORDS)
@settings(max_examples=150, deadline=None)
def test_snippet_without_marks_and_ellipses_is_made_of_the_text(text: str, query: str) -> None:
    text = " ".join(normalise(text).split())
    plain = html.unescape(re.sub("</?mark>", "", snippet(text, query)))
    for passage in plain.split("…"):
        assert passage.strip() in text
