"""The two keys of a token: exact (one spelling for each pronunciation) and folded (bỏ dấu)."""

# ruff: noqa: SIM905 (a row of words reads better than a column of quotes)
from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from unidecode import unidecode

from indexer.text.syllables import SHAPES, split_tone, with_tone

#: A longer token is cut: nobody types it, and an index must not hold a megabyte as one key.
MAX_KEY: Final = 64

#: Onsets after which `y` and `i` are two spellings of one sound: kỹ = kĩ, Lý = Lí.
_Y_IS_I: Final = frozenset("b h k l m n s t th v x qu".split())
#: After `qu` also before these finals: quýt = quít, Quỳnh = Quình.
_AFTER_QU: Final = frozenset("y yt yn ynh yp ych".split())


@lru_cache(maxsize=32768)
def exact_key(token: str) -> str:
    """Lower case, tone mark where the older style puts it, one of y and i; at most 64 characters.

    hoà = hòa, thuỷ = thủy, vịêt = việt, kỹ = kĩ, Lý = Lí, quý = quí; thúy and thúi stay two.
    A word that is no Vietnamese syllable keeps its letters as they are.
    """
    word = token[:MAX_KEY].lower()
    if word.isascii():
        return _one_i(word) if word in SHAPES else word
    word = _precomposed(word)[:MAX_KEY]
    parted = split_tone(word)
    if parted is None or parted[0] not in SHAPES:
        return word
    shape, tone = parted
    return with_tone(_one_i(shape), tone)


def _precomposed(word: str) -> str:
    """NFC without the marks that found no letter to sit on."""
    composed = unicodedata.normalize("NFC", word).replace("ð", "đ")
    if composed.isalnum():
        return composed
    return "".join(letter for letter in composed if not unicodedata.combining(letter)) or composed


def _one_i(shape: str) -> str:
    """`ly` → `li`; `quyt` → `quit`; `thuy` and `quyên` stay."""
    onset, rime = SHAPES[shape]
    if onset in _Y_IS_I and (rime == "y" or (onset == "qu" and rime in _AFTER_QU)):
        return f"{onset}i{rime[1:]}"
    return shape


@lru_cache(maxsize=32768)
def fold(key: str) -> str:
    """The exact key without diacritics, ASCII only (unidecode): `lí` → `li`, `đường` → `duong`.

    A key that unidecode knows no letters for is named by its code points, so that it still has
    a key of its own.
    """
    if key.isascii():
        return key
    folded = "".join(unidecode(key, errors="ignore").lower().split())[:MAX_KEY]
    return folded or "".join(f"u{ord(letter):x}" for letter in key[:8])
