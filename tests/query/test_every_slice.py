"""The first promise: a few neighbouring syllables of an article find it, with diacritics or not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
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


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_two_to_four_neighbouring_syllables_find_their_article(
    snapshot: Snapshot, articles: list[Article], data: st.DataObject
) -> None:
    article = data.draw(st.sampled_from(articles))
    text = data.draw(st.sampled_from([t for t in (article.title, *article.body.split("\n")) if t]))
    spans = sorted({(token.start, token.end) for token in tokenize(text)})
    size = min(data.draw(st.integers(2, 4)), len(spans))
    first = data.draw(st.integers(0, len(spans) - size))
    part = text[spans[first][0] : max(end for _, end in spans[first : first + size])]
    typed = "".join(letter if letter.isalnum() else " " for letter in part) if '"' in part else part
    assert article.id in found(snapshot, typed)
    assert article.id in found(snapshot, unidecode(typed))
