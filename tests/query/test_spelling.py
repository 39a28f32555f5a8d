"""Near words and spellings, by a lexicon written down."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import pytest

from indexer.query.lexicon import T
from indexer.query.spelling import accented, nearest, parted
from indexer.query.tree import View

COUNTS = {
    ("folded", "phong"): 90,
    ("folded", "phuong"): 80,
    ("folded", "chong"): 40,
    ("folded", "karaoke"): 3,
    ("compound", "phong_chong"): 30,
    ("compound", "thi_dua"): 20,
    ("compound", "=phòng_chống"): 28,
    ("exact", "phòng"): 50,
    ("exact", "phong"): 60,
}


@dataclass(frozen=True)
class Written:
    def frequency(self, view: View, text: str) -> int:
        return COUNTS.get((view, text), 0)

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        return make()

    def keys(self, view: View, prefix: str, limit: int) -> list[tuple[str, int]]:
        raise AssertionError("not asked for")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("phogn", "phong"),
        ("phng", "phong"),
        ("phonng", "phong"),
        ("karaokee", "karaoke"),
        ("zq", None),
    ],
)
def test_nearest_known_key_is_found(typed: str, key: str | None) -> None:
    assert nearest(typed, ("", ""), Written()) == key


def test_word_with_a_neighbour_wins_over_frequency() -> None:
    assert nearest("phogng", ("", "chong"), Written()) == "phong"


def test_two_syllables_typed_as_one_are_parted() -> None:
    assert parted("thidua", Written()) == "thi dua"
    assert parted("thidau", Written()) is None


def test_spelling_follows_the_neighbour_and_then_frequency() -> None:
    assert accented("phong", "", "chống", Written()) == "phòng"
    assert accented("phong", "", "", Written()) == "phong"
    assert accented("xyz", "", "", Written()) == "xyz"


@pytest.mark.parametrize("typed", ["a" * 1000, "1" * 12, "", "ệ" * 9])
def test_odd_words_have_no_near_ones(typed: str) -> None:
    assert nearest(typed, ("", ""), Written()) is None
