"""Articles that lack a part of what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.evaluating import condition, passing
from indexer.engines.lists import intersect, subtract
from indexer.engines.reading import Lists
from indexer.query.tree import And, Filters, Node, Not, Part, Plan


class Relaxed(NamedTuple):
    """Articles that lack a part, ascending, and how much of the total idf each holds (0–1)."""

    docs: Array
    coverage: Array


NONE = Relaxed(np.zeros(0, np.int64), np.zeros(0, np.float32))


def relaxed(lists: Lists, plan: Plan, strict: Array) -> Relaxed:
    """The articles that enter by the plan's relaxation; they obey the filters too."""
    if plan.relaxation is None or not plan.parts:
        return NONE
    coverage, total = _coverage(lists, plan.parts)
    least = plan.relaxation.min_coverage * total * (1 - 1e-6)
    docs = np.flatnonzero(coverage >= max(least, 1e-9))
    docs = subtract(_whole(lists, plan, docs, plan.filters), strict)
    return Relaxed(docs, np.minimum(coverage[docs] / np.float32(total or 1), 1))


def missing(lists: Lists, parts: Sequence[Part], docs: Array) -> list[tuple[str, ...]]:
    """For each of these ascending articles the labels of the droppable parts it lacks."""
    lacking: list[list[str]] = [[] for _ in range(len(docs))]
    for part in parts:
        if part.droppable:
            held = condition(lists, part.node).keep(docs)
            lacks = np.ones(len(docs), np.bool_)
            lacks[np.searchsorted(docs, held)] = False
            for place in np.flatnonzero(lacks).tolist():
                lacking[place].append(part.label)
    return [tuple(labels) for labels in lacking]


def _coverage(lists: Lists, parts: Sequence[Part]) -> tuple[Array, float]:
    """The idf of the parts that each article holds, added up; and that of all parts."""
    coverage = np.zeros(lists.generation.count, np.float32)
    total = 0.0
    articles = lists.generation.articles
    for part in parts:
        docs = condition(lists, part.node).docs()
        idf = np.float32(np.log1p((articles - len(docs) + 0.5) / (len(docs) + 0.5)))
        coverage[docs] += idf
        total += float(idf)
    return coverage, total


def _whole(lists: Lists, plan: Plan, docs: Array, filters: Filters) -> Array:
    """Those of `docs` that hold what may not be lacking, and pass the filters."""
    docs = passing(lists.generation, docs, filters)
    for node in [*_excluded(plan.must), *(p.node for p in plan.parts if not p.droppable)]:
        docs = intersect(docs, condition(lists, node).keep(docs))
    return docs


def _excluded(node: Node) -> list[Node]:
    """What the query forbids outright holds for relaxed matches as well."""
    if isinstance(node, Not):
        return [node]
    return [n for part in node.parts for n in _excluded(part)] if isinstance(node, And) else []
