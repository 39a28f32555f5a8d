"""What leaves of a plan score: BM25F over the live articles of the whole index.

idf is Lucene's, ln(1 + (N - df + 0.5) / (df + 0.5)); a phrase's is the sum of its keys', and that
of a synonym with a phrase in it its parts' least, so that a phrase can be scored in a few articles
without looking for it in all. Scores depend neither on segments nor on removed articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.cache import Cache
from indexer.engines.fields import GAP, POSITIONAL
from indexer.engines.generation import Generation
from indexer.engines.lists import Scored, find, numbers, scored
from indexer.engines.phrases import adjacent, near
from indexer.engines.placing import Places, places
from indexer.engines.reading import NONE, Frequencies, Leaf, Reader
from indexer.query.ranking import Bm25, Ranking
from indexer.query.tree import Node, Or, Phrase, Prefix, Scope, Term, View


class Scorer:
    """Scores leaves in one generation; safe to share between threads."""

    def __init__(self, generation: Generation, ranking: Ranking, cache: Cache) -> None:
        self.generation = generation
        self.reader = Reader(generation, ranking, cache)
        self._ranking = ranking
        self._cache = cache

    def scored(self, node: Leaf) -> Scored:
        """All articles that hold a leaf without a phrase, with their scores."""
        key = (self.generation.number, "scored", node)
        held: Scored | None = self._cache.get(key)
        if held is None:
            found = self._frequencies(node)
            held = scored(found.docs, self._impacts(node, found), self.generation.count)
            self._cache.put(key, held, held.size + 200)
        return held

    def scores(self, nodes: Sequence[Leaf], docs: Array) -> list[Array]:
        """The scores of these ascending articles for each leaf."""
        found = self._window(nodes, docs)
        return [self._score(node, docs, found) for node in nodes]

    def holding(self, node: Leaf, docs: Array | None = None) -> Array:
        """The articles that hold a leaf with a phrase; of these only, if given."""
        if docs is None:
            docs = self._candidates(node)
        return self._among(node, docs, self._window([node], docs)).docs

    def _score(self, node: Leaf, docs: Array, found: dict[View, Places]) -> Array:
        if not has_phrase(node):
            return self.scored(node).scores(docs)
        frequencies = self._among(node, docs, found)
        scores = np.zeros(len(docs), np.float32)
        if len(frequencies.docs):
            held = np.searchsorted(docs, frequencies.docs)
            scores[held] = self._impacts(node, frequencies)
        return scores

    def _impacts(self, node: Leaf, found: Frequencies) -> Array:
        view = view_of(node)
        bm25: Bm25 = getattr(self._ranking, view)
        bound = self._saturation("words" if view == "compound" else "length", bm25)
        factor = self._idf(node, len(found.docs)) * np.float32(bm25.k1 + 1)
        impacts: Array = factor * found.freqs / (found.freqs + bound[found.docs])
        return impacts

    def _idf(self, node: Node, count: int) -> np.float32:
        if isinstance(node, Phrase):
            return np.float32(sum(self._idf(t, self.scored(t).count) for t in _terms(node)))
        if isinstance(node, Or) and has_phrase(node):
            return np.float32(min(self._part_idf(part) for part in node.parts))
        return np.float32(idf(self.generation.articles, count))

    def _part_idf(self, part: Node) -> np.float32:
        if has_phrase(part):
            return self._idf(part, 0)
        return self._idf(part, self.scored(part).count)  # type: ignore[arg-type]

    def _saturation(self, unit: str, bm25: Bm25) -> Array:
        """k1 × (1 - b + b × length / average length) of every article."""
        key = (self.generation.number, unit, bm25)
        bound: Array | None = self._cache.get(key)
        if bound is None:
            generation = self.generation
            lengths = generation.lengths(unit, self._ranking.title, self._ranking.summary)
            average = lengths[generation.live].mean(dtype=np.float64) if generation.articles else 0
            relative = lengths / np.float32(average or 1)
            bound = (bm25.k1 * (1 - bm25.b + bm25.b * relative)).astype(np.float32)
            self._cache.put(key, bound, bound.nbytes)
        return bound

    def _frequencies(self, node: Node) -> Frequencies:
        """All articles that hold a leaf without a phrase."""
        match node:
            case Term():
                return self.reader.term(node)
            case Prefix():
                return self._sum([self.reader.term(term) for term in self.reader.expand(node)])
            case Or():
                return self._sum([self._frequencies(part) for part in node.parts])
            case _:
                raise TypeError(f"{type(node).__name__} has no frequencies")

    def _sum(self, found: Sequence[Frequencies]) -> Frequencies:
        if len(found) == 1:
            return found[0]
        total = np.zeros(self.generation.count, np.float32)
        for docs, freqs in found:
            total[docs] += freqs
        docs = numbers(total > 0)
        return Frequencies(docs, total[docs])

    def _candidates(self, node: Node) -> Array:
        """The articles that may hold a leaf."""
        match node:
            case Phrase():
                held = sorted(map(self.scored, dict.fromkeys(_terms(node))), key=_count)
                return reduce(_sift, held[1:], held[0].docs()) if held else NONE.docs
            case Or():
                mask = np.zeros(self.generation.count, np.bool_)
                for part in node.parts:
                    mask[self._candidates(part)] = True
                return numbers(mask)
            case _:
                return self.scored(node).docs()  # type: ignore[arg-type]

    def _among(self, node: Node, docs: Array, found: dict[View, Places]) -> Frequencies:
        """Those of these articles that hold a leaf, and how often."""
        match node:
            case Phrase():
                return self._phrase(node, docs, found[node.view]) if node.view in found else NONE
            case Or():
                return self._sum([self._among(part, docs, found) for part in node.parts])
            case _:
                all_ = self._frequencies(node)
                where, hit = find(docs, all_.docs)
                return Frequencies(docs[hit], all_.freqs[where[hit]])

    def _window(self, nodes: Iterable[Node], docs: Array) -> dict[View, Places]:
        """The places in these articles of all keys that phrases need."""
        needed: dict[View, dict[str, None]] = {}
        for phrase in (phrase for node in nodes for phrase in _phrases(node)):
            needed.setdefault(phrase.view, {}).update(dict.fromkeys(phrase.terms))
        return {
            view: places(self.generation, self._cache, view, texts, docs)
            for view, texts in needed.items()
            if view in POSITIONAL
        }

    def _phrase(self, phrase: Phrase, docs: Array, found: Places) -> Frequencies:
        lists = [found.of[text] for text in phrase.terms]
        if not lists or not len(docs):
            return NONE
        if phrase.slop is None:
            where = adjacent(lists, found.size)
        else:
            where = near(lists, min(len(lists) + phrase.slop, GAP))
        rows, positions = np.divmod(where, found.width)
        return self._weigh(docs[rows], positions, phrase.scope)

    def _weigh(self, docs: Array, positions: Array, scope: Scope) -> Frequencies:
        """Places as frequencies, each counting as much as the part of the article it is in."""
        summary = self.generation.title_lengths[docs].astype(np.int64) + GAP
        in_title = positions < summary - GAP
        if scope == "title":
            docs, positions = docs[in_title], positions[in_title]
            weights = np.full(len(docs), self._ranking.title, np.float32)
        else:
            in_body = positions >= summary + self.generation.summary_lengths[docs] + GAP
            weights = np.full(len(docs), self._ranking.summary, np.float32)
            weights[in_title] = self._ranking.title
            weights[in_body] = 1
        starts = np.flatnonzero(np.diff(docs, prepend=-1))
        if not len(starts):
            return NONE
        return Frequencies(docs[starts], np.add.reduceat(weights, starts))


def idf(articles: int, count: int) -> float:
    """Lucene's idf of what `count` of so many articles hold."""
    return float(np.log1p((articles - count + 0.5) / (count + 0.5)))


def has_phrase(node: Node) -> bool:
    """Whether positions are needed to find a node."""
    if isinstance(node, Or):
        return any(map(has_phrase, node.parts))
    return isinstance(node, Phrase)


def is_leaf(node: Node) -> bool:
    """Whether a node can be scored: a term, phrase or prefix, or a synonym of these in one view."""
    if isinstance(node, Or):
        return all(map(is_leaf, node.parts)) and len(set(map(view_of, node.parts))) == 1
    return isinstance(node, Term | Phrase | Prefix)


def view_of(node: Node) -> View:
    """The view of a leaf."""
    while isinstance(node, Or):
        node = node.parts[0]
    assert isinstance(node, Term | Phrase | Prefix)
    return node.view


def _terms(phrase: Phrase) -> list[Term]:
    return [Term(phrase.view, text, phrase.scope) for text in phrase.terms]


def _phrases(node: Node) -> list[Phrase]:
    if isinstance(node, Or):
        return [phrase for part in node.parts for phrase in _phrases(part)]
    return [node] if isinstance(node, Phrase) else []


def _count(held: Scored) -> int:
    return held.count


def _sift(docs: Array, held: Scored) -> Array:
    return docs[held.holds(docs)]
