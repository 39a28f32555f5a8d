"""Numbered roads: QL1A, QL.1A, QL 1A and quốc lộ 1A are one road, `ql1a`."""

from __future__ import annotations

import re
from typing import Final

from indexer.text.found import Found, Piece
from indexer.text.keys import fold
from indexer.text.numbers import number_key

#: Abbreviation → the syllables it stands for: national, provincial (two names) and local roads.
_ROADS: Final = {
    "ql": ("quốc", "lộ"),
    "tl": ("tỉnh", "lộ"),
    "đt": ("đường", "tỉnh"),
    "hl": ("hương", "lộ"),
}
_ABBREVIATED: Final = re.compile(
    r"(?P<road>QL|TL|ĐT|HL)(?P<gap>(?:\.? |[.\-])(?=\d))?(?P<number>\d{1,4}[A-Z]?)(?!\w|[.,/]\d)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d{1,4}[A-Za-z]?")
#: The second syllable of a full name, folded → whether a number after it may be a road's.
SECOND_SYLLABLES: Final = frozenset(fold(second) for _, second in _ROADS.values())
_BY_NAME: Final = {name: road for road, name in _ROADS.items()}


def begins_road(exact: str) -> bool:
    """Whether a word with this key may be an abbreviated road, its number with it or after it."""
    return exact[:2] in _ROADS and not exact[2:3].isalpha()


def road(text: str, start: int) -> Found | None:
    """`QL1A` → quốc, lộ, 1a, and the code over all; a space only after capitals."""
    found = _ABBREVIATED.match(text, start)
    if found is None or (found["gap"] and not found["road"].isupper()):
        return None
    letters, number = found["road"].lower(), number_key(found["number"].lower())
    end = found.end()
    named = found.end("road") if found["gap"] else end
    numbered = found.start("number") if found["gap"] else start
    first, second = _ROADS[letters]
    pieces = (
        Piece(start, named, first, fold(first), "syllable"),
        Piece(start, named, second, fold(second), "syllable"),
        Piece(numbered, end, number, number, "number" if number.isdigit() else "syllable"),
    )
    return Found(end, pieces, (_code(start, end, letters + number),), f"{first} {second}")


def road_in_full(name: tuple[str, ...], number: str, start: int, end: int) -> Found | None:
    """The code over `quốc lộ 1A`, from the exact keys of the two words before the number."""
    letters = _BY_NAME.get((name[0], name[1])) if len(name) == 2 else None
    if letters is None or not _NUMBER.fullmatch(number):
        return None
    code = _code(start, end, letters + number_key(number.lower()))
    return Found(end, None, (code,), back=2)


def _code(start: int, end: int, key: str) -> Piece:
    return Piece(start, end, key, fold(key), "code")
