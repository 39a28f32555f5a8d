"""Which articles match: the boolean tree and the filters, over sorted arrays of numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.generation import NO_DAY, Generation, Labels
from indexer.engines.lists import NOTHING, Scored, among, numbers, unite
from indexer.engines.moments import microseconds
from indexer.engines.scoring import Scorer, has_phrase, is_leaf
from indexer.query.tree import And, Choice, Everything, Filters, Node, Not, Or, Term

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Condition:
    """Something articles meet or not.

    `cost` is about how many meet it, `docs` gives all live ones that do, `holds` tells which of
    some ascending articles do.
    """

    cost: int
    docs: Callable[[], Array]
    holds: Callable[[Array], Array]


def passing(generation: Generation, filters: Filters) -> Condition:
    """The filters as a condition, whose articles are found at most once."""
    conditions = _conditions(generation, filters)
    if len(conditions) == 1:
        return replace(conditions[0], docs=cache(conditions[0].docs))
    return listed(meeting(conditions)) if conditions else _everything(generation)


def matching(scorer: Scorer, node: Node, passing: Condition) -> Array:
    """The live articles that match a node and pass the filters, ascending."""
    if not passing.cost:
        return passing.docs()
    needs = _needs(scorer, node)
    return meeting([*needs, passing] if passing.cost < scorer.generation.count else needs)


def condition(scorer: Scorer, node: Node) -> Condition:
    """A node as a condition."""
    match node:
        case Term():
            return _leaf(scorer.scored(node))
        case Everything() | And(parts=()):
            return _everything(scorer.generation)
        case And():
            return _both(_needs(scorer, node))
        case Not():
            return _not(scorer.generation, condition(scorer, node.part))
        case Or() if not is_leaf(node):
            return _any_of(scorer.generation, [condition(scorer, part) for part in node.parts])
        case _ if has_phrase(node):
            return _phrase(scorer, node)
        case _:
            return _leaf(scorer.scored(node))


def listed(docs: Array) -> Condition:
    """Being one of these ascending articles."""
    return Condition(len(docs), lambda: docs, lambda others: among(others, docs))


def meeting(conditions: Sequence[Condition]) -> Array:
    """The articles that meet all conditions: the rarest gives candidates, the others sift them."""
    first, *others = sorted(conditions, key=_cost)
    return sift(others, first.docs())


def sift(conditions: Iterable[Condition], docs: Array) -> Array:
    """Of these articles those that meet all conditions, the rarest asked first."""
    for one in sorted(conditions, key=_cost):
        docs = docs[one.holds(docs)]
    return docs


def _needs(scorer: Scorer, node: Node) -> list[Condition]:
    """The conditions that must all be met, nested ones laid out flat."""
    if isinstance(node, And) and node.parts:
        return [need for part in node.parts for need in _needs(scorer, part)]
    return [condition(scorer, node)]


def _cost(one: Condition) -> int:
    return one.cost


def _leaf(held: Scored) -> Condition:
    return Condition(held.count, held.docs, held.holds)


def _phrase(scorer: Scorer, node: Node) -> Condition:
    """Sifting with a phrase looks for it in the sifted articles only, so it comes last; where all
    that hold it are known, it is a list as others are."""
    known = scorer.known(node)  # type: ignore[arg-type]
    if known is not None:
        return listed(known)
    return Condition(
        scorer.generation.count + 1,
        lambda: scorer.holding(node),  # type: ignore[arg-type]
        lambda docs: among(docs, scorer.holding(node, docs)),  # type: ignore[arg-type]
    )


def _everything(generation: Generation) -> Condition:
    return Condition(
        generation.count,
        lambda: numbers(generation.live),
        lambda docs: np.ones(len(docs), np.bool_),
    )


def _both(parts: Sequence[Condition]) -> Condition:
    return Condition(
        min(part.cost for part in parts),
        lambda: meeting(parts),
        lambda docs: among(docs, sift(parts, docs)),
    )


def _any_of(generation: Generation, parts: Sequence[Condition]) -> Condition:
    def holds(docs: Array) -> Array:
        mask = np.zeros(len(docs), np.bool_)
        for part in parts:
            mask |= part.holds(docs)
        return mask

    return Condition(
        sum(part.cost for part in parts),
        lambda: unite([part.docs() for part in parts], generation.count),
        holds,
    )


def _not(generation: Generation, part: Condition, barred: int = 0) -> Condition:
    """`barred`: how many at least meet the part."""

    def docs() -> Array:
        rest = generation.live.copy()
        rest[part.docs()] = False
        return numbers(rest)

    return Condition(generation.count - barred, docs, lambda docs: ~part.holds(docs))


def _conditions(generation: Generation, filters: Filters) -> list[Condition]:
    conditions = []
    for choice, labels in (
        (filters.provinces, "provinces"),
        (filters.communes, "communes"),
        (filters.sources, "sources"),
    ):
        if choice != Choice():
            conditions += _chosen(generation, choice, getattr(generation, labels))
    if filters.districts != Choice():
        heirs = [generation.communes.of(code)[0] for code in sorted(filters.heirs)]
        conditions += _chosen(generation, filters.districts, generation.districts, heirs)
    if filters.since or filters.until or filters.undated:
        conditions.append(_in_days(generation, filters))
    if filters.seen_after or filters.seen_by or filters.changed_after:
        conditions.append(_in_moments(generation, filters))
    return conditions


def _chosen(
    generation: Generation, choice: Choice, labels: Labels, others: Sequence[Array] = ()
) -> list[Condition]:
    """Articles with a wanted label, or among the `others`, and with none of the barred."""
    conditions = []
    if choice.any_of:
        wanted = [*(labels.of(name)[0] for name in sorted(choice.any_of)), *others]
        docs = unite(wanted, generation.count)
        conditions.append(listed(docs if generation.whole else docs[generation.live[docs]]))
    if choice.none_of:
        names = sorted(choice.none_of)
        barred = unite([labels.of(name)[0] for name in names], generation.count)
        conditions.append(_not(generation, listed(barred), len(barred)))
    return conditions


def _in_days(generation: Generation, filters: Filters) -> Condition:
    """Whole days in Vietnam, both ends included."""
    days = generation.days
    low = NO_DAY + 1 if filters.since is None else filters.since.toordinal() - _EPOCH
    high = 2**31 - 1 if filters.until is None else filters.until.toordinal() - _EPOCH
    if filters.undated:
        dated = filters.since is not None or filters.until is not None
        low, high = (1, 0) if dated else (NO_DAY, NO_DAY)
    ordered = generation.ordered_days
    cost = bisect_right(ordered, high) - bisect_left(ordered, low)
    if cost <= 0:
        return listed(NOTHING)

    def holds(docs: Array) -> Array:
        own = days[docs]
        return (own >= low) & (own <= high)

    return Condition(
        cost,
        lambda: numbers((days >= low) & (days <= high) & generation.live),
        holds,
    )


def _in_moments(generation: Generation, filters: Filters) -> Condition:
    """Seen after one moment and by another, and changed after a third, as far as they are given."""
    after, changed = microseconds(filters.seen_after), microseconds(filters.changed_after)
    by = microseconds(filters.seen_by) if filters.seen_by else 2**63 - 1
    passes = (generation.seen > after) & (generation.seen <= by)
    if filters.changed_after:
        passes &= generation.changed > changed
    return listed(numbers(passes & generation.live))
