"""Articles like a given one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from indexer import Article, Engine, articles_like, fetch

Indexed = Callable[[Iterable[Article]], Engine]


@pytest.fixture
def engine(indexed: Indexed) -> Engine:
    return indexed(
        [
            Article(id="a", title="Giải phóng mặt bằng cao tốc", body="Huyện giải phóng mặt bằng."),
            Article(id="b", title="Cao tốc chậm", body="Cao tốc chậm vì giải phóng mặt bằng."),
            Article(id="c", title="Bầu cử", body="Cử tri đi bầu cử đại biểu Quốc hội."),
            Article(id="d", title="Cử tri", body="Cử tri bầu cử sớm ở vùng cao."),
            Article(id="e", body="xyz"),
        ]
    )


def similar(engine: Engine, id: str) -> list[str]:
    return [stored.article.id for stored in articles_like(engine, fetch(engine, id))]


def test_what_shares_telling_words_comes_first(engine: Engine) -> None:
    assert similar(engine, "a")[0] == "b"
    assert similar(engine, "c")[0] == "d"


def test_an_article_is_not_like_itself(engine: Engine) -> None:
    for id in "abcde":
        assert id not in similar(engine, id)


def test_an_article_without_telling_words_has_none(engine: Engine) -> None:
    assert similar(engine, "e") == []


def test_there_are_at_most_as_many_as_asked(engine: Engine) -> None:
    assert len(articles_like(engine, fetch(engine, "c"), limit=1)) == 1
