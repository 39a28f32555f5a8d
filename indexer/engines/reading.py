"""What the nodes of a plan hold in one generation: frequencies, scores, positions."""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.cache import Cache
from indexer.engines.fields import GAP
from indexer.engines.generation import Generation
from indexer.engines.keys import decode, encode
from indexer.engines.lists import Scored, scored
from indexer.engines.phrases import WIDTH, Placed, adjacent, near
from indexer.query.ranking import Bm25, Ranking
from indexer.query.tree import Node, Or, Phrase, Prefix, Scope, Term, View

#: A prefix stands for this many of its most frequent keys.
MOST_KEYS = 64

Leaf = Term | Phrase | Prefix | Or


class Frequencies(NamedTuple):
    """Articles, ascending, and the weighted frequency of something in each (BM25F)."""

    docs: Array
    freqs: Array


class Lists:
    """Everything read of one generation; safe to share between threads.

    The scores are BM25F with Lucene's idf, ln(1 + (N - df + 0.5) / (df + 0.5)), over the live
    articles of the whole index: they do not depend on segments or on removed articles.
    """

    def __init__(self, generation: Generation, ranking: Ranking, cache: Cache) -> None:
        self.generation = generation
        self._ranking = ranking
        self._cache = cache

    def scored(self, node: Leaf) -> Scored:
        """Articles that hold a leaf and their BM25F scores; kept unless positions were read."""
        key = (self.generation.number, "scored", node)
        held: Scored | None = self._cache.get(key)
        if held is None:
            held = self._score(node, self.frequencies(node))
            if not has_phrase(node):
                self._cache.put(key, held, held.size)
        return held

    def score(self, node: Leaf, docs: Array) -> Array:
        """The scores of these articles alone: a phrase is looked for in them only."""
        if not has_phrase(node):
            return self.scored(node).scores(docs)
        found = self.frequencies(node, docs)
        scores = np.zeros(len(docs), np.float32)
        scores[np.searchsorted(docs, found.docs)] = self._impacts(node, found)
        return scores

    def _score(self, node: Leaf, found: Frequencies) -> Scored:
        return scored(found.docs, self._impacts(node, found), self.generation.count)

    def _impacts(self, node: Leaf, found: Frequencies) -> Array:
        view = view_of(node)
        bm25: Bm25 = getattr(self._ranking, view)
        freqs = found.freqs
        bound = self._saturation("words" if view == "compound" else "length", bm25)[found.docs]
        return (self.idf(node, found) * np.float32(bm25.k1 + 1)) * freqs / (freqs + bound)

    def idf(self, node: Node, found: Frequencies) -> np.float32:
        """Lucene's idf; a phrase's is its keys' sum, and a synonym with a phrase its parts' least.

        So a phrase's weight is known without looking for it in every article.
        """
        if isinstance(node, Phrase):
            terms = (Term(node.view, text, node.scope) for text in node.terms)
            return np.float32(sum(self._idf(self.scored(term).count) for term in terms))
        if isinstance(node, Or) and has_phrase(node):
            return np.float32(min(self.idf(part, self._known(part)) for part in node.parts))
        return self._idf(len(found.docs))

    def _known(self, part: Node) -> Frequencies:
        if isinstance(part, Phrase | Or) and has_phrase(part):
            return _NOTHING
        return self.frequencies(part)

    def _idf(self, count: int) -> np.float32:
        rest = self.generation.articles - count
        return np.float32(np.log1p((rest + 0.5) / (count + 0.5)))

    def _saturation(self, unit: str, bm25: Bm25) -> Array:
        """k1 × (1 - b + b × length / average length) of every article."""
        key = (self.generation.number, unit, bm25)
        bound: Array | None = self._cache.get(key)
        if bound is None:
            generation = self.generation
            lengths = generation.lengths(unit, self._ranking.title, self._ranking.summary)
            average = lengths[generation.live].mean(dtype=np.float64) if generation.articles else 0
            bound = bm25.k1 * (1 - bm25.b + bm25.b * lengths / np.float32(average or 1))
            bound = bound.astype(np.float32)
            self._cache.put(key, bound, bound.nbytes)
        return bound

    def frequencies(self, node: Node, docs: Array | None = None) -> Frequencies:
        """Articles that hold a leaf, of these only if given, and how often."""
        match node:
            case Term():
                return self._term(node)
            case Prefix():
                terms = [Term(node.view, text, node.scope) for text in self.expand(node)]
                return self._sum([self._term(term) for term in terms])
            case Phrase():
                return self._phrase(node, docs)
            case Or():
                return self._sum([self.frequencies(part, docs) for part in node.parts])
            case _:
                raise TypeError(f"{type(node).__name__} has no frequencies")

    def _sum(self, found: list[Frequencies]) -> Frequencies:
        if len(found) == 1:
            return found[0]
        total = np.zeros(self.generation.count, np.float32)
        for docs, freqs in found:
            total[docs] += freqs
        docs = np.flatnonzero(total).astype(np.int32)
        return Frequencies(docs, total[docs])

    def _term(self, term: Term) -> Frequencies:
        docs, freqs, titles, summaries = self._read(term.view, term.text)
        title = np.float32(self._ranking.title)
        if term.scope == "title":
            held = titles > 0
            return Frequencies(docs[held], titles[held] * title)
        weighted = freqs.astype(np.float32)
        weighted += titles * (title - 1)
        weighted += summaries * np.float32(self._ranking.summary - 1)
        return Frequencies(docs, weighted)

    def _read(self, view: View, text: str) -> tuple[Array, Array, Array, Array]:
        key = encode(text)
        parts = []
        for segment, base in zip(self.generation.segments, self.generation.bases, strict=False):
            field = segment.fields[view]
            number = field.keys.find(key)
            if number >= 0:
                docs, *rest = field.postings(number)
                parts.append((docs.astype(np.int32) + np.int32(base), *rest))
        if not parts:
            none = np.zeros(0, np.int32)
            return none, none, none, none
        whole = (
            parts[0] if len(parts) == 1 else [np.concatenate(p) for p in zip(*parts, strict=True)]
        )
        docs, freqs, titles, summaries = whole
        if not self.generation.whole:
            live = self.generation.live[docs]
            docs, freqs, titles, summaries = docs[live], freqs[live], titles[live], summaries[live]
        return docs, freqs, titles, summaries

    def expand(self, prefix: Prefix) -> list[str]:
        """The most frequent keys that begin so, at most `MOST_KEYS`."""
        counts: dict[bytes, int] = {}
        for segment in self.generation.segments:
            field = segment.fields[prefix.view]
            numbers = field.keys.begin(encode(prefix.text))
            found = field.counts(numbers)
            best = np.argsort(-found, kind="stable")[: 8 * MOST_KEYS]
            for number in best.tolist():
                text = field.keys[numbers.start + number]
                counts[text] = counts.get(text, 0) + int(found[number])
        best_keys = sorted(counts, key=lambda text: (-counts[text], text))
        return [decode(text) for text in best_keys[:MOST_KEYS]]

    def _phrase(self, phrase: Phrase, docs: Array | None) -> Frequencies:
        terms = [Term(phrase.view, text, phrase.scope) for text in phrase.terms]
        held = sorted(map(self.scored, dict.fromkeys(terms)), key=lambda one: one.count)
        if docs is None:
            docs, held = held[0].docs(), held[1:]
        docs = reduce(lambda kept, one: one.keep(kept), held, docs)
        if not len(docs):
            return _NOTHING
        placed = [self.placed(phrase.view, text) for text in phrase.terms]
        if phrase.slop is None:
            found = adjacent(placed, docs)
        else:
            found = near(placed, docs, len(placed) + phrase.slop)
        return self._weigh(found, phrase.scope)

    def _weigh(self, places: Array, scope: Scope) -> Frequencies:
        """Places as frequencies, each counting as much as the part of the article it is in."""
        docs, positions = (places // WIDTH).astype(np.int32), places % WIDTH
        body = self.generation.title_lengths[docs].astype(np.int64) + GAP
        in_title = positions < body - GAP
        if scope == "title":
            docs, positions = docs[in_title], positions[in_title]
            weights = np.full(len(docs), self._ranking.title, np.float32)
        else:
            in_body = positions >= body + self.generation.summary_lengths[docs] + GAP
            weights = np.full(len(docs), self._ranking.summary, np.float32)
            weights[in_title] = self._ranking.title
            weights[in_body] = 1
        starts = np.flatnonzero(np.diff(docs, prepend=-1))
        if not len(starts):
            return _NOTHING
        return Frequencies(docs[starts], np.add.reduceat(weights, starts))

    def placed(self, view: View, text: str) -> Placed:
        """All positions of a key."""
        cached = (self.generation.number, "placed", view, text)
        placed: Placed | None = self._cache.get(cached)
        if placed is None:
            placed = self._place(view, text)
            self._cache.put(cached, placed, placed.size)
        return placed

    def _place(self, view: View, text: str) -> Placed:
        key = encode(text)
        docs, sizes, positions = [], [], []
        for segment, base in zip(self.generation.segments, self.generation.bases, strict=False):
            field = segment.fields[view]
            number = field.keys.find(key)
            if number >= 0:
                postings = field.postings(number)
                docs.append(postings.docs.astype(np.int32) + np.int32(base))
                sizes.append(postings.freqs)
                positions.append(field.positions(number))
        if not docs:
            return Placed(np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0, np.uint16))
        starts = np.zeros(sum(map(len, docs)) + 1, np.int64)
        np.cumsum(np.concatenate(sizes), out=starts[1:])
        return Placed(np.concatenate(docs), starts, np.concatenate(positions))


_NOTHING = Frequencies(np.zeros(0, np.int32), np.zeros(0, np.float32))


def has_phrase(node: Node) -> bool:
    """Whether positions are needed to find a node."""
    if isinstance(node, Or):
        return any(map(has_phrase, node.parts))
    return isinstance(node, Phrase)


def is_leaf(node: Node) -> bool:
    """Whether a node can be scored: a term, phrase or prefix, or a synonym of these."""
    if isinstance(node, Or):
        views = {view_of(part) for part in node.parts if is_leaf(part)}
        return len(views) == 1 and all(map(is_leaf, node.parts))
    return isinstance(node, Term | Phrase | Prefix)


def view_of(node: Node) -> View:
    """The view of a leaf."""
    while isinstance(node, Or):
        node = node.parts[0]
    assert isinstance(node, Term | Phrase | Prefix)
    return node.view
