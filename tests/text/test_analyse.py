"""What a document gives an index."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.text import Analysed, analyse, normalise, tokenize


def test_compounds_come_folded_and_exact() -> None:
    assert analyse("phong trào thi đua").compounds == [
        "phong_trao",
        "=phong_trào",
        "thi_dua",
        "=thi_đua",
    ]


def test_compounds_bear_the_exact_keys_of_their_syllables() -> None:
    assert "=kĩ_thuật" in analyse("trung tâm kỹ thuật").compounds
    assert "ki_thuat" in analyse("trung tâm kĩ thuật").compounds
    assert "=thủy_lợi" in analyse("công trình thuỷ lợi").compounds


def test_an_abbreviation_has_the_compounds_of_its_full_form() -> None:
    assert analyse("UBND tỉnh").compounds == analyse("ủy ban nhân dân tỉnh").compounds


def test_an_abbreviation_is_analysed_as_its_full_form() -> None:
    one, other = analyse("tại UBND huyện"), analyse("tại ủy ban nhân dân huyện")
    assert one == other


def test_keys_are_those_of_the_tokenizer() -> None:
    text = "Ngày 14/7/2020, UBND TP.HCM ban hành Quyết định 05/2020/QĐ-TTg.\nDịch Covid -19…"
    tokens = tokenize(text)
    found = analyse(text)
    rows = sorted(zip(found.positions, found.exact, found.folded, strict=True))
    assert rows == sorted((t.position, t.exact, t.folded) for t in tokens)


def test_length_counts_positions_that_hold_a_key() -> None:
    assert analyse("UBND.\n\n14/7/2020").length == 7


def test_nothing_is_nothing() -> None:
    empty = analyse("")
    assert (list(empty.exact), list(empty.compounds), empty.length) == ([], [], 0)
    assert isinstance(empty, Analysed)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_analyse_keeps_its_promises_on_any_text(text: str) -> None:
    found = analyse(normalise(text))
    assert len(found.exact) == len(found.folded) == len(found.positions)
    assert all(first <= second for first, second in pairwise(found.positions))
    assert found.length == len(set(found.positions))
    assert all(key.lstrip("=").count("_") for key in found.compounds)


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "-" * 200_000, "ế" + "\u0323\u0301" * 200_000, "\x00a" * 100_000],
    ids=["word", "dashes", "marks", "nul"],
)
def test_analyse_never_hangs(text: str) -> None:
    begin = time.process_time()
    analyse(text)
    assert time.process_time() - begin < 30


@pytest.mark.shared
def test_the_seed_article_gives_its_words(shared: Path) -> None:
    text = next((shared / "seed").glob("*.txt")).read_text(encoding="utf-8")
    found = analyse(normalise(text))
    assert found.folded.count("covid19") == 3
    assert "2020-07-14" in found.folded
    assert found.compounds.count("thi_dua") > 10
    assert found.length > 800
