"""Text without diacritics, as anybody would fold it for an engine that knows no Vietnamese."""

from __future__ import annotations

import re

from unidecode import unidecode

_WORD = re.compile(r"\w+")
_DYET = str.maketrans("đĐ", "dD")


def without_dyet(text: str) -> str:
    """`đ` is a letter and no accented d, so Unicode's own folding leaves it."""
    return text.translate(_DYET)


def folded(text: str) -> str:
    """Lower case ASCII letters."""
    return unidecode(text).lower()


def words(query: str) -> list[str]:
    """The words of a query, each once."""
    return list(dict.fromkeys(_WORD.findall(query)))


def parts(query: str) -> list[tuple[str, ...]]:
    """The phrases in quotes, and the words around them, each once."""
    found: list[tuple[str, ...]] = []
    for number, piece in enumerate(query.split('"')):
        inside = tuple(_WORD.findall(piece))
        found += [inside] if number % 2 else [(word,) for word in inside]
    return [part for part in dict.fromkeys(found) if part]
