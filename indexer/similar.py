"""Articles like a given one: those that share its most telling words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from indexer.engines.base import Engine, Snapshot, Stored
from indexer.query.tree import Or, Plan, Term, Weighted
from indexer.text import analyse

#: A release says what it is about in its first lines; later ones name everybody who spoke.
_READ = 3000
#: Words asked for, at most: tf·idf falls off quickly (Lucene's MoreLikeThis asks for 25).
_TERMS = 20
#: A title says it best, as in `Ranking.title`.
_TITLE = 3


def articles_like(engine: Engine, stored: Stored, limit: int = 5) -> list[Stored]:
    """The articles most like this one, itself left out; none where it has no telling word."""
    snapshot = engine.snapshot()
    terms = tuple(_terms(snapshot, stored))
    if not terms:
        return []
    must = Or(tuple(term.node for term in terms))
    plan = Plan(must=must, scoring=terms, limit=limit + 1, facets=())
    found = [match.id for match in snapshot.search(plan).matches]
    return snapshot.stored([id for id in found if id != stored.article.id][:limit])


def _terms(snapshot: Snapshot, stored: Stored) -> Iterator[Weighted]:
    """The compounds of the highest tf·idf, each weighted by its frequency here.

    Exact compounds alone: they are the whole word with its diacritics. One that no other article
    holds leads nowhere.
    """
    counts = _counts(stored)
    documents = {key: snapshot.frequency("compound", key) for key in counts}
    all_documents = max(documents.values(), default=0) + 1
    scored = {
        key: counts[key] * math.log(1 + all_documents / documents[key])
        for key in counts
        if documents[key] > 1
    }
    for key in sorted(scored, key=lambda key: (-scored[key], key))[:_TERMS]:
        yield Weighted(Term("compound", key), 1 + math.log(counts[key]))


def _counts(stored: Stored) -> Counter[str]:
    article = stored.article
    counts = Counter(analyse(f"{article.summary}\n{article.body}"[:_READ]).compounds)
    for key in analyse(article.title or "").compounds:
        counts[key] += _TITLE
    return Counter({key: count for key, count in counts.items() if key.startswith("=")})
