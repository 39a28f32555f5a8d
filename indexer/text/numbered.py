"""Numbered roads, quarters and wards: QL1A, QL.1A, QL 1A and quốc lộ 1A are `ql1a`; Q.1 is quận 1.

The key stands as an abbreviation over what it stands for, so that `quốc lộ 1A, 4B` is still found
by the syllables of `quốc lộ 4B`.
"""

from __future__ import annotations

import re
from typing import Final

from indexer.text.found import Found, Piece
from indexer.text.keys import fold
from indexer.text.numbers import number_key

_NAMES: Final = {
    "ql": ("quốc", "lộ"),
    "tl": ("tỉnh", "lộ"),
    "đt": ("đường", "tỉnh"),
    "hl": ("hương", "lộ"),
    "q": ("quận",),
    "p": ("phường",),
}
_ABBREVIATED: Final = re.compile(
    r"(?:(?P<road>QL|TL|ĐT|HL)(?P<gap>(?:\.? |[.\-])(?=\d))?|(?P<unit>[QP])\. ?(?=\d))"
    r"(?P<number>\d{1,4}[A-Z]?)(?!\w|[.,/]\d)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d{1,4}[A-Za-z]?")
#: The last syllable of a full name, folded: a number after it may belong to the name.
LAST_SYLLABLES: Final = frozenset(fold(name[-1]) for name in _NAMES.values())
_BY_NAME: Final = {name: letters for letters, name in _NAMES.items()}


def begins_numbered(exact: str) -> bool:
    """Whether a word with this key may be such a letter or two, its number with it or after it."""
    letters = exact.rstrip("0123456789abcd")
    return letters in _NAMES and len(exact) <= 7


def numbered(text: str, start: int) -> Found | None:
    """`QL1A` → quốc, lộ, 1a; a space only after capitals, quarters and wards with a dot."""
    found = _ABBREVIATED.match(text, start)
    if found is None:
        return None
    letters = found["road"] or found["unit"]
    apart = bool(found["unit"] or found["gap"])
    if apart and not letters.isupper():
        return None
    end, number = found.end(), number_key(found["number"].lower())
    named = start + len(letters) if apart else end
    name = _NAMES[letters.lower()]
    numeral = Piece(
        found.start("number") if apart else start,
        end,
        number,
        number,
        "number" if number.isdigit() else "syllable",
    )
    pieces = tuple(Piece(start, named, word, fold(word), "syllable") for word in name)
    return Found(end, (*pieces, numeral), (_key(start, end, letters + number),), " ".join(name))


def numbered_in_full(
    before: tuple[str, ...], number: str, starts: tuple[int, ...], end: int
) -> Found | None:
    """The key over `quốc lộ 1A`, `quận 1`, from the words before the number: keys and starts."""
    if not _NUMBER.fullmatch(number):
        return None
    for size in (2, 1):
        letters = _BY_NAME.get(before[-size:])
        if letters is not None and len(before) >= size:
            key = _key(starts[-size], end, letters + number_key(number.lower()))
            return Found(end, None, (key,), back=size)
    return None


def _key(start: int, end: int, key: str) -> Piece:
    return Piece(start, end, key.lower(), fold(key.lower()), "abbreviation")
