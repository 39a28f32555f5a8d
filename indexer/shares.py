"""Where an article's score for a query comes from: one score for each thing that ranks.

The engine scores any plan, so each part is scored alone. The article is singled out by its title,
which says nothing of the scores: they do not depend on what must match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.article import Article
from indexer.engines.base import Snapshot
from indexer.query.tree import And, Node, Or, Phrase, Plan, Prefix, Scope, Term, Weighted
from indexer.text import fold, tokenize

#: Keys of the title or the text that single it out, and articles that may share them.
_KEYS, _SHARED = 8, 50


def scores(snapshot: Snapshot, article: Article, plan: Plan) -> dict[Weighted, float]:
    """The article's score for each part of what ranks, those it lacks left out.

    Empty where too many articles begin as it does.
    """
    only = _singled_out(article)
    if only is None:
        return {}
    alone = [Plan(must=only, scoring=(each,)) for each in plan.scoring]
    alone += [Plan(must=only, rescoring=(each,)) for each in plan.rescoring]
    parts = (*plan.scoring, *plan.rescoring)
    found = {
        part: _score(snapshot, article.id, each) for part, each in zip(parts, alone, strict=True)
    }
    return {part: score for part, score in found.items() if score > 0}


def folded_terms(node: Node) -> Iterator[str]:
    """The folded keys that a node asks for."""
    if isinstance(node, Term | Prefix):
        yield fold(node.text)
    elif isinstance(node, Phrase):
        yield from map(fold, node.terms)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from folded_terms(part)


def _score(snapshot: Snapshot, id: str, plan: Plan) -> float:
    asked = Plan(
        must=plan.must,
        scoring=plan.scoring,
        rescoring=plan.rescoring,
        limit=_SHARED,
        facets=(),
    )
    return next((m.score for m in snapshot.search(asked).matches if m.id == id), 0.0)


def _singled_out(article: Article) -> Node | None:
    """The first keys of the title, else of the text, as a phrase."""
    keys = _first_keys(article.title or article.summary or article.body)
    if not keys:
        return None
    scope: Scope = "title" if article.title else "all"
    if len(keys) == 1:
        return Term("exact", keys[0], scope)
    return Phrase("exact", tuple(keys), scope=scope)


def _first_keys(text: str) -> Sequence[str]:
    """The plain keys of the first positions, one each."""
    keys: dict[int, str] = {}
    for token in tokenize(text[:400]):
        keys.setdefault(token.position, token.exact)
    return list(keys.values())[:_KEYS]
