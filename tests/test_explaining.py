"""How a query was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from indexer import Article, Engine, explain

Indexed = Callable[[Iterable[Article]], Engine]


@pytest.fixture
def engine(indexed: Indexed) -> Engine:
    return indexed(
        [
            Article(id="1", body="UBND huyện phát động thi đua chống dịch Covid-19."),
            Article(id="2", body="Thi đua yêu nước theo Quyết định 05/2020/QĐ-TTg."),
            Article(id="3", body="Họp báo về mưa lũ ở xã."),
        ]
    )


@pytest.mark.parametrize(
    ("query", "label", "kind", "articles"),
    [
        ("dua", "dua", "syllable", 2),
        ("covid 19", "covid 19", "entity", 1),
        ("5/2020/QĐ-TTg", "5/2020/QĐ-TTg", "code", 1),
        ("UBND", "UBND", "abbreviation", 1),
        ("thi -họp", "họp", "without", 1),
        ("bão OR lũ", "bão OR lũ", "choice", 1),
    ],
)
def test_each_part_is_named_with_its_articles(
    engine: Engine, query: str, label: str, kind: str, articles: int
) -> None:
    parts = {part.label: part for part in explain(engine, query).parts}
    assert (parts[label].kind, parts[label].articles) == (kind, articles)


@pytest.mark.parametrize("query", ["thi dua", "thi đua"])
def test_the_compounds_that_rank_are_named_in_the_spelling_typed(
    engine: Engine, query: str
) -> None:
    assert [(word.text, word.articles) for word in explain(engine, query).words] == [(query, 2)]


def test_nothing_asked_for_has_no_parts(engine: Engine) -> None:
    assert explain(engine, "  ").parts == ()
