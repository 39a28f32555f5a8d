"""Where in a text a query's words may stand, found without the tokenizer.

A snippet needs two passages of some thirty syllables; to tokenize whole articles for them would
cost more than the search. So the text is folded letter by letter (every offset stays) and searched
with plain patterns, one a part; the tokenizer then decides in the passages alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from indexer.places.spelling import fold_small
from indexer.query.asked import Asked, Item
from indexer.query.matching import phrase_keys

#: More characters of an article, or more sightings of a part, tell nothing new for two passages.
_READ = 200_000
_MOST = 200

#: Beginnings of the spellings of entities such as Covid-19 (nCoV, SARS-CoV-2, Cô-vít, corona).
_ENTITY_BEGINNINGS = {"covid19": r"covid|n?cov|co\W{0,3}vi[td]|sars|corona|2019"}


class Sighting(NamedTuple):
    """Characters that look like the parts from `first` to `last` (numbers), and what they show.

    Of P parts: bit p of `shows` for part p, bit P + p for its typed diacritics, bit 2P + p for
    part p + 1 right behind it.
    """

    start: int
    end: int
    first: int
    last: int
    shows: int


#: One of its fields, without a call of Python's: a page sees hundreds.
_sighting = partial(tuple.__new__, Sighting)


class _Pattern(NamedTuple):
    """What is looked for, and what it shows; `typed`: as typed, it shows the diacritics too."""

    pattern: re.Pattern[str]
    first: int
    last: int
    shows: int
    typed: str


class Spotter:
    """Finds what may answer a query; made once for all hits of a page."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.parts = len(asked)
        self._patterns = [
            *(_one(part, number) for number, part in enumerate(asked)),
            *_full_forms(asked),
        ]

    def sightings(self, text: str) -> list[Sighting]:
        """All sightings from left to right."""
        plain = fold_small(text[:_READ])
        found = []
        for pattern, first, last, shows, typed in self._patterns:
            accented = shows | shows << self.parts
            count = 0
            for match in pattern.finditer(plain):
                start, end = match.span()
                if not start or not plain[start - 1].isalnum():
                    spelt = typed and text[start:end].lower() == typed
                    found.append(_sighting((start, end, first, last, accented if spelt else shows)))
                    count += 1
                    if count == _MOST:
                        break
        found.sort()
        return found


def _one(part: Asked, number: int) -> _Pattern:
    typed = part.label.strip("“”*").lower()
    return _Pattern(_compiled(_pattern(part)), number, number, 1 << number, typed)


def _full_forms(asked: Sequence[Asked]) -> Iterator[_Pattern]:
    """The abbreviations of what was typed in full: `UBND` shows all of `Ủy ban nhân dân`."""
    for number, part in enumerate(asked):
        for form in part.items[0].begins if part.form == "word" else ():
            last = number + form.size - 1
            if last < len(asked) and asked[last].run == part.run:
                own = (1 << form.size) - 1 << number
                neighbours = (1 << form.size - 1) - 1 << number + 2 * len(asked)
                shows = own | own << len(asked) | neighbours
                written = r"\W{0,3}".join(map(re.escape, form.folded)) + _END
                yield _Pattern(_compiled(written), number, last, shows, "")


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Literal beginnings and no flags: then `re` searches at the speed of memory.

    Kept: one takes as long to compile as to look for, and there are some 2,500 syllables.
    """
    return re.compile(pattern.replace("y", "i"))


_END = r"(?![a-z0-9])"


def _pattern(asked: Asked) -> str:
    """A pattern over folded text in lower case; `y` is read as `i`, as in keys."""
    match asked.form:
        case "prefix":
            return re.escape(asked.items[0].folded) + r"\w*"
        case "word":
            return _item(asked.items[0])
        case "near":
            return "|".join(map(_item, asked.items))
        case _:
            if any(item.is_name for item in asked.items):
                return _item(asked.items[0])
            keys = phrase_keys(asked.items, "folded")
            return r"\W{1,4}".join(map(re.escape, keys)) + _END


def _item(item: Item) -> str:
    match item.kind:
        case "syllable":
            return re.escape(item.folded) + _END
        case "number":
            digits = r"[.,]?".join(map(re.escape, item.folded))
            return f"0?{digits}{_END}" if len(item.folded) == 1 else digits + _END
        case "abbreviation":
            written = r"\W{0,3}".join(map(re.escape, item.folded))
            in_full = r"\W{1,3}".join(re.escape(folded) for _, folded in item.syllables)
            return f"(?:{written}|{in_full}){_END}"
        case "entity":
            return _ENTITY_BEGINNINGS.get(item.folded, r"\W{0,3}".join(map(re.escape, item.folded)))
        case "date":
            day = item.folded.rsplit("-", 1)[-1].lstrip("0")
            return f"0?{day}{_END}"
        case _:
            beginning = re.match(r"[a-z]+|\d+", item.folded)
            return "0*" + re.escape(beginning[0] if beginning else item.folded)
