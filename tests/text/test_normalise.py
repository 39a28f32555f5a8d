"""One spelling for one text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.text import normalise


def test_decomposed_letters_are_composed() -> None:
    assert normalise(unicodedata.normalize("NFD", "phong trào thi đua")) == "phong trào thi đua"


def test_tone_typed_before_the_circumflex_is_set_right() -> None:
    assert normalise("ca\u0301\u0302p xa\u0303, He\u0301\u0302t") == "cấp xã, Hết"


@pytest.mark.parametrize("wrong", ["Ðồng Ðăng", "Ɖồng Ɖăng", "Đồng Đăng"])
def test_every_d_with_a_stroke_is_the_vietnamese_one(wrong: str) -> None:
    assert normalise(wrong) == "Đồng Đăng"
    assert normalise("ði ɖi") == "đi đi"


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\u3000", "\x1f"])
def test_odd_spaces_become_a_space(space: str) -> None:
    assert normalise(f"nhân{space}dân") == "nhân dân"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_a_newline(end: str) -> None:
    assert normalise(f"một{end}đôi") == "một\nđôi"


def test_zero_width_space_between_two_syllables_becomes_a_space() -> None:
    assert normalise("toàn thể nhân\u200bdân") == "toàn thể nhân dân"
    assert normalise("thi\u200b\u200bđua Covid\u200b-19") == "thi đua Covid -19"


def test_zero_width_space_within_a_syllable_goes() -> None:
    assert normalise("nh\u200bân dân, NH\u200bÂN") == "nhân dân, NHÂN"
    assert normalise("ngh\u200bi\u0303\u200ba") == "nghĩa"


def test_zero_width_space_beside_a_space_goes() -> None:
    assert normalise("\u200bnhân \u200b dân\u200b\n\u200bta\u200b") == "nhân  dân\nta"


@pytest.mark.parametrize(
    "unseen", ["\u200c", "\u200d", "\u00ad", "\ufeff", "\u2060", "\u202e", "\u2066", "\x00", "\x7f"]
)
def test_what_no_reader_sees_goes(unseen: str) -> None:
    assert normalise(f"{unseen}nhân d{unseen}ân{unseen}") == "nhân dân"


def test_lone_surrogates_are_replaced_and_pairs_joined() -> None:
    assert normalise("tin \ud800 mới") == "tin \ufffd mới"
    assert normalise("tin \ud83d\ude00") == "tin 😀"
    normalise("\udfff\ud800").encode("utf-8")


def test_tabs_newlines_and_spaces_stay() -> None:
    assert normalise("  Cao Lộc\t 14\n\n   huyện ") == "  Cao Lộc\t 14\n\n   huyện "


def test_good_text_is_returned_as_it_is() -> None:
    text = "Ủy ban nhân dân huyện Cao Lộc – “Covid-19”, 1.234.567 đồng…"
    assert normalise(text) is text or normalise(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301\u0323" * 300_000,
        "\u200b" * 300_000,
        "a\u200b" * 200_000,
        "ắ" * 500_000,
        "\x00" * 500_000,
        "é " * 200_000,
        "\r" * 300_000,
        "\ud800" * 300_000,
    ],
    ids=["marks", "zero width", "letters apart", "one word", "nul", "latin", "returns", "lone"],
)
def test_normalise_never_hangs(text: str) -> None:
    begin = time.process_time()
    normalise(text)
    assert time.process_time() - begin < 30


_TROUBLE = (
    "aAeêoơuưdđ hnµ¸®©éèÖîñ"
    "\u0301\u0323\u0302\u0306\u200b\u00ad\u00a0\ufeff\r\n\x85ÐÐ\u0344\u1100\u1161"
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet=_TROUBLE, max_size=60)))
@example("\u200ba\u0302\u200b\u0301n")
@example("Hµ\u200b Néi\u00ad ®")
@example("\u2000\u0301\ud800\udc00")
def test_normalise_is_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_normalised_text_is_nfc_and_encodes(text: str) -> None:
    once = normalise(text)
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")
    assert not set(once) & set("\x00\r\u200b\u00ad\u00a0\ufeff\u202e")
