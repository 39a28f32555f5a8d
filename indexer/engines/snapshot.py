"""Searching one generation: what matches, in which order, and how many of each kind."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from indexer.engines import folding
from indexer.engines.arrays import Array, BrokenFile
from indexer.engines.base import Match, Matches, Stored
from indexer.engines.building import ROLES
from indexer.engines.evaluating import listed, matching, meeting, passing
from indexer.engines.generation import NO_DAY, Generation, Labels
from indexer.engines.keys import decode, encode
from indexer.engines.lists import among, find, unite
from indexer.engines.moments import moment
from indexer.engines.narrowing import beyond
from indexer.engines.ordering import first
from indexer.engines.relaxing import NONE, Relaxed, missing, relaxed
from indexer.engines.scoring import Scorer
from indexer.engines.segment import Field
from indexer.errors import IndexUnavailable
from indexer.query.lexicon import T
from indexer.query.ranking import Ranking
from indexer.query.tree import Facet, Filters, Node, Plan, View, Weighted

_NO_FILTERS = Filters()


class _Ranked(NamedTuple):
    """Articles in their order, with their scores."""

    docs: Array
    scores: Array


@dataclass(frozen=True, slots=True)
class WhooshSnapshot:
    """One committed state of a Whoosh index. See `base.Snapshot`."""

    index: Generation
    scorer: Scorer
    ranking: Ranking

    @property
    def generation(self) -> int:
        """The number of the commit."""
        return self.index.number

    @property
    def as_of(self) -> datetime | None:
        """The last moment at which an article of it came in or changed; None where it is empty."""
        return moment(self.index.latest) if self.index.articles else None

    def search(self, plan: Plan) -> Matches:
        """The hits of the asked page, the totals and the counts."""
        passes = passing(self.index, plan.filters)
        strict = matching(self.scorer, plan.must, passes)
        others = relaxed(self.scorer, plan, passes, strict)
        ranked = self._rank(plan, strict, others)
        matches, folded = self._page(plan, ranked, others)
        counts = {facet: self._counts(facet, strict) for facet in plan.facets}
        return Matches(matches, len(strict), len(others.docs), folded, **counts)

    def totals(self, plans: Sequence[Plan]) -> list[int]:
        """How many strict matches each plan has. See `base.Snapshot`."""
        known: dict[Node, list[tuple[Filters, Array]]] = {}
        totals = [0] * len(plans)
        widest_first = sorted(enumerate(plans), key=lambda each: each[1].filters != _NO_FILTERS)
        for number, plan in widest_first:
            totals[number] = len(self._strict(plan, known.setdefault(plan.must, [])))
        return totals

    def _strict(self, plan: Plan, known: list[tuple[Filters, Array]]) -> Array:
        """The strict matches of a plan, among those of wider filters where they are `known`."""
        for filters, docs in known:
            rest = beyond(plan.filters, filters)
            if rest is not None:
                return meeting([listed(docs), passing(self.index, rest)])
        docs = matching(self.scorer, plan.must, passing(self.index, plan.filters))
        known.append((plan.filters, docs))
        return docs

    def _page(self, plan: Plan, ranked: _Ranked, others: Relaxed) -> tuple[tuple[Match, ...], int]:
        """The hits of the asked page, and how many articles are folded on all pages together."""
        index = self.index
        folds = folding.folds(index.sketches[ranked.docs[: plan.fold]]) if plan.fold else {}
        under = folding.under(folds)
        shown = np.arange(len(ranked.docs))
        shown = np.delete(shown, list(folds)) if folds else shown
        shown = shown[plan.offset : plan.offset + plan.limit]
        docs = ranked.docs[shown]
        lacking = self._missing(plan, docs, others)
        matches = tuple(
            Match(
                index.id(doc),
                score,
                lacking.get(doc, ()),
                tuple(index.id(int(ranked.docs[other])) for other in under.get(place, ())),
            )
            for place, doc, score in zip(
                shown.tolist(), docs.tolist(), ranked.scores[shown].tolist(), strict=True
            )
        )
        return matches, len(folds)

    def every(self, plan: Plan, skip: int = 0) -> Iterator[Stored]:
        """All strict matches in the plan's order, one after the other. See `base.Snapshot`."""
        strict = matching(self.scorer, plan.must, passing(self.index, plan.filters))
        whole = replace(plan, offset=0, limit=len(strict))
        return map(self._stored, self._order(whole, strict, NONE).docs[skip:].tolist())

    def _counts(self, facet: Facet, docs: Array) -> dict[str, int]:
        """How many of these articles have each value."""
        if facet == "months":
            return _count_months(self.index.months[docs])
        labels: Labels = getattr(self.index, facet)
        return labels.count(docs)

    def _rank(self, plan: Plan, strict: Array, others: Relaxed) -> _Ranked:
        """The first articles of the order, as far as the page needs them."""
        relaxation = plan.relaxation
        mixed = relaxation is not None and relaxation.outrank and plan.sort == "relevance"
        if not len(others.docs):
            return self._order(plan, strict, others)
        if mixed:
            return self._order(plan, unite([strict, others.docs], self.index.count), others)
        before = self._order(plan, strict, NONE)
        after = self._order(plan, others.docs, others, len(before.docs))
        return _Ranked(
            np.concatenate([before.docs, after.docs]), np.concatenate([before.scores, after.scores])
        )

    def _order(self, plan: Plan, docs: Array, others: Relaxed, before: int = 0) -> _Ranked:
        """The first of these ascending articles; `before` others stand in front of them."""
        window = max(self.ranking.window - before, 0)
        rescored = bool(plan.rescoring) and plan.sort == "relevance"
        wanted = max(plan.offset + plan.limit + plan.fold - before, window if rescored else 0)
        if wanted <= 0:
            return _Ranked(docs[:0], np.zeros(0, np.float32))
        scores = self._scores(plan, plan.scoring, docs, others)
        self._add_main(plan, docs, scores, others)
        top = first(self.index, docs, scores, plan.sort, wanted)
        ranked = _Ranked(docs[top], scores[top])
        return self._rescore(plan, ranked, others, window) if rescored else ranked

    def _rescore(self, plan: Plan, ranked: _Ranked, others: Relaxed, window: int) -> _Ranked:
        head = np.argsort(ranked.docs[:window])
        docs = ranked.docs[head]
        scores = ranked.scores[head] + self._scores(plan, plan.rescoring, docs, others)
        top = first(self.index, docs, scores, "relevance", len(docs))
        return _Ranked(
            np.concatenate([docs[top], ranked.docs[window:]]),
            np.concatenate([scores[top], ranked.scores[window:]]),
        )

    def _scores(
        self, plan: Plan, weighted: Sequence[Weighted], docs: Array, others: Relaxed
    ) -> Array:
        return self.scorer.scores(weighted, docs) * _penalties(plan, docs, others)

    def _add_main(self, plan: Plan, docs: Array, scores: Array, others: Relaxed) -> None:
        """Articles of which a filtered district is a main one score more."""
        if not plan.filters.districts.any_of or not len(docs):
            return
        main = np.zeros(len(docs), np.bool_)
        for code in plan.filters.districts.any_of:
            held, roles = self.index.districts.of(code)
            held = held[roles == ROLES["main"]]
            main |= among(docs, held)
        scores[main] += np.float32(self.ranking.main_district)

    def _missing(self, plan: Plan, docs: Array, others: Relaxed) -> dict[int, tuple[str, ...]]:
        if not len(others.docs):
            return {}
        docs = np.sort(docs)
        lacking = docs[among(docs, others.docs)]
        if not len(lacking):
            return {}
        labels = missing(self.scorer, plan.parts, lacking)
        return dict(zip(lacking.tolist(), labels, strict=True))

    def stored(self, ids: Sequence[str]) -> list[Stored]:
        """The articles with these ids, in this order; unknown ids are left out.

        Raises IndexUnavailable if one was altered on the disk.
        """
        return [self._stored(doc) for id_ in ids if (doc := self.index.find(id_)) >= 0]

    def _stored(self, doc: int) -> Stored:
        segment, own = self.index.locate(doc)
        try:
            return segment.stored(own)
        except BrokenFile as error:
            raise IndexUnavailable(
                f"Chỉ mục bị hỏng ({error}); hãy kiểm tra: tracuu check",
                f"The index is damaged ({error}); look into it: tracuu check",
            ) from error

    def ids(self) -> Iterable[str]:
        """The ids of all live articles, in no order."""
        for segment, base in zip(self.index.segments, self.index.bases.tolist(), strict=False):
            live = self.index.live[base : base + segment.count].tolist()
            yield from (id_ for id_, doc in segment.all_ids() if live[doc])

    def frequency(self, view: View, text: str) -> int:
        """How many articles hold this key (removed ones not yet merged away may count)."""
        return self.scorer.reader.frequency(view, text)

    def keys(self, view: View, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Up to `limit` keys that begin so, in code point order, each with its frequency."""
        start = encode(prefix)
        runs = [_keys(segment.fields[view], start, limit) for segment in self.index.segments]
        merged = groupby(heapq.merge(*runs), key=itemgetter(0))
        counted = ((decode(key), sum(count for _, count in same)) for key, same in merged)
        return list(islice(counted, limit))

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, which depends on these keys; made once for a while."""
        return self.scorer.remember(key, make)


def _keys(field: Field, prefix: bytes, limit: int) -> Iterator[tuple[bytes, int]]:
    numbers = field.keys.begin(prefix)[:limit]
    return ((field.keys[number], field.count(number)) for number in numbers)


def _penalties(plan: Plan, docs: Array, others: Relaxed) -> Array | np.float32:
    """What the score is multiplied by: coverage ** penalty for those that lack a part."""
    if plan.relaxation is None or not len(others.docs):
        return np.float32(1)
    coverage = np.ones(len(docs), np.float32)
    places, lacking = find(docs, others.docs)
    coverage[lacking] = others.coverage[places[lacking]]
    return coverage ** np.float32(plan.relaxation.penalty)


def _count_months(months: Array) -> dict[str, int]:
    months = months[months != NO_DAY]
    if not len(months):
        return {}
    lowest = int(months.min())
    counts = np.bincount(months - lowest)
    held = np.flatnonzero(counts)
    numbered = zip((held + lowest).tolist(), counts[held].tolist(), strict=True)
    return {_month(month): count for month, count in numbered}


@cache
def _month(number: int) -> str:
    year, month = divmod(number, 12)
    return f"{1970 + year:04d}-{month + 1:02d}"
