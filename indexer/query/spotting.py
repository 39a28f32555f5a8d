"""Where in a text a query's words may stand, found without the tokenizer.

A snippet needs two passages of some thirty syllables; to tokenize whole articles for them would
cost more than the search. So the text is folded letter by letter (every offset stays) and searched
with one regular expression; the tokenizer then decides in the passages alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.places.spelling import fold
from indexer.query.asked import Asked, Item
from indexer.query.matching import phrase_keys

#: More characters of an article, or more sightings in it, tell nothing new for two passages.
_READ = 200_000
_MOST = 2_000

#: Beginnings of the spellings of entities such as Covid-19 (nCoV, SARS-CoV-2, Cô-vít, corona).
_ENTITY_BEGINNINGS = {"covid19": r"covid|n?cov|co\W{0,3}vi[td]|sars|corona|2019"}


@dataclass(frozen=True, slots=True)
class Sighting:
    """Characters that look like the part of this number; `typed`: with the typed diacritics."""

    start: int
    end: int
    part: int
    typed: bool


class Spotter:
    """Finds what may answer a query; made once for all hits of a page."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.parts = len(asked)
        self._typed = [part.label.strip("“”*").lower() for part in asked]
        patterns = [f"(?P<p{n}>{_pattern(part)})" for n, part in enumerate(asked)]
        # The longest first, so that a phrase is seen as one and not as its first syllable.
        patterns.sort(key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<![a-z0-9])(?:{'|'.join(patterns)})", re.IGNORECASE)
            if patterns
            else None
        )

    def sightings(self, text: str) -> Iterator[Sighting]:
        """All sightings from left to right, without overlap."""
        if self._pattern is None:
            return
        text = text[:_READ]
        for count, found in enumerate(self._pattern.finditer(fold(text))):
            if count >= _MOST or found.lastgroup is None:
                return
            part = int(found.lastgroup[1:])
            start, end = found.span()
            typed = text[start:end].lower() == self._typed[part]
            yield Sighting(start, end, part, typed)


def _pattern(asked: Asked) -> str:
    match asked.form:
        case "prefix":
            return _syllable(asked.items[0].folded) + r"\w*"
        case "word":
            return _item(asked.items[0])
        case "near":
            return "|".join(map(_item, asked.items))
        case _:
            if any(item.is_name for item in asked.items):
                return _item(asked.items[0])
            keys = phrase_keys(asked.items, "folded")
            return r"\W{1,4}".join(map(_syllable, keys)) + _END


_END = r"(?![a-z0-9])"


def _item(item: Item) -> str:
    match item.kind:
        case "syllable":
            return _syllable(item.folded) + _END
        case "number":
            return "0?" + r"[.,]?".join(map(re.escape, item.folded)) + _END
        case "abbreviation":
            written = r"\W{0,3}".join(map(re.escape, item.folded))
            in_full = r"\W{1,3}".join(_syllable(folded) for _, folded in item.syllables)
            return f"(?:{written}|{in_full}){_END}"
        case "entity":
            return _ENTITY_BEGINNINGS.get(item.folded, r"\W{0,3}".join(map(re.escape, item.folded)))
        case "date":
            day = item.folded.rsplit("-", 1)[-1].lstrip("0")
            return f"0?{day}{_END}"
        case _:
            beginning = re.match(r"[a-z]+|\d+", item.folded)
            return "0*" + re.escape(beginning[0] if beginning else item.folded)


def _syllable(folded: str) -> str:
    """The spellings of a folded key, i or y."""
    return re.sub("[iy]", "[iy]", re.escape(folded))
