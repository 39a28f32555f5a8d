"""What a search must answer, said in plain Python over the prepared articles: the reference."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.article import VIETNAM
from indexer.engines.base import Prepared
from indexer.query.ranking import Ranking
from indexer.query.tree import (
    And,
    Choice,
    Everything,
    Filters,
    Node,
    Not,
    Or,
    Phrase,
    Plan,
    Prefix,
    Term,
)
from indexer.text.analysed import Analysed

GAP = 100


@dataclass(frozen=True)
class Answer:
    """Ids in order with their scores and what they lack; totals; counts by facet."""

    hits: list[tuple[str, float, tuple[str, ...]]]
    total: int
    relaxed: int
    districts: Counter[str]
    months: Counter[str]
    sources: Counter[str]


class Naive:
    """Answers plans over all of these articles, one by one."""

    def __init__(self, articles: Iterable[Prepared], ranking: Ranking) -> None:
        self.articles = {one.stored.article.id: one for one in articles}
        self.ranking = ranking

    def answer(self, plan: Plan) -> Answer:
        """Everything a snapshot's search tells, all pages in one."""
        passing = [id_ for id_, one in self.articles.items() if passes(one, plan.filters)]
        strict = [id_ for id_ in passing if self.matches(plan.must, self.articles[id_])]
        relaxed = self._relaxed(plan, [id_ for id_ in passing if id_ not in set(strict)])
        hits = self._order(plan, strict, relaxed)
        found = [self.articles[id_].stored for id_ in strict]
        return Answer(
            hits,
            len(strict),
            len(relaxed),
            Counter(d.code for one in found for d in one.places.districts),
            Counter(one.article.published.month for one in found if one.article.published),
            Counter(one.article.source for one in found if one.article.source),
        )

    def matches(self, node: Node, one: Prepared) -> bool:
        """Whether an article matches a boolean node."""
        match node:
            case Everything():
                return True
            case And():
                return all(self.matches(part, one) for part in node.parts)
            case Or():
                return any(self.matches(part, one) for part in node.parts)
            case Not():
                return not self.matches(node.part, one)
            case _:
                return self.frequency(node, one) > 0

    def frequency(self, node: Node, one: Prepared) -> float:
        """How often a leaf stands in an article, title and summary weighted."""
        weights = (self.ranking.title, self.ranking.summary, 1.0)
        parts = (one.title, one.summary, one.body)
        if getattr(node, "scope", "all") == "title":
            parts = parts[:1]
        if isinstance(node, Or):
            return sum(self.frequency(part, one) for part in node.parts)
        return sum(w * count(node, part) for w, part in zip(weights, parts, strict=False))

    def _idf(self, node: Node) -> float:
        if isinstance(node, Phrase):
            return self._idf_of(self._expected(node))
        if isinstance(node, Or) and any(isinstance(part, Phrase) for part in node.parts):
            return min(self._idf(part) for part in node.parts)
        return self._plain_idf(node)

    def _plain_idf(self, node: Node) -> float:
        df = sum(self.matches(node, one) for one in self.articles.values())
        return self._idf_of(df)

    def _idf_of(self, df: float) -> float:
        return math.log(1 + (len(self.articles) - df + 0.5) / (df + 0.5))

    def _expected(self, phrase: Phrase) -> float:
        """What chance puts side by side, or holds the phrase as a compound, if those are more."""
        terms = [Term(phrase.view, text, phrase.scope) for text in phrase.terms]
        whole = max(sum(self._length("folded", one) for one in self.articles.values()), 1)
        chance = whole
        for term in terms:
            chance *= sum(self.frequency(term, one) for one in self.articles.values()) / whole
        if phrase.slop is not None:
            chance *= len(terms) + phrase.slop
        elif phrase.scope == "all" and len(terms) <= 4:
            mark = "=" if phrase.view == "exact" else ""
            chance = max(chance, self._count(Term("compound", mark + "_".join(phrase.terms))))
        return min(chance, *(self._count(term) for term in terms))

    def _count(self, node: Node) -> int:
        return sum(self.matches(node, one) for one in self.articles.values())

    def _score(self, node: Node, one: Prepared) -> float:
        view = view_of(node)
        bm25 = getattr(self.ranking, view)
        lengths = {id_: self._length(view, other) for id_, other in self.articles.items()}
        average = sum(lengths.values()) / len(lengths) or 1
        tf = self.frequency(node, one)
        bound = bm25.k1 * (1 - bm25.b + bm25.b * self._length(view, one) / average)
        return self._idf(node) * tf * (bm25.k1 + 1) / (tf + bound) if tf else 0.0

    def _length(self, view: str, one: Prepared) -> float:
        def size(part: Analysed) -> int:
            return len(part.compounds) // 2 if view == "compound" else part.length

        ranking = self.ranking
        title, summary = ranking.title * size(one.title), ranking.summary * size(one.summary)
        return title + summary + size(one.body)

    def _relaxed(self, plan: Plan, others: Sequence[str]) -> dict[str, float]:
        if plan.relaxation is None or not plan.parts:
            return {}
        total = sum(self._plain_idf(part.node) for part in plan.parts)
        entered = {}
        for id_ in others:
            one = self.articles[id_]
            held = [part for part in plan.parts if self.matches(part.node, one)]
            coverage = sum(self._plain_idf(part.node) for part in held) / total
            whole = all(part.droppable or part in held for part in plan.parts)
            if whole and held and coverage >= plan.relaxation.min_coverage - 1e-6:
                entered[id_] = coverage
        return entered

    def _order(
        self, plan: Plan, strict: Sequence[str], relaxed: dict[str, float]
    ) -> list[tuple[str, float, tuple[str, ...]]]:
        scores = {id_: self._total(plan, id_, relaxed.get(id_)) for id_ in [*strict, *relaxed]}
        mixed = plan.relaxation is not None and plan.relaxation.outrank

        def key(id_: str) -> tuple[object, ...]:
            published = self.articles[id_].stored.article.published
            newest = -published.at.timestamp() if published else math.inf
            if plan.sort == "newest":
                return (id_ in relaxed, newest, id_)
            if plan.sort == "oldest":
                return (id_ in relaxed, -newest if published else newest, id_)
            return (id_ in relaxed and not mixed, -scores[id_], newest, id_)

        ordered = sorted(scores, key=key)
        return [(id_, scores[id_], self._missing(plan, id_, id_ in relaxed)) for id_ in ordered]

    def _total(self, plan: Plan, id_: str, coverage: float | None) -> float:
        one = self.articles[id_]
        weighted = plan.scoring + (plan.rescoring if plan.sort == "relevance" else ())
        score = sum(part.weight * self._score(part.node, one) for part in weighted)
        if coverage is not None and plan.relaxation is not None:
            score *= coverage**plan.relaxation.penalty
        wanted = plan.filters.districts.any_of
        main = any(d.code in wanted and d.role == "main" for d in one.stored.places.districts)
        return score + self.ranking.main_district * main

    def _missing(self, plan: Plan, id_: str, relaxed: bool) -> tuple[str, ...]:
        one = self.articles[id_]
        lacking = (p for p in plan.parts if p.droppable and not self.matches(p.node, one))
        return tuple(part.label for part in lacking) if relaxed else ()


def passes(one: Prepared, filters: Filters) -> bool:
    """Whether an article passes the filters."""
    published = one.stored.article.published
    day: date | None = published.at.astimezone(VIETNAM).date() if published else None
    if filters.undated and day is not None:
        return False
    if (filters.since or filters.until) and day is None:
        return False
    if day and ((filters.since and day < filters.since) or (filters.until and day > filters.until)):
        return False
    seen, changed = one.stored.first_seen, one.stored.changed
    if filters.seen_after and seen <= filters.seen_after:
        return False
    if filters.seen_by and seen > filters.seen_by:
        return False
    if filters.changed_after and (changed is None or changed <= filters.changed_after):
        return False
    places = one.stored.places
    heirs = bool(filters.heirs & {c.code for c in places.communes})
    return (
        chosen(filters.districts, {d.code for d in places.districts}, heirs)
        and chosen(filters.provinces, {places.province.code} if places.province else set())
        and chosen(filters.communes, {c.code for c in places.communes})
        and chosen(filters.sources, {one.stored.article.source} - {""})
    )


def chosen(choice: Choice, values: set[str], heirs: bool = False) -> bool:
    """Whether an article with these values is wanted."""
    wanted = not choice.any_of or bool(choice.any_of & values) or heirs
    return wanted and not choice.none_of & values


def count(node: Node, part: Analysed) -> int:
    """How often a leaf stands in one part of an article."""
    keys = {"folded": part.folded, "exact": part.exact}
    match node:
        case Term(view="compound"):
            return list(part.compounds).count(node.text)
        case Term():
            return list(keys[node.view]).count(node.text)
        case Prefix():
            held = part.compounds if node.view == "compound" else keys[node.view]
            return sum(key.startswith(node.text) for key in held)
        case Phrase():
            standing = list(zip(part.positions, keys[node.view], strict=True))
            return len(windows(node, standing))
        case _:
            raise TypeError(node)


def windows(phrase: Phrase, standing: Sequence[tuple[int, str]]) -> list[int]:
    """The positions at which a phrase, or a window that holds its keys, begins."""
    held = set(standing)
    if phrase.slop is None:
        return [
            position
            for position in sorted({position for position, _ in standing})
            if all((position + i, text) in held for i, text in enumerate(phrase.terms))
        ]
    width = len(phrase.terms) + phrase.slop
    starts = sorted({position for position, key in standing if key in phrase.terms})
    need = Counter(phrase.terms)
    found = []
    for start in starts:
        inside = Counter(key for position, key in held if start <= position < start + width)
        if all(inside[key] >= times for key, times in need.items()):
            found.append(start)
    return found


def view_of(node: Node) -> str:
    """The view of a leaf."""
    while isinstance(node, Or):
        node = node.parts[0]
    assert isinstance(node, Term | Phrase | Prefix)
    return node.view
