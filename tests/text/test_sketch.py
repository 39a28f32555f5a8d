"""Sketches tell near-identical texts from others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.folding import APART
from indexer.text.sketch import NONE, sketch

KEYS = [f"tiếng{number}" for number in range(300)]


def apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def test_a_sketch_is_the_same_on_every_machine() -> None:
    assert sketch(KEYS).hex() == (
        "024468a4a0fa6aebe7e71f63f9add086e96f52198f1f66f626a39c01e53b207c"
    )


def test_few_changed_words_leave_the_sketch_near() -> None:
    changed = [key if number % 60 else "khác" for number, key in enumerate(KEYS)]
    assert 0 < apart(sketch(KEYS), sketch(["đài", "báo", *changed])) <= APART


def test_texts_with_the_same_words_in_another_order_are_far_apart() -> None:
    assert apart(sketch(KEYS), sketch(reversed(KEYS))) > 2 * APART


def test_where_the_parts_of_a_text_end_makes_no_difference() -> None:
    assert sketch(KEYS[:7], KEYS[7:]) == sketch(KEYS)


def test_a_text_too_short_has_none() -> None:
    assert sketch() == sketch(KEYS[:6]) == NONE != sketch(KEYS[:7])


@given(st.lists(st.text(max_size=5), max_size=500))
def test_any_keys_have_a_sketch_of_one_size(keys: list[str]) -> None:
    assert len(sketch(keys)) == len(NONE)
