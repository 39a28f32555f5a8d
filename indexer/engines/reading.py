"""What keys hold in one generation: their articles and weighted frequencies."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.cache import Cache
from indexer.engines.generation import Generation
from indexer.engines.keys import decode, encode
from indexer.engines.lists import NOTHING
from indexer.engines.segment import Field, Postings
from indexer.query.ranking import Ranking
from indexer.query.tree import Or, Phrase, Prefix, Term, View

_LEAST = 1e-6

Leaf = Term | Phrase | Prefix | Or


class Frequencies(NamedTuple):
    """Articles, and the weighted frequency of something in each (BM25F)."""

    docs: Array
    freqs: Array


NONE = Frequencies(NOTHING, np.zeros(0, np.float32))


class Reader:
    """Reads the posting lists of a generation, over all its segments."""

    def __init__(
        self, generation: Generation, ranking: Ranking, cache: Cache, expansions: int
    ) -> None:
        self.generation = generation
        self._ranking = ranking
        self._cache = cache
        self._expansions = expansions

    def term(self, term: Term) -> Frequencies:
        """A key's live articles, and how often it stands in each."""
        found = self._postings(term.view, term.text)
        if found is None:
            return NONE
        docs, freqs, titles, summaries = found
        title, summary = part_weights(self._ranking)
        if term.scope == "title":
            held = titles > 0
            return Frequencies(docs[held], titles[held] * title)
        weighted = freqs.astype(np.float32)
        weighted += titles * (title - 1)
        weighted += summaries * (summary - 1)
        return Frequencies(docs, weighted)

    def frequency(self, view: View, text: str) -> int:
        """How many articles hold a key, removed ones too."""
        return sum(field.count(number) for _, field, number in self._find(view, text))

    def expand(self, prefix: Prefix) -> list[Term]:
        """The most frequent keys that begin so, at most `expansions`."""
        counts: dict[bytes, int] = {}
        for segment in self.generation.segments:
            field = segment.fields[prefix.view]
            numbers = field.keys.begin(encode(prefix.text))
            found = field.counts(numbers)
            for number in np.argsort(-found, kind="stable")[: 8 * self._expansions].tolist():
                text = field.keys[numbers.start + number]
                counts[text] = counts.get(text, 0) + int(found[number])
        best = sorted(counts, key=lambda text: (-counts[text], text))[: self._expansions]
        return [Term(prefix.view, decode(text), prefix.scope) for text in best]

    def _find(self, view: View, text: str) -> list[tuple[int, Field, int]]:
        """In which segments a key is: the first article's number, the field, the key's number."""
        cached = (self.generation.number, "find", view, text)
        found: list[tuple[int, Field, int]] | None = self._cache.get(cached)
        if found is None:
            fields = (
                (base, segment.fields[view])
                for base, segment in zip(
                    self.generation.bases.tolist(), self.generation.segments, strict=False
                )
            )
            found = [(b, f, number) for b, f in fields if (number := f.number(text)) >= 0]
            self._cache.put(cached, found, 200 + 100 * len(found))
        return found

    def _postings(self, view: View, text: str) -> Postings | None:
        parts = []
        for base, field, number in self._find(view, text):
            docs, *rest = field.postings(number)
            parts.append((docs.astype(np.int32) + np.int32(base), *rest))
        if not parts:
            return None
        columns = parts[0] if len(parts) == 1 else map(np.concatenate, zip(*parts, strict=True))
        found = Postings(*columns)
        if self.generation.whole:
            return found
        live = self.generation.live[found.docs]
        return found if live.all() else Postings(*(column[live] for column in found))


def part_weights(ranking: Ranking) -> tuple[np.float32, np.float32]:
    """What title and summary count; never nothing, for what is found there is found."""
    return np.float32(max(ranking.title, _LEAST)), np.float32(max(ranking.summary, _LEAST))
