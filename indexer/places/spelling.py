"""Spellings of a name: folded at equal length for matching, marked for telling apart.

Place names come with both tone styles (Hoà, Hòa), with i for y (Mĩ Tho), without diacritics,
in capitals, and, in the highlands, in many ways (Đắk, Đăk, Dak; KonPlong; Đắk R’ Lấp).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_APOSTROPHES = "'’‘`´ʼ"
_DASHES = "-‐‑–—"
_TABLE_SIZE = 0x2100


def _folding_table() -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """One ASCII character for each character: the bare letter, its case kept."""
    table = np.full(_TABLE_SIZE, ord("?"), np.uint8)
    for code in (*range(0x250), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070), 0x2C6):
        char = chr(code)
        bare = {"đ": "d", "Đ": "D", "Ð": "D"}.get(char) or unicodedata.normalize("NFD", char)[0]
        if char in _APOSTROPHES:
            bare = "'"
        elif char in _DASHES:
            bare = "-"
        elif char != "\n" and char.isspace():
            bare = " "
        elif char in "“”":
            bare = '"'
        elif not bare.isascii():
            bare = "z" if char.isalpha() else "?"
        table[code] = ord(bare)
    return table


_TABLE = _folding_table()
_SMALL = np.frombuffer(_TABLE.tobytes().lower().replace(b"y", b"i"), np.uint8)


def fold(text: str) -> str:
    """The text as bare ASCII letters, case kept, every offset kept.

    A table look-up over an array is five times faster than `str.translate` on Vietnamese.
    """
    return _looked_up(text, _TABLE)


def fold_small(text: str) -> str:
    """The same in small letters with i for y, as keys are."""
    return _looked_up(text, _SMALL)


def _looked_up(text: str, table: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> str:
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    return table.take(codes, mode="clip").tobytes().decode("ascii")


def key(folded: str) -> str:
    """What all spellings of a name share: lower-case bare letters and digits, i for y."""
    return "".join(filter(str.isalnum, folded)).lower().replace("y", "i")


_NO_LETTERS = str.maketrans("", "", " '-.")


def keys(names: Iterable[str]) -> list[str]:
    """The keys of many names, made in one go."""
    folded = fold_small("\n".join(names))
    return folded.translate(_NO_LETTERS).split("\n")


@lru_cache(maxsize=1 << 14)
def marked(name: str) -> str:
    """The name with its diacritics, in one tone style, lower case, i for y, without spaces."""
    return "".join(map(_marked_syllable, name.lower().split()))


def _marked_syllable(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable)
    bare = "".join(c for c in letters if c not in _TONES and (c.isalnum() or ord(c) > 0x2FF))
    tones = "".join(c for c in letters if c in _TONES)
    return bare.replace("y", "i") + tones
