"""Numbers with separators and units: 1.234.567 = 1234567, 12,5 = 12.5, 5km = 5 km."""

# ruff: noqa: SIM905 (a row of words reads better than a column of quotes)
from __future__ import annotations

import re
from typing import Final

from indexer.text.found import Found, Piece
from indexer.text.syllables import is_syllable

_SEPARATED: Final = re.compile(
    r"(?<!\d[.,])(?:(?P<dots>\d{1,3}(?:\.\d{3})+)|(?P<commas>\d{1,3}(?:,\d{3}){2,})|(?P<plain>\d+))"
    r"(?:[.,](?P<rest>\d+))?(?![\d]|[.,]\d)",
    re.ASCII,
)
_UNITS: Final = (
    "triệu trieu nghìn nghin ngàn ngan giờ gio tỷ tỉ ty ti tr km2 km² cm2 m2 m² m3 m³ km cm mm ha "
    "kg mg ml kwh kw kv mw gb mb tb usd vnđ vnd đ g h l m p t"
).split()
#: Units that hold a digit, folded: no codes.
SQUARES: Final = frozenset(["m2", "m3", "km2", "cm2"])
_WITH_UNIT: Final = re.compile(rf"(\d+)({'|'.join(_UNITS)})(\d*)", re.ASCII | re.IGNORECASE)


def number_key(digits: str) -> str:
    """`05` → `5` as official texts pad one-digit numbers; `007` and telephone numbers stay."""
    return digits.lstrip("0") or "0" if len(digits) == 2 else digits


def separated_number(text: str, start: int) -> Found | None:
    """One number written with thousands' dots or a decimal comma, as one token.

    1.234.567 → `1234567`; 12,5 and 12.5 → `12.5`; 1.500 → `1500`, as dots group in Vietnamese.
    A row such as 5,6,7 or 1.2.3 is no number.
    """
    found = _SEPARATED.match(text, start)
    if found is None or found["plain"] == found[0]:
        return None
    whole = found["plain"] or (found["dots"] or found["commas"]).replace(".", "").replace(",", "")
    key = f"{whole}.{found['rest']}" if found["rest"] else whole
    return Found(found.end(), (Piece(start, found.end(), key[:64], key[:64], "number"),))


_GLUED: Final = re.compile(r"([^\W\d_]{2,7})(\d{1,4})")


def word_with_number(word: str, start: int) -> tuple[tuple[int, int], ...]:
    """Where `km88` and `Ngày21` part, which lack a space; empty for codes (QL9, H5N1, u23)."""
    found = _GLUED.fullmatch(word)
    if found is None or word[1].isupper():
        return ()
    letters = found[1].lower()
    if letters != "km" and (letters.isascii() or not is_syllable(letters)):
        return ()
    return ((start, start + found.end(1)), (start + found.end(1), start + found.end()))


def number_with_unit(word: str, start: int) -> tuple[tuple[int, int], ...]:
    """Where `5km` and `22h30` part: spans of characters; empty where the word stays whole."""
    found = _WITH_UNIT.fullmatch(word)
    if found is None:
        return ()
    return tuple(
        (start + found.start(group), start + found.end(group))
        for group in (1, 2, 3)
        if found[group]
    )
