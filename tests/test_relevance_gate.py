"""Ranking our own judged queries never gets worse unnoticed (see tests/bench/gate.py)."""

from __future__ import annotations

from pathlib import Path

from tests.bench import gate


def test_ranking_of_the_sample_articles_stays_above_its_floors(tmp_path: Path) -> None:
    values = gate.reached(tmp_path / "index")
    fallen = gate.below(values, gate.floors())
    assert not fallen, f"{fallen}; all: {values}"


def test_floors_cover_every_measure_and_are_not_trivial() -> None:
    pinned = gate.floors()
    assert set(pinned) == {
        f"{measure}{suffix}"
        for measure in ("ndcg@10", "success@1")
        for suffix in ("", ", no diacritics")
    }
    assert all(0.5 < floor <= 1 for floor in pinned.values())


def test_floors_move_up_and_never_down() -> None:
    raised = gate.raised({"a": 0.71239, "b": 0.5}, {"a": 0.7, "b": 0.6})
    assert raised == {"a": 0.712, "b": 0.6}


def test_what_fell_below_its_floor_is_named_with_both_figures() -> None:
    assert gate.below({"a": 0.7, "b": 0.5}, {"a": 0.7, "b": 0.6}) == ["b: 0.500 < 0.600"]
