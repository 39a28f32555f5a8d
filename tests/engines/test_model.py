"""The engine answers what plain Python answers, whatever the segments and removals."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from indexer.engines.base import Matches, Put, Remove
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query.ranking import Bm25, Ranking
from indexer.query.tree import Plan
from tests.engines.making import prepare, random_article, random_plan
from tests.engines.naive import Answer, Naive

RANKING = Ranking(folded=Bm25(1.4, 0.6), title=2.5, summary=1.5, main_district=0.7)


def same(found: Matches, expected: Answer, plan: Plan) -> None:
    assert (found.total, found.relaxed) == (expected.total, expected.relaxed)
    assert dict(found.districts) == dict(expected.districts)
    assert dict(found.months) == dict(expected.months)
    assert dict(found.sources) == dict(expected.sources)
    expected_scores = {id_: (score, lacking) for id_, score, lacking in expected.hits}
    assert {match.id for match in found.matches} == expected_scores.keys()
    for match in found.matches:
        score, lacking = expected_scores[match.id]
        assert match.score == pytest.approx(score, rel=2e-3, abs=2e-3)
        assert match.missing == lacking
    if plan.sort != "relevance":
        assert [match.id for match in found.matches] == [id_ for id_, _, _ in expected.hits]
    if not found.relaxed:
        scores = [match.score for match in found.matches]
        assert plan.sort != "relevance" or scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("seed", range(6))
def test_search_answers_what_plain_python_answers(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    if seed % 2:  # the ways for many articles, with few
        monkeypatch.setattr("indexer.engines.scoring._MANY", 7)
        monkeypatch.setattr("indexer.engines.phrases._TABLE", 0)
        monkeypatch.setattr("indexer.engines.lists.DENSE", 1)
    engine = WhooshEngine(tmp_path, ranking=RANKING)
    live = {}
    with engine.writing() as writer:
        for _ in range(chance.randrange(1, 8)):
            put = [random_article(chance, f"bài {chance.randrange(120)}") for _ in range(20)]
            removed = [f"bài {chance.randrange(120)}" for _ in range(5)]
            writer.commit([*map(Put, put), *map(Remove, removed)], prepare)
            live.update({one.article.id: one for one in put})
            for id_ in removed:
                live.pop(id_, None)
    naive = Naive(map(prepare, live.values()), RANKING)
    snapshot = engine.snapshot()
    assert set(snapshot.ids()) == live.keys()
    for _ in range(60):
        plan = random_plan(chance)
        same(snapshot.search(plan), naive.answer(plan), plan)
        every = [stored.article.id for stored in snapshot.every(plan)]
        strict = [match.id for match in snapshot.search(plan).matches if not match.missing]
        assert sorted(every) == sorted(strict)
        if plan.relaxation is None or plan.sort != "relevance":
            assert every == strict
