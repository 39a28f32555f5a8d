"""Exact keys, folding and what a syllable is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.text import exact_key, fold, is_folded_syllable, is_syllable
from indexer.text.keys import MAX_KEY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("hoá", "hóa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("uỷ", "ủy"),
        ("vịêt", "việt"),
        ("kỹ", "kĩ"),
        ("Lý", "Lí"),
        ("quý", "quí"),
        ("Quỳnh", "Quình"),
        ("quýt", "quít"),
        ("mỹ", "mĩ"),
        ("sỹ", "sĩ"),
        ("tỷ", "tỉ"),
        ("hy", "hi"),
        ("thy", "thi"),
        ("vỹ", "vĩ"),
        ("ỦY", "uỷ"),
        ("đừơng", "đường"),
        ("giừơng", "giường"),
    ],
)
def test_two_spellings_of_one_syllable_share_a_key(one: str, other: str) -> None:
    assert exact_key(one) == exact_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("thúy", "thúi"),
        ("hòa", "họa"),
        ("mai", "may"),
        ("quyên", "quên"),
        ("lý", "lỳ"),
        ("đường", "dương"),
        ("tùy", "tùi"),
        ("khuy", "khui"),
        ("ý", "í"),
    ],
)
def test_two_syllables_keep_two_keys(one: str, other: str) -> None:
    assert exact_key(one) != exact_key(other)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Hoà", "hòa"),
        ("giá", "giá"),
        ("gì", "gì"),
        ("giếng", "giếng"),
        ("quà", "quà"),
        ("khuỷu", "khuỷu"),
        ("ngoài", "ngoài"),
        ("hoàn", "hoàn"),
        ("mía", "mía"),
        ("thuở", "thuở"),
        ("Café", "café"),
        ("OCOP", "ocop"),
    ],
)
def test_the_tone_stands_where_the_older_style_has_it(word: str, key: str) -> None:
    assert exact_key(word) == key


def test_fold_takes_the_exact_key_so_that_spellings_fold_alike() -> None:
    assert fold(exact_key("Lý")) == fold(exact_key("Lí")) == "li"
    assert fold(exact_key("kỹ")) == "ki"
    assert fold(exact_key("Đường")) == "duong"


def test_a_word_of_a_megabyte_gets_a_short_key() -> None:
    assert len(exact_key("á" * 1_000_000)) == MAX_KEY
    assert len(fold(exact_key("中" * 1_000_000))) <= MAX_KEY


@settings(max_examples=300, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_folded_keys_are_ascii(word: str) -> None:
    key = exact_key(word)
    assert fold(key).isascii()
    assert exact_key(key) == key


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aăâeêioôơuưyđbcghklmnpqrstvx\u0300\u0301\u0303\u0309\u0323", max_size=8))
def test_the_exact_key_is_stable_for_anything_like_a_syllable(letters: str) -> None:
    key = exact_key(unicodedata.normalize("NFC", letters))
    assert exact_key(key) == key
    assert exact_key(key.upper()) == key


@pytest.mark.parametrize(
    "word", ["thi", "đua", "nghiêng", "quốc", "gì", "giữ", "xoong", "kạn", "đắk", "khuya", "ý"]
)
def test_well_formed_syllables_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["nhândân", "viêt", "ubnd", "thp", "ngi", "cê", "bàhn", "hòà", "", "covid", "hoa1", "w"]
)
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_a_folded_syllable_is_one_typed_without_diacritics() -> None:
    assert is_folded_syllable("viet")
    assert is_folded_syllable("duong")
    assert not is_folded_syllable("ubnd")
    assert not is_folded_syllable("tp")
