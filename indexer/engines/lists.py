"""The articles that hold something, with what each of them scores for it.

Articles are numbers (int32) in ascending arrays throughout. Scores are kept in 16 bits: 65,535
steps up to the list's highest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from indexer.engines.arrays import Array

#: A list that holds more than this share of all articles is kept as one number an article.
DENSE = 1 / 8

_STEPS = 65_535
NOTHING: Array = np.zeros(0, np.int32)


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
        """The articles."""
        ...

    def holds(self, docs: Array) -> Array:
        """Which of these are held."""
        ...

    @property
    def scale(self) -> np.float32:
        """What a step of the score is worth."""
        ...

    def steps_of(self, docs: Array, out: Array) -> None:
        """Put the steps of these into `out`, which is 0 where they are not held."""
        ...


@dataclass(frozen=True, slots=True)
class Sparse:
    """Few articles: their numbers and scores."""

    held: Array
    steps: Array
    scale: np.float32

    @property
    def count(self) -> int:
        return len(self.held)

    @property
    def size(self) -> int:
        return int(self.held.nbytes + self.steps.nbytes)

    def docs(self) -> Array:
        return self.held

    def holds(self, docs: Array) -> Array:
        return among(docs, self.held)

    def steps_of(self, docs: Array, out: Array) -> None:
        held = self.held
        if len(held) < len(docs):
            places, hit = find(held, docs)
            out[places[hit]] = self.steps[hit]
        else:
            places = held.searchsorted(docs)
            hit = held.take(places, mode="clip") == docs
            np.multiply(self.steps.take(places, mode="clip"), hit, out=out)


@dataclass(frozen=True, slots=True)
class Dense:
    """Many articles: a score for each article of the index, 0 where it does not hold it."""

    steps: Array
    scale: np.float32
    count: int

    @property
    def size(self) -> int:
        return int(self.steps.nbytes)

    def docs(self) -> Array:
        return numbers(self.steps > 0)

    def holds(self, docs: Array) -> Array:
        return self.steps[docs] > 0

    def steps_of(self, docs: Array, out: Array) -> None:
        self.steps.take(docs, out=out, mode="clip")


def scored(docs: Array, impacts: Array, articles: int) -> Scored:
    """The better form for a list; `impacts` are not below 0."""
    scale = np.float32(impacts.max(initial=0) / _STEPS)
    steps = np.maximum(np.rint(impacts / (scale or np.float32(1))), 1).astype(np.uint16)
    if len(docs) <= DENSE * articles:
        return Sparse(docs, steps, scale)
    everywhere = np.zeros(articles, np.uint16)
    everywhere[docs] = steps
    return Dense(everywhere, scale, len(docs))


def numbers(mask: Array) -> Array:
    """The articles where a mask over all of them is set."""
    return np.flatnonzero(mask).astype(np.int32)


def find(docs: Array, held: Array) -> tuple[Array, Array]:
    """For each of `docs` its place in `held`, and whether it is there at all."""
    if not len(held):
        return np.zeros(len(docs), np.int64), np.zeros(len(docs), np.bool_)
    places = held.searchsorted(docs)
    places[places == len(held)] = 0
    return places, held[places] == docs


def among(docs: Array, held: Array) -> Array:
    """Which of `docs` are in `held`."""
    if len(docs) <= len(held):
        return find(docs, held)[1]
    places, hit = find(held, docs)
    mask = np.zeros(len(docs), np.bool_)
    mask[places[hit]] = True
    return mask


def unite(lists: Sequence[Array], articles: int) -> Array:
    """What is in any of some lists, in an index of so many articles."""
    if len(lists) == 1:
        return lists[0]
    if sum(map(len, lists)) > DENSE * articles:
        mask = np.zeros(articles, np.bool_)
        for docs in lists:
            mask[docs] = True
        return numbers(mask)
    together = np.sort(np.concatenate([NOTHING, *lists]))
    new = np.ones(len(together), np.bool_)
    new[1:] = together[1:] != together[:-1]
    return together[new]
