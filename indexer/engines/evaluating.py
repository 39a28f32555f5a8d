"""Which articles match: the boolean tree and the filters, over sorted arrays of numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.generation import NO_DAY, Generation, Labels
from indexer.engines.lists import Scored, intersect, subtract, unite
from indexer.engines.reading import Lists, has_phrase, is_leaf
from indexer.query.tree import And, Choice, Everything, Filters, Node, Not, Or

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Condition:
    """Something articles meet or not: about how many, all that do, and which of some do."""

    count: int
    docs: Callable[[], Array]
    keep: Callable[[Array], Array]


def matching(lists: Lists, node: Node, filters: Filters) -> Array:
    """The live articles that match a node and pass the filters, ascending."""
    return _all_of([condition(lists, node), *_conditions(lists.generation, filters)])


def passing(generation: Generation, docs: Array, filters: Filters) -> Array:
    """Of these articles those that pass the filters."""
    return reduce(lambda kept, one: one.keep(kept), _conditions(generation, filters), docs)


def condition(lists: Lists, node: Node) -> Condition:
    """A node as a condition."""
    match node:
        case Everything() | And(parts=()):
            return _everything(lists.generation)
        case And():
            return _both(lists, node.parts)
        case Not():
            return _not(lists, condition(lists, node.part))
        case Or() if not is_leaf(node):
            return _listed(unite([condition(lists, part).docs() for part in node.parts]))
        case _ if has_phrase(node):
            return _phrase(lists, node)
        case _:
            return _leaf(lists.scored(node))  # type: ignore[arg-type]


def _all_of(conditions: Sequence[Condition]) -> Array:
    """What meets all conditions: the rarest gives the candidates, the others sift them."""
    first, *others = sorted(conditions, key=lambda one: one.count)
    return reduce(lambda kept, one: one.keep(kept), others, first.docs())


def _leaf(held: Scored) -> Condition:
    return Condition(held.count, held.docs, held.keep)


def _listed(docs: Array) -> Condition:
    return Condition(len(docs), lambda: docs, lambda others: intersect(others, docs))


def _phrase(lists: Lists, node: Node) -> Condition:
    """Sifting with a phrase looks for it in the sifted articles only, so it comes last."""
    return Condition(
        lists.generation.count + 1,
        lambda: lists.frequencies(node).docs,
        lambda docs: lists.frequencies(node, docs).docs,
    )


def _everything(generation: Generation) -> Condition:
    return Condition(
        generation.articles, lambda: np.flatnonzero(generation.live), lambda docs: docs
    )


def _both(lists: Lists, parts: Sequence[Node]) -> Condition:
    conditions = [condition(lists, part) for part in parts]
    return Condition(
        min(one.count for one in conditions),
        lambda: _all_of(conditions),
        lambda docs: reduce(
            lambda kept, one: one.keep(kept), sorted(conditions, key=lambda one: one.count), docs
        ),
    )


def _not(lists: Lists, part: Condition) -> Condition:
    generation = lists.generation
    return Condition(
        generation.articles,
        lambda: subtract(np.flatnonzero(generation.live), part.docs()),
        lambda docs: subtract(docs, part.keep(docs)),
    )


def _conditions(generation: Generation, filters: Filters) -> list[Condition]:
    conditions = [
        condition
        for choice, labels in (
            (filters.districts, "districts"),
            (filters.provinces, "provinces"),
            (filters.communes, "communes"),
            (filters.sources, "sources"),
        )
        if choice != Choice()
        for condition in _chosen(generation, choice, getattr(generation, labels))
    ]
    if filters.since or filters.until or filters.undated:
        conditions.append(_in_days(generation, filters))
    return conditions


def _chosen(generation: Generation, choice: Choice, labels: Labels) -> list[Condition]:
    conditions = []
    if choice.any_of:
        docs = unite([labels.of(name)[0] for name in sorted(choice.any_of)])
        conditions.append(_listed(docs if generation.whole else docs[generation.live[docs]]))
    if choice.none_of:
        barred = unite([labels.of(name)[0] for name in sorted(choice.none_of)])
        everything = _everything(generation)
        conditions.append(
            Condition(
                generation.articles,
                lambda: subtract(everything.docs(), barred),
                lambda docs: subtract(docs, barred),
            )
        )
    return conditions


def _in_days(generation: Generation, filters: Filters) -> Condition:
    """Whole days in Vietnam, both ends included."""
    days = generation.days
    low = NO_DAY + 1 if filters.since is None else filters.since.toordinal() - _EPOCH
    high = 2**31 - 1 if filters.until is None else filters.until.toordinal() - _EPOCH
    if filters.undated:
        dated = filters.since is not None or filters.until is not None
        low, high = (1, 0) if dated else (NO_DAY, NO_DAY)

    def keep(docs: Array) -> Array:
        own = days[docs]
        return docs[(own >= low) & (own <= high)]

    def docs() -> Array:
        return np.flatnonzero((days >= low) & (days <= high) & generation.live)

    return Condition(generation.articles, docs, keep)
