"""Hits in context, and the order of their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Article, Engine, SearchRequest, concordance, in_order, marked_article, select
from indexer.text.collation import collation_key

Indexed = Callable[[Iterable[Article]], Engine]
ARTICLES = [
    Article(
        id="a",
        title="Phong trào thi đua",
        summary="Huyện phát động thi đua.",
        body="Huyện phát động thi đua. Cả xã thi đua yêu nước.\nÁo mới thi đua lập công.",
        captions=("Lễ thi đua",),
    ),
    Article(id="b", title="Đường mới", body="Không có gì ở đây."),
    Article(id="c", title="Tổng kết", summary="Khen thưởng thi đua", body="Ăn mừng thi đua, ăn."),
]


@pytest.fixture
def engine(indexed: Indexed) -> Engine:
    return indexed(ARTICLES)


def lines(engine: Engine, text: str, context: int = 10) -> list[tuple[str, str, str]]:
    found = concordance(engine, SearchRequest(text), context).lines
    return sorted((line.left, line.found, line.right) for line in found)


def test_each_hit_is_a_line_that_ends_with_its_paragraph(engine: Engine) -> None:
    assert ("Áo mới", "thi đua", "lập công.") in lines(engine, '"thi đua"')
    assert ("Huyện phát động thi đua. Cả xã", "thi đua", "yêu nước.") in lines(engine, '"thi đua"')
    assert ("Lễ", "thi đua", "") in lines(engine, '"thi đua"')


def test_a_summary_that_opens_the_body_has_its_lines_once(engine: Engine) -> None:
    assert len([line for line in lines(engine, '"thi đua"') if "phát động" in line[0]]) == 2
    assert ("Khen thưởng", "thi đua", "") in lines(engine, '"thi đua"')


def test_as_many_syllables_stand_on_each_side_as_asked(engine: Engine) -> None:
    assert ("động thi đua. Cả xã", "thi đua", "yêu nước.") in lines(engine, '"thi dua"', 5)


def test_a_line_bears_the_number_of_its_mark_on_the_articles_page(engine: Engine) -> None:
    for line in concordance(engine, SearchRequest("thi dua"), 5).lines:
        article = marked_article(line.stored.article, "thi dua")
        told = " ".join((article.title or "", article.summary, *article.paragraphs))
        told = " ".join((told, *article.captions))
        before, _, behind = told.partition(f'<mark id="hit-{line.hit}">')
        assert behind.startswith(line.found + "</mark>")
        assert not line.left or before.endswith(f"{line.left.split()[-1]} ")


def test_articles_can_be_read_part_by_part(engine: Engine) -> None:
    asked = SearchRequest("thi đua")
    whole = [line.stored.article.id for line in concordance(engine, asked, 5).lines]
    one, two = (concordance(engine, asked, 5, skip=skip, most=1) for skip in (0, 1))
    assert (one.first, one.last, one.total) == (1, 1, 2)
    assert (two.first, two.last, two.total) == (2, 2, 2)
    parts = [line.stored.article.id for part in (one, two) for line in part.lines]
    assert parts == whole and set(whole) == {"a", "c"}


def test_a_selection_passes_over_its_first_articles(engine: Engine) -> None:
    asked = SearchRequest("thi đua")
    every = [each.article.id for each in select(engine, asked).articles]
    passed = select(engine, asked, 1)
    assert [each.article.id for each in passed.articles] == every[1:]
    assert passed.total == len(every)


def test_without_words_there_are_no_lines(engine: Engine) -> None:
    assert lines(engine, "") == []


def test_lines_are_ordered_by_the_neighbour_nearest_to_the_hit(engine: Engine) -> None:
    found = list(concordance(engine, SearchRequest('"thi đua"'), 5).lines)
    left = [line.left.rsplit(None, 1)[-1] for line in in_order(found, "left")]
    assert left == ["động", "Lễ", "mới", "mừng", "thưởng", "trào", "xã"]
    right = [line.right for line in in_order(found, "right")]
    assert right == ["", "", "", ", ăn.", ". Cả xã thi đua yêu", "lập công.", "yêu nước."]
    assert in_order(found, "article") == found


def test_letters_and_tones_come_in_the_order_of_the_dictionary() -> None:
    letters = ["7", "ca", "da", "đa", "em", "êm", "ma", "o", "ô", "ơ", "uy", "ưa", "ý"]
    tones = ["ba", "bà", "bả", "bã", "bá", "bạ", "băn", "bân"]
    syllables = ["ta", "ta-lét", "ta rằng", "ta tay", "tà"]
    for words in (letters, tones, syllables):
        backwards = words[::-1]
        assert sorted(backwards, key=collation_key) == words


@given(st.text())
def test_any_text_has_a_place_whatever_its_case_and_form(text: str) -> None:
    assert collation_key(text) <= collation_key(text + " a")
