"""Posting lists that do not agree with their articles are named, though no byte was altered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engines.base import Prepared, Put, Stored
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.text import Analysed
from tests.engines.making import article, prepare


def _without_last_word(body: Analysed) -> Analysed:
    return replace(
        body, exact=body.exact[:-1], folded=body.folded[:-1], positions=body.positions[:-1]
    )


def _one_place_further(body: Analysed) -> Analysed:
    return replace(body, positions=[place + 1 for place in body.positions])


def _twice(body: Analysed) -> Analysed:
    return replace(body, compounds=[*body.compounds, "*nhan_doi"])


@pytest.mark.parametrize(
    ("wrong", "views"),
    [
        (_without_last_word, {"folded", "exact"}),
        (_one_place_further, {"folded", "exact"}),
        (_twice, {"compound"}),
    ],
)
def test_article_found_by_other_words_than_its_own_is_named(
    tmp_path: Path, wrong: object, views: set[str]
) -> None:
    def careless(stored: Stored) -> Prepared:
        prepared = prepare(stored)
        if stored.article.id != "150" or not callable(wrong):
            return prepared
        return replace(prepared, body=wrong(prepared.body))

    engine = WhooshEngine(tmp_path)
    with engine.writing() as writer:
        writer.commit([Put(article(str(n), "lũ quét lớn")) for n in range(150, 251)], careless)
    faults = engine.check(prepare)
    assert {fault.what.split()[0] for fault in faults} == views
    assert all("150" in fault.what and fault.where.endswith(".seg") for fault in faults)


def test_sound_index_of_many_segments_and_removals_has_no_fault(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    with engine.writing() as writer:
        for batch in range(4):
            writer.commit([Put(article(str(n + 5 * batch), "lũ quét")) for n in range(9)], prepare)
    assert engine.check(prepare) == []
