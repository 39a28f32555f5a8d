"""The order of Vietnamese dictionaries: syllable by syllable, first letters, then tones.

a ă â b c d đ e ê … o ô ơ … u ư v …; in each the tones ngang, huyền, hỏi, ngã, sắc, nặng, as in
Hoàng Phê's dictionary and in the Unicode CLDR collation for Vietnamese.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
#: Letters stand behind digits and before whatever is no Vietnamese letter.
_PLACES = {ord(letter): chr(ord("a") + place) for place, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SYLLABLE = re.compile(r"[^\W_]+")

Key = tuple[tuple[str, int], ...]


def collation_key(text: str) -> Key:
    """What texts are sorted by; case and punctuation are of no account."""
    return tuple(map(_place, _SYLLABLE.findall(text.lower())))


@lru_cache(maxsize=1 << 15)
def _place(syllable: str) -> tuple[str, int]:
    """The letters in the alphabet's order, then the tone."""
    parts = unicodedata.normalize("NFD", syllable)
    tone = next((_TONES[part] for part in parts if part in _TONES), 0)
    letters = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return letters.translate(_PLACES), tone
