"""Articles that lack a part of what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.evaluating import Condition, condition, sift
from indexer.engines.lists import NOTHING, among, unite
from indexer.engines.scoring import Scorer, idf
from indexer.query.tree import And, Node, Not, Part, Plan

#: Rounding may not decide whether an article is covered enough.
_EVEN = 1 - 1e-6
#: Something of what was asked for must be held.
_SOME = 1e-9


class Relaxed(NamedTuple):
    """Articles that lack a part, ascending, and how much of the total idf each holds (0–1)."""

    docs: Array
    coverage: Array


class _Weighed(NamedTuple):
    """A part as a condition, and its idf."""

    condition: Condition
    idf: float


NONE = Relaxed(NOTHING, np.zeros(0, np.float32))


def relaxed(scorer: Scorer, plan: Plan, passing: Condition, strict: Array) -> Relaxed:
    """The articles that enter by the plan's relaxation; they pass the filters too."""
    if plan.relaxation is None or not plan.parts:
        return NONE
    parts = [_weigh(scorer, part) for part in plan.parts]
    total = sum(part.idf for part in parts)
    least = plan.relaxation.min_coverage * total * _EVEN
    docs = _candidates(scorer, parts, total - least, passing)
    docs = sift(_compulsory(scorer, plan), docs)
    coverage = np.zeros(len(docs), np.float32)
    for part in parts:
        coverage += np.float32(part.idf) * part.condition.holds(docs)
    enough = (coverage >= max(least, _SOME)) & ~among(docs, strict)
    return Relaxed(docs[enough], coverage[enough] / np.float32(total or 1))


def missing(scorer: Scorer, parts: Sequence[Part], docs: Array) -> list[tuple[str, ...]]:
    """For each of these ascending articles the labels of the droppable parts it lacks."""
    lacking: list[list[str]] = [[] for _ in range(len(docs))]
    for part in parts:
        if part.droppable:
            lacks = ~condition(scorer, part.node).holds(docs)
            for place in np.flatnonzero(lacks).tolist():
                lacking[place].append(part.label)
    return [tuple(labels) for labels in lacking]


def _weigh(scorer: Scorer, part: Part) -> _Weighed:
    met = condition(scorer, part.node)
    articles = scorer.generation.articles
    exact = met.cost if met.cost <= articles and not isinstance(part.node, And | Not) else None
    return _Weighed(met, idf(articles, len(met.docs()) if exact is None else exact))


def _candidates(
    scorer: Scorer, parts: Sequence[_Weighed], spare: float, passing: Condition
) -> Array:
    """Articles that pass and lack parts worth `spare` at most, and perhaps some others.

    Of parts that are together worth more than may be lacked, each such article holds at least one;
    the rarest parts are worth the most.
    """
    chosen: list[Condition] = []
    worth = 0.0
    for part in sorted(parts, key=lambda part: -part.idf):
        chosen.append(part.condition)
        worth += part.idf
        if worth > spare:
            break
    if passing.cost <= sum(part.cost for part in chosen):
        return passing.docs()
    docs = unite([part.docs() for part in chosen], scorer.generation.count)
    return docs[passing.holds(docs)]


def _compulsory(scorer: Scorer, plan: Plan) -> list[Condition]:
    """What no article may lack: parts that cannot be dropped, and what the query forbids."""
    nodes = [*_excluded(plan.must), *(part.node for part in plan.parts if not part.droppable)]
    return [condition(scorer, node) for node in dict.fromkeys(nodes)]


def _excluded(node: Node) -> list[Node]:
    if isinstance(node, Not):
        return [node]
    return [n for part in node.parts for n in _excluded(part)] if isinstance(node, And) else []
