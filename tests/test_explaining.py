"""How a query was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from indexer import Article, Engine, SearchRequest, answer, explain, fetch
from indexer.query.asked import read
from indexer.query.parse import parse
from indexer.query.plan import plan
from indexer.shares import scores

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


@pytest.mark.parametrize("query", ["thi đua", "covid-19 thi dua UBND", "thi dua -họp"])
def test_the_shares_of_the_score_make_a_whole(engine: Engine, query: str) -> None:
    found = explain(engine, query, article=fetch(engine, "1").article)
    rows = (*found.parts, *found.words)
    assert sum(row.share for row in rows) + found.neighbours == pytest.approx(1)
    assert all(row.share > 0 for row in rows if getattr(row, "kind", "") != "without")
    assert found.neighbours > 0


def test_the_scores_of_the_parts_are_the_score_of_the_hit(engine: Engine) -> None:
    """BM25F is a sum; each part scored alone must add up to it."""
    query = "covid-19 thi đua UBND"
    snapshot = engine.snapshot()
    planned = plan(read(parse(query).root), snapshot).plan
    for hit in answer(engine, SearchRequest(text=query)).hits:
        scored = scores(snapshot, fetch(engine, hit.id).article, planned)
        if not hit.missing:
            assert sum(scored.values()) == pytest.approx(hit.score, rel=1e-3)


def test_what_an_article_lacks_has_no_share(engine: Engine) -> None:
    found = explain(engine, "thi dua covid", article=fetch(engine, "2").article)
    shares = {part.label: part.share for part in found.parts}
    assert shares["covid"] == 0 < shares["dua"]
