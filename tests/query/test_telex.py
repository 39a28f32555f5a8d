"""Telex and VNI left-overs."""

from __future__ import annotations

import pytest

from indexer.query.telex import meant


@pytest.mark.parametrize(
    ("typed", "syllable"),
    [
        ("ddua", "đua"),
        ("duad", "đua"),
        ("thuongwr", "thưởng"),
        ("thuwowngr", "thưởng"),
        ("thuowngr", "thưởng"),
        ("thuwongr", "thưởng"),
        ("quyeets", "quyết"),
        ("vieejt", "việt"),
        ("vietej", "việt"),
        ("nguyeenx", "nguyễn"),
        ("dduwowngf", "đường"),
        ("traof", "trào"),
        ("hoaf", "hoà"),
        ("DDUA", "đua"),
        ("d9ua", "đua"),
        ("thuo7ng3", "thưởng"),
        ("thu7o7ng3", "thưởng"),
        ("thuong73", "thưởng"),
        ("vie65t", "việt"),
        ("nguye6n4", "nguyễn"),
        ("la8ng", "lăng"),
    ],
)
def test_keys_left_undone_become_the_syllable(typed: str, syllable: str) -> None:
    found = meant(typed)
    assert found is not None
    assert found in (syllable, {"hoà": "hòa"}.get(syllable))


@pytest.mark.parametrize("typed", ["thi", "đua", "covid", "xyz", "", "12", "a", "z" * 100, "ubnd"])
def test_other_words_are_no_left_overs(typed: str) -> None:
    assert meant(typed) is None
