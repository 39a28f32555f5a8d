"""Suggestions as a person types: compounds of the index, places, and titles.

The last word is taken as unfinished. Everything is matched without diacritics; where some were
typed, only spellings that begin so are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Literal

from indexer import (
    Engine,
    SearchRequest,
    Snapshot,
    all_districts,
    answer,
    count,
    exact_key,
    fold,
    is_folded_syllable,
    provinces,
)
from webui.accents import compound_spellings

#: Letters of the first word from which on there is something to suggest.
SHORTEST = 2
#: More of a query is no beginning of a word any more.
LONGEST = 100
_WORDS, _PLACES, _TITLES = 5, 2, 3
#: Syllables before the last that a compound may begin with.
_CONTEXT = 3
#: Keys read of one range, and likeliest syllables that an unfinished one is taken for.
_KEYS, _SYLLABLES = 2000, 5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the query may become. `id` is the article's where a title is suggested."""

    kind: Literal["word", "place", "title"]
    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class _Typed:
    """The words typed so far, as typed and without diacritics; the last one is unfinished."""

    words: tuple[str, ...]
    folded: tuple[str, ...]

    def contexts(self) -> range:
        """How many words before the last may go with it, most first; one letter is not alone."""
        alone = 0 if len(self.folded[-1]) >= SHORTEST else 1
        return range(min(_CONTEXT, len(self.folded) - 1), alone - 1, -1)

    def completed(self, context: int, ending: str) -> str:
        """The text with its last word and `context` words before it replaced."""
        kept = self.words[: len(self.words) - context - 1]
        return " ".join((*kept, ending))

    def begins(self, context: int, spelling: str) -> bool:
        """Whether a spelling agrees with the diacritics typed in the words it replaces."""
        own = [exact_key(word) for word in self.words[len(self.words) - context - 1 :]]
        pairs = zip(own, exact_key(spelling).split(), strict=False)
        return all(typed == fold(typed) or key.startswith(typed) for typed, key in pairs)


def suggestions(engine: Engine, text: str) -> list[Suggestion]:
    """At most ten suggestions, best first; none where there is too little to go by."""
    typed = _read(text)
    if typed is None:
        return []
    found = [
        *islice(_words(engine.snapshot(), typed), _WORDS),
        *islice(_places(typed), _PLACES),
        *_titles(engine, typed),
    ]
    # A place that is a compound too is shown as a place.
    by_text = {each.text.lower(): each for each in found}
    by_text.pop(" ".join(typed.words), None)
    return list(by_text.values())


def _read(text: str) -> _Typed | None:
    """The typed words; None where there is too little, or syntax was typed."""
    words = tuple(text.lower().split())
    if not words or len(text) > LONGEST or not all(_WORD.fullmatch(word) for word in words):
        return None
    folded = tuple(fold(exact_key(word)) for word in words)
    return _Typed(words, folded) if len(text.strip()) >= SHORTEST else None


def _words(snapshot: Snapshot, typed: _Typed) -> Iterator[Suggestion]:
    """Compounds that begin with the last words, those that take in more words first."""
    for context in typed.contexts():
        for folded in _compounds(snapshot, typed.folded[len(typed.folded) - context - 1 :]):
            for spelling in compound_spellings(snapshot, folded.split("_"), 2):
                if typed.begins(context, spelling):
                    yield Suggestion("word", typed.completed(context, spelling))


def _compounds(snapshot: Snapshot, folded: Sequence[str]) -> list[str]:
    """Folded compounds that begin so, most articles first."""
    beginnings = ["_".join(folded)]
    if len(folded) == 1:
        beginnings = [f"{syllable}_" for syllable in _syllables(snapshot, folded[0])]
    counted = [key for start in beginnings for key in snapshot.keys("compound", start, _KEYS)]
    counted.sort(key=lambda key: (-key[1], key[0]))
    return [key for key, _ in counted[:_WORDS]]


def _syllables(snapshot: Snapshot, beginning: str) -> list[str]:
    """The likeliest syllables that begin so, without diacritics."""
    counted = snapshot.keys("folded", beginning, _KEYS)
    ordered = sorted(counted, key=lambda key: (-key[1], key[0]))
    return [key for key, _ in ordered if is_folded_syllable(key)][:_SYLLABLES]


def _places(typed: _Typed) -> Iterator[Suggestion]:
    """Provinces and districts whose name begins with the last words."""
    for context in typed.contexts():
        beginning = " ".join(typed.folded[len(typed.folded) - context - 1 :])
        for name, folded in _place_names():
            if folded.startswith(beginning) and typed.begins(context, name.lower()):
                yield Suggestion("place", typed.completed(context, name))


@cache
def _place_names() -> tuple[tuple[str, str], ...]:
    """The short names of provinces and districts, with their folded form."""
    names = dict.fromkeys(
        [unit.short for unit in provinces()] + [unit.short for unit in all_districts()]
    )
    return tuple((name, _folded(name)) for name in names if not name.isdigit())


def _folded(name: str) -> str:
    return " ".join(fold(exact_key(word)) for word in name.lower().split())


def _titles(engine: Engine, typed: _Typed) -> list[Suggestion]:
    """Titles that hold the words and one that begins like the last."""
    *words, last = typed.words
    if len(last) < SHORTEST:
        return []
    text = " ".join((*(f"title:{word}" for word in words), f"title:{last}*"))
    asked = SearchRequest(text=text, limit=_TITLES)
    hits = answer(engine, asked).hits if count(engine, asked) else ()
    return [Suggestion("title", hit.title, hit.id) for hit in hits if hit.title and not hit.missing]
