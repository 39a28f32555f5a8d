"""Codes of documents (05/2020/QĐ-TTg), of the Party (12-NQ/TW), of sectors (CH.TH.44)."""

# ruff: noqa: SIM905 (a row of words reads better than a column of quotes)
from __future__ import annotations

import re
from typing import Final

from indexer.text.found import Found, Piece
from indexer.text.keys import fold

_LETTERS: Final = r"[A-ZĐa-zđưƯ]{1,12}\d{0,3}"
#: Between two parts: a mark, or a dash with spaces or a dot before another row of capitals.
_NEXT: Final = r"(?:[-/&–]| ?[-/–] ?(?=[A-ZĐ]{2})|\.(?=[A-ZĐ]{2}))"
_DOCUMENT: Final = re.compile(
    rf"(?P<number>\d{{1,6}})(?P<suffix>[A-Za-zđĐ]{{0,2}})(?: ?/ ?(?P<year>(?:19|20)\d\d))?"
    rf"(?: ?/ ?|(?P<dash>[-–]))(?P<letters>{_LETTERS}(?:{_NEXT}{_LETTERS}){{0,5}})(?!\w)"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_PARTS: Final = re.compile(r"\s?[-/.–]\s?")

#: First parts of codes, folded, by which a code in small letters is known (Nghị định 30/2020/NĐ-CP,
#: phụ lục III, and the Party's Hướng dẫn 36-HD/VPTW).
_TYPES: Final = frozenset(
    "nq qd ct qc qyd tb hd ct kh pa da dd bc bb ttr hd cv cd bgn bn bcn gm gp ggt gdd pg pc pt "
    "nd tt ttlt l lct pl qdd kl tw ubnd hdnd vpcp sl px vbhn".split()
)
_SECTOR: Final = re.compile(
    r"(?P<letters>[A-ZĐ]{1,6}(?:[.\-][A-ZĐ]{1,6}){0,4})[.\-](?P<number>\d{1,4}[A-Za-z]?)"
    r"(?!\w|[.,\-/]\d)"
)
#: Numbered after a dot: CT.5.
_NUMBERED: Final = frozenset("ĐH CT F U".split())


def document_code(text: str, start: int) -> Found | None:
    """A code that begins with its number here: `05/2020/QĐ-TTg` → `5/2020/qđ-ttg`.

    Leading zeros, case, spaces and the kind of separator between the letters do not count, so
    `12-NQ/TW` = `12/NQ-TW`.
    """
    found = _DOCUMENT.match(text, start)
    if found is None or not _is_document(found):
        return None
    number = (found["number"].lstrip("0") or "0") + found["suffix"].lower()
    letters = "-".join(_PARTS.split(found["letters"])).replace("&", "").lower()
    key = "/".join(part for part in (number, found["year"], letters) if part)[:64]
    return _stacked(start, found.end(), key)


def _is_document(found: re.Match[str]) -> bool:
    """Whether it looks like a code and not like 60km/h, 5/kg, `10-UBND` or `3 /nửa`."""
    groups = _PARTS.split(found["letters"])
    known = fold(groups[0].lower()).rstrip("0123456789") in _TYPES | {"qh"}
    capital = groups[0][0].isupper() and len(groups[0]) > 1 and groups[0][1:2].isupper()
    if found["dash"]:
        return known and len(groups) > 1
    if " " in found[0] and not capital:
        return False
    return known or capital or (found["year"] is not None and len(groups) > 1)


def sector_code(text: str, start: int, known: frozenset[str]) -> Found | None:
    """`CH.TH.44` → `chth44`, `Su-30` → `su30`; none where a part is in `known`."""
    found = _SECTOR.match(text, start)
    if found is None:
        return None
    groups = re.split(r"[.\-]", found["letters"])
    dotted = text[found.end("letters")] == "."
    if any(group in known for group in groups) and groups[0] not in _NUMBERED:
        return None
    if len(groups) == 1 and _YEAR.fullmatch(found["number"]):
        return None
    if len(groups) == 1 and dotted and groups[0] not in _NUMBERED:
        return None
    return _stacked(start, found.end(), "".join(groups).lower() + found["number"].lower())


def _stacked(start: int, end: int, key: str) -> Found:
    return Found(end, None, (Piece(start, end, key, fold(key), "code"),))
