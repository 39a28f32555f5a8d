"""Names that news writes in many ways, as one token: Covid -19, SARS-CoV-2, U-23, vi-rút."""

# ruff: noqa: SIM905 (a row of words reads better than a column of quotes)
from __future__ import annotations

import re
from typing import Final

from indexer.text.found import Found, Piece
from indexer.text.keys import exact_key

_HYPHEN: Final = r"\s?[-–]?\s?"
#: key → every spelling. A row's spellings begin with one of `FIRST_WORDS`.
_SPELLINGS: Final = {
    "covid19": (
        rf"covid(?:{_HYPHEN}(?:20)?19)?"
        rf"|c[ôo](?:\s?[-–]\s?)?v[íi][td](?:{_HYPHEN}19)?"
        rf"|sars{_HYPHEN}cov{_HYPHEN}2"
        r"|ncov(?:[-– ]2019)?|2019\s?[-–]\s?ncov"
        r"|corona(?:virus)?"
    ),
    "virus": r"virus|vi\s?[-–]?\s?r[úu]t",
    "internet": r"internet|in\s?[-–]\s?t[ơo]\s?[-–]\s?n[ée]t",
    "vietgap": r"viet\s?[-–]?\s?gap",
    "asean": r"asean|a\s?[-–]\s?x[êe]\s?[-–]\s?an",
    "email": r"e\s?[-–]\s?mail|email",
    "wifi": r"wi\s?[-–]?\s?fi",
}
_PATTERN: Final = re.compile(
    "|".join(f"(?P<{key}>{spellings})" for key, spellings in _SPELLINGS.items())
    + r"|u\s?[-–.]?\s?(?P<age>1[5-9]|2[0-3])",
    re.IGNORECASE,
)
#: Folded word at which an entity may begin → folded words that may follow; None: any.
FIRST_WORDS: Final[dict[str, frozenset[str] | None]] = {
    **dict.fromkeys("covid covid19 covid2019 covit sars ncov ncov2019 corona coronavirus".split()),
    **dict.fromkeys("virus virut internet vietgap asean email wifi".split()),
    **dict.fromkeys([f"u{age}" for age in range(15, 24)]),
    "2019": frozenset(["ncov"]),
    "co": frozenset(["vit", "vid", "vit19", "vid19"]),
    "vi": frozenset(["rut"]),
    "in": frozenset(["to"]),
    "viet": frozenset(["gap"]),
    "a": frozenset(["xe"]),
    "e": frozenset(["mail"]),
    "wi": frozenset(["fi"]),
    "u": frozenset(str(age) for age in range(15, 24)),
}


def entity(text: str, start: int) -> Found | None:
    """The entity spelled from this character on, one token in one position.

    U-23, U.23, U 23 and U23 are `u23` (national teams from U15 to U23).
    """
    found = _PATTERN.match(text, start)
    if found is None or text[found.end() : found.end() + 1].isalnum():
        return None
    key = f"u{found['age']}" if found["age"] else str(found.lastgroup)
    return Found(found.end(), (Piece(start, found.end(), key, key, "entity"),))


_PLACES: Final = {
    "việt nam": "vietnam",
    "hà nội": "hanoi",
    "sài gòn": "saigon",
    "đà nẵng": "danang",
    "hải phòng": "haiphong",
    "kon tum": "kontum | công tum",
    "đắk lắk": "đắc lắc | đăk lăk | đắk lăk | đăk lắk | đak lak | dak lak | dac lac | daklak",
    "đắk nông": "đắc nông | đăk nông | đak nông | dak nong | dac nong | daknong",
    "bắc kạn": "bắc cạn | bac can",
}
#: Exact keys as written → the spelling that all are indexed under.
ALIASES: Final = {
    tuple(exact_key(word) for word in other.split()): tuple(name.split())
    for name, others in _PLACES.items()
    for other in others.split(" | ")
}
