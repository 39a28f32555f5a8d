"""Raw words: runs of letters and digits, each with its keys and what it may begin."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final, NamedTuple

from indexer.text.abbreviations import BEGINNINGS, FULL_FORMS, abbreviation_of
from indexer.text.entities import ALIASES, FIRST_WORDS
from indexer.text.keys import exact_key, fold
from indexer.text.numbered import begins_numbered
from indexer.text.numbers import number_key, word_with_number
from indexer.text.syllables import is_folded_syllable

#: Letters and digits, with the combining marks that found no letter of their own.
_WORD: Final = re.compile(r"([^\W_]++(?:[\u0300-\u036f]++[^\W_]*+)*+)")

# What a word may begin; 0 for most, so that the rest of the chain passes over it.
PLAIN: Final = 0
DIGITS: Final = 1
ABBREVIATION: Final = 2
BEGINNING: Final = 4
ENTITY: Final = 8
CAPITALS: Final = 16
MONTH: Final = 32
ALIAS: Final = 64
UNIT_TITLE: Final = 128
CENTRAL: Final = 512
NUMBERED: Final = 1024
#: The first syllable of a phrase that has an abbreviation; read over the finished stream.
FULL_FORM: Final = 256
#: All that is looked at one by one in the raw words.
LOOKED_AT: Final = 255 | CENTRAL | NUMBERED

_FIRST_OF_ALIAS: Final = frozenset(words[0] for words in ALIASES)


class Read(NamedTuple):
    """A raw word's keys and the flags above."""

    exact: str
    folded: str
    flags: int


class _Reader(dict[str, Read]):
    """Each raw word read once; forgets everything when full, so that it stays small."""

    def __missing__(self, word: str) -> Read:
        if len(self) >= 100_000:
            self.clear()
        read = _read(word)
        if len(word) <= 64:
            self[word] = read
        return read


def _read(word: str) -> Read:
    if word.isascii() and word.isdigit():
        key = number_key(word[:64])
        return Read(key, key, DIGITS | ENTITY if key in FIRST_WORDS else DIGITS)
    exact = exact_key(word)
    folded = fold(exact)
    return Read(exact, folded, _flags(word, exact, folded))


def _flags(word: str, exact: str, folded: str) -> int:
    flags = PLAIN
    if word[0].isdecimal():
        flags |= DIGITS
    if abbreviation_of(word):
        flags |= ABBREVIATION
    elif folded[-1:].isdigit() and word_with_number(word, 0):
        flags |= DIGITS
    if word.isupper() and word.isalpha() and len(word) <= 6:
        flags |= CAPITALS
        if word in ("H", "Q", "P", "X"):
            flags |= UNIT_TITLE
        if word in ("T", "TƯ"):
            flags |= CENTRAL
    if exact in BEGINNINGS and (word.isupper() or not is_folded_syllable(folded)):
        flags |= BEGINNING
    if begins_numbered(exact):
        flags |= NUMBERED
    if folded in FIRST_WORDS:
        flags |= ENTITY
    if folded == "thang" and exact in ("tháng", "thang"):
        flags |= MONTH
    if exact in _FIRST_OF_ALIAS:
        flags |= ALIAS
    if folded in FULL_FORMS:
        flags |= FULL_FORM
    return flags


READ: Final = _Reader()


class Words(NamedTuple):
    """The raw words of a text in parallel lists; `gaps[i]` stands before word i, one more at the
    end; `starts` and `ends` count characters.
    """

    words: list[str]
    gaps: list[str]
    starts: list[int]
    ends: list[int]
    exact: list[str]
    folded: list[str]
    flags: list[int]


def raw_words(text: str) -> Words:
    """The text cut into raw words."""
    parts = _WORD.split(text)
    words = parts[1::2]
    bounds = list(accumulate(map(len, parts)))
    exact, folded, flags = zip(*map(READ.__getitem__, words), strict=True) if words else ((),) * 3
    return Words(
        words,
        parts[0::2],
        bounds[0:-1:2],
        bounds[1::2],
        list(exact),
        list(folded),
        list(flags),
    )
