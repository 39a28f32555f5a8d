"""The first promise: a few neighbouring syllables of an article find it, with diacritics or not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from unidecode import unidecode

from indexer.article import Article
from indexer.engines.base import Snapshot
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.indexing import run
from indexer.query.asked import read
from indexer.query.parse import parse
from indexer.query.plan import plan
from indexer.text import tokenize


@pytest.fixture(scope="module")
def snapshot(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("slices") / "index"
    engine = WhooshEngine(folder)
    run([sample_data], engine, folder)
    return engine.snapshot()


@pytest.fixture(scope="module")
def articles(snapshot: Snapshot) -> list[Article]:
    return [stored.article for stored in snapshot.stored(sorted(snapshot.ids()))]


def found(snapshot: Snapshot, typed: str) -> set[str]:
    """All strict matches."""
    asked = replace(plan(read(parse(typed).root), snapshot).plan, relaxation=None, limit=10_000)
    return {match.id for match in snapshot.search(asked).matches}


_ANY = st.integers(0, 10**6)


@given(which=_ANY, where=_ANY, begin=_ANY, most=st.integers(2, 4))
@settings(max_examples=150)
def test_two_to_four_neighbouring_syllables_find_their_article(
    snapshot: Snapshot, articles: list[Article], which: int, where: int, begin: int, most: int
) -> None:
    article = articles[which % len(articles)]
    texts = [text for text in (article.title, *article.body.split("\n")) if text]
    text = texts[where % len(texts)]
    tokens = tokenize(text)
    spans = sorted({(token.start, token.end) for token in tokens})
    size = min(most, len(spans))
    first = begin % (len(spans) - size + 1)
    start, end = spans[first][0], max(end for _, end in spans[first : first + size])
    # Half a document code is another code: it is found as a whole or not at all.
    whole = [token for token in tokens if token.kind in ("code", "date", "entity")]
    assume(not any(t.start < start < t.end or t.start < end < t.end for t in whole))
    typed = text[start:end].replace('"', " ")
    assert article.id in found(snapshot, typed)
    assert article.id in found(snapshot, unidecode(typed))
