"""Accent chips: what a query typed without diacritics may mean, each a link that narrows to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, product

from indexer import (
    Engine,
    SearchRequest,
    Snapshot,
    counts,
    exact_key,
    fold,
    is_folded_syllable,
    is_syllable,
)

_BASES = {"a": "aăâ", "d": "dđ", "e": "eê", "o": "oôơ", "u": "uư"}
_TONED = {
    "a": "àáảãạ", "ă": "ằắẳẵặ", "â": "ầấẩẫậ", "e": "èéẻẽẹ", "ê": "ềếểễệ", "i": "ìíỉĩị",
    "o": "òóỏõọ", "ô": "ồốổỗộ", "ơ": "ờớởỡợ", "u": "ùúủũụ", "ư": "ừứửữự", "y": "ỳýỷỹỵ",
}  # fmt: skip
#: Only plain words: whoever writes phrases or operators says what they mean.
_PLAIN = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*", re.ASCII | re.IGNORECASE)
#: The longest Vietnamese compounds of the index that are tried.
_LONGEST = 4
#: Spellings tried for each syllable of a compound, and chips shown for a whole query (each is a
#: search of its own).
_LIKELIEST, MOST = 6, 4
#: A spelling this much rarer than the likeliest is a slip of the pen, or noise.
_RARE = 0.03


@dataclass(frozen=True, slots=True)
class Chip:
    """One spelling of words of the query, the request for just that, and its articles."""

    text: str
    asked: SearchRequest
    total: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """Neighbouring words of the query (`start` to `end`, exclusive) and how they may be spelt."""

    start: int
    end: int
    spellings: tuple[str, ...]


def chips(engine: Engine, asked: SearchRequest) -> list[Chip]:
    """The spellings worth a link, most articles first; none where diacritics were typed."""
    if asked.exact or not _PLAIN.fullmatch(asked.text):
        return []
    words = asked.text.lower().split()
    snapshot = engine.snapshot()
    units = snapshot.remember(("accents", *words), lambda: tuple(_units(snapshot, words)))
    spelt = ((unit, spelling) for unit in units for spelling in unit.spellings)
    tried = [(text, _narrowed(asked, words, unit, text)) for unit, text in islice(spelt, MOST)]
    totals = counts(engine, [narrowed for _, narrowed in tried])
    found = [Chip(*each, total) for each, total in zip(tried, totals, strict=True) if total]
    return sorted(found, key=lambda chip: -chip.total)


@lru_cache(maxsize=4096)
def spellings(folded: str) -> tuple[str, ...]:
    """The exact keys of all possible syllables that lose their diacritics to this one."""
    if not is_folded_syllable(folded):
        return ()
    bases = product(*(_BASES.get(letter, letter) for letter in folded))
    toned = (toned for base in bases for toned in _with_tones("".join(base)))
    keys = {exact_key(text) for text in toned if is_syllable(text)}
    return tuple(sorted(key for key in keys if fold(key) == folded))


def likeliest(snapshot: Snapshot, folded: str, most: int) -> list[str]:
    """The spellings of a syllable that the index holds, most articles first."""
    counted = [(snapshot.frequency("exact", key), key) for key in spellings(folded)]
    return _frequent(counted)[:most]


def compound_spellings(snapshot: Snapshot, folded: Sequence[str], most: int) -> list[str]:
    """The spellings of a compound that the index holds, most articles first."""
    each = [likeliest(snapshot, syllable, _LIKELIEST) for syllable in folded]
    counted = [
        (snapshot.frequency("compound", f"={'_'.join(way)}"), " ".join(way))
        for way in product(*each)
    ]
    return _frequent(counted)[:most]


def _frequent(counted: Sequence[tuple[int, str]]) -> list[str]:
    """The most frequent first, without those that are rare beside it."""
    most = max((count for count, _ in counted), default=0)
    ordered = sorted(counted, key=lambda c: (-c[0], c[1]))
    return [text for count, text in ordered if count and count >= _RARE * most]


def _with_tones(text: str) -> Iterator[str]:
    yield text
    for place, letter in enumerate(text):
        for toned in _TONED.get(letter, ""):
            yield f"{text[:place]}{toned}{text[place + 1 :]}"


def _units(snapshot: Snapshot, words: Sequence[str]) -> Iterator[_Unit]:
    """The query's compounds, the longest first; of a query of one word that word."""
    if len(words) == 1:
        yield _Unit(0, 1, tuple(likeliest(snapshot, words[0], MOST)))
    start = 0
    while start < len(words) - 1:
        unit = _longest(snapshot, words, start)
        if unit is not None:
            yield unit
        start = unit.end if unit else start + 1


def _longest(snapshot: Snapshot, words: Sequence[str], start: int) -> _Unit | None:
    for end in range(min(start + _LONGEST, len(words)), start + 1, -1):
        if snapshot.frequency("compound", "_".join(words[start:end])):
            return _Unit(start, end, tuple(compound_spellings(snapshot, words[start:end], 3)))
    return None


def _narrowed(
    asked: SearchRequest, words: Sequence[str], unit: _Unit, spelling: str
) -> SearchRequest:
    text = " ".join((*words[: unit.start], f'"{spelling}"', *words[unit.end :]))
    return replace(asked, text=text, page=1)
