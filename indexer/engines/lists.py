"""The articles that hold something, with what each of them scores for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from indexer.engines.arrays import Array

#: A list that holds more than this share of all articles is kept as one number an article.
DENSE = 1 / 8


class Scored(Protocol):
    """Articles with a score each."""

    @property
    def count(self) -> int:
        """How many articles."""
        ...

    @property
    def size(self) -> int:
        """Bytes held in memory."""
        ...

    def docs(self) -> Array:
        """Their numbers, ascending."""
        ...

    def keep(self, docs: Array) -> Array:
        """Of these ascending numbers, those held."""
        ...

    def scores(self, docs: Array) -> Array:
        """The scores of these ascending numbers, 0 for those not held."""
        ...


@dataclass(frozen=True, slots=True)
class Sparse:
    """Few articles: sorted numbers and their scores."""

    held: Array
    impacts: Array

    @property
    def count(self) -> int:
        return len(self.held)

    @property
    def size(self) -> int:
        return self.held.nbytes + self.impacts.nbytes

    def docs(self) -> Array:
        return self.held

    def keep(self, docs: Array) -> Array:
        return intersect(docs, self.held)

    def scores(self, docs: Array) -> Array:
        scores = np.zeros(len(docs), np.float32)
        if not len(docs) or not len(self.held):
            return scores
        if len(self.held) < len(docs):
            places = np.searchsorted(docs, self.held)
            places[places == len(docs)] = 0
            hit = docs[places] == self.held
            scores[places[hit]] = self.impacts[hit]
            return scores
        places = np.searchsorted(self.held, docs)
        places[places == len(self.held)] = 0
        hit = self.held[places] == docs
        scores[hit] = self.impacts[places[hit]]
        return scores


@dataclass(frozen=True, slots=True)
class Dense:
    """Many articles: a score for each article of the index, 0 where it does not hold it."""

    impacts: Array
    count: int

    @property
    def size(self) -> int:
        return self.impacts.nbytes

    def docs(self) -> Array:
        return np.flatnonzero(self.impacts)

    def keep(self, docs: Array) -> Array:
        return docs[self.impacts[docs] > 0]

    def scores(self, docs: Array) -> Array:
        return self.impacts[docs]


def scored(docs: Array, impacts: Array, articles: int) -> Scored:
    """The better form for a list; `impacts` are all above 0."""
    if len(docs) <= DENSE * articles:
        return Sparse(docs, impacts)
    everywhere = np.zeros(articles, np.float32)
    everywhere[docs] = impacts
    return Dense(everywhere, len(docs))


def intersect(docs: Array, others: Array) -> Array:
    """What is in both of two ascending lists."""
    if not len(docs) or not len(others):
        return docs[:0]
    few, many = (docs, others) if len(docs) <= len(others) else (others, docs)
    places = np.searchsorted(many, few)
    places[places == len(many)] = 0
    return few[many[places] == few]


def unite(lists: list[Array]) -> Array:
    """What is in any of some ascending lists."""
    if len(lists) == 1:
        return lists[0]
    return np.unique(np.concatenate(lists)) if lists else np.zeros(0, np.int64)


def subtract(docs: Array, others: Array) -> Array:
    """What is in the first of two ascending lists only."""
    if not len(docs) or not len(others):
        return docs
    places = np.searchsorted(others, docs)
    places[places == len(others)] = 0
    return docs[others[places] != docs]
