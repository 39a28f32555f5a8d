"""What was asked for → a `Plan` for an engine: what must match, what ranks, what may lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from indexer.limits import Limits
from indexer.query.asked import Asked, Group, Tree, all_asked, wanted
from indexer.query.lexicon import Lexicon
from indexer.query.matching import joined, requirement
from indexer.query.notice import Notice
from indexer.query.ranking import Ranking
from indexer.query.scoring import rescored, scored
from indexer.query.tree import Everything, Node, Not, Part, Plan, Relaxation

_RANKING, _LIMITS = Ranking(), Limits()
#: So many words are a pasted headline or sentence, not words chosen one by one.
_HEADLINE = 8


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan without filters, order and page, and what to tell the person of it."""

    plan: Plan
    notices: tuple[Notice, ...] = ()


def plan(
    tree: Tree | None,
    lexicon: Lexicon,
    *,
    exact: bool = False,
    ranking: Ranking | None = None,
    limits: Limits | None = None,
) -> Planned:
    """The plan of what is asked for; of nothing, every article.

    With `exact` every word must bear the typed diacritics. Beyond `limits.terms` the rarest are
    kept.
    """
    if tree is None:
        return Planned(Plan(must=Everything()))
    asked = tree, exact, ranking or _RANKING, limits or _LIMITS
    return lexicon.remember(asked, lambda: _plan(lexicon, *asked))


def _plan(lexicon: Lexicon, tree: Tree, exact: bool, numbers: Ranking, bounds: Limits) -> Planned:
    needed = _needed(tree, lexicon, exact, bounds)
    scoring = list(dict.fromkeys(wanted(needed.tree)))[: bounds.scored]
    return Planned(
        Plan(
            must=needed.must,
            scoring=scored(scoring, lexicon, numbers),
            rescoring=rescored(scoring, numbers),
            parts=needed.parts,
            relaxation=_relaxation(needed.parts, scoring, numbers),
        ),
        (*needed.notices, *_half_words(needed.tree, lexicon)),
    )


def unranked(
    tree: Tree | None, lexicon: Lexicon, *, exact: bool = False, limits: Limits | None = None
) -> Plan:
    """The plan of what must match alone, without any hits: for counting."""
    if tree is None:
        return Plan(must=Everything(), limit=0)
    asked = tree, exact, limits or _LIMITS
    must = lexicon.remember(asked, lambda: _needed(tree, lexicon, exact, asked[-1]).must)
    return Plan(must=must, limit=0)


class _Needed(NamedTuple):
    """What an article must hold, of the tree as far as it is read."""

    tree: Tree
    parts: tuple[Part, ...]
    must: Node
    notices: tuple[Notice, ...]


def _needed(tree: Tree, lexicon: Lexicon, exact: bool, bounds: Limits) -> _Needed:
    tree, notices = _with_short_phrases(tree, bounds.phrase)
    kept, more = _rarest(list(dict.fromkeys(all_asked(tree))), lexicon, bounds.terms)
    parts = _parts(tree, kept, exact)
    must = joined([part.node for part in parts]) or Everything()
    return _Needed(tree, parts, must, (*notices, *more))


def _half_words(tree: Tree, lexicon: Lexicon) -> Iterator[Notice]:
    """Where `-` or `title:` took one syllable of a word: `-thi đua` excludes `thi` alone."""
    parts = tree.parts if isinstance(tree, Group) else ()
    for part, following in pairwise(parts):
        sign, asked = _signed(part)
        if sign and isinstance(following, Asked) and following.form == "word":
            two = (asked.items[-1], following.items[0])
            if lexicon.frequency("compound", "_".join(item.folded for item in two)):
                first, second = (item.label for item in two)
                whole = f"{sign}“{first} {second}”"
                yield Notice(
                    f"{sign}{first} chỉ tính tiếng “{first}”; muốn cả từ, hãy gõ {whole}.",
                    f"{sign}{first} is about “{first}” alone; for the whole word type {whole}.",
                )


def _signed(tree: Tree) -> tuple[str, Asked]:
    """`-` or `title:` and the lone word it stands before; an empty sign where there is none."""
    inner = tree.parts[0] if isinstance(tree, Group) else tree
    if isinstance(inner, Asked) and inner.form == "word":
        if isinstance(tree, Group) and tree.kind == "not":
            return "-", inner
        if tree is inner and inner.scope == "title":
            return "title:", inner
    return "", next(all_asked(tree))


def _with_short_phrases(tree: Tree, most: int) -> tuple[Tree, list[Notice]]:
    """The tree with every phrase cut to its first `most` items."""
    if isinstance(tree, Asked):
        if len(tree.items) <= most:
            return tree, []
        left = tree.items[most].label
        notice = Notice(
            f"Cụm trong ngoặc kép chỉ đọc {most} tiếng đầu, bỏ từ “{left}” trở đi.",
            f"Only the first {most} syllables of the quoted phrase were read, up to “{left}”.",
        )
        return replace(tree, items=tree.items[:most]), [notice]
    cut = [_with_short_phrases(part, most) for part in tree.parts]
    return (
        Group(tree.kind, tuple(part for part, _ in cut)),
        [notice for _, notices in cut for notice in notices],
    )


def _rarest(
    asked: Sequence[Asked], lexicon: Lexicon, most: int
) -> tuple[frozenset[Asked], list[Notice]]:
    """The things asked for, bounded: what may not lack first, then the rarest.

    A syllable that no article holds tells nothing of a long query, so it goes first.
    """
    if len(asked) <= most:
        return frozenset(asked), []
    ranked = sorted(asked, key=lambda part: (part.droppable, _frequency(part, lexicon)))
    kept = frozenset(ranked[:most])
    left = " ".join(part.label for part in asked if part not in kept)
    notice = Notice(
        f"Câu hỏi dài: chỉ cần có {most} từ hiếm nhất; bỏ qua, chỉ dùng để xếp hạng: {left}.",
        f"A long query: its {most} rarest words were asked for; left out but for ranking: {left}.",
    )
    return kept, [notice]


def _frequency(asked: Asked, lexicon: Lexicon) -> float:
    return lexicon.frequency("folded", asked.items[0].folded) or float("inf")


def _parts(tree: Tree, kept: frozenset[Asked], exact: bool) -> tuple[Part, ...]:
    """One part for each thing that stands at the top of the query."""
    top = tree.parts if isinstance(tree, Group) and tree.kind == "all" else (tree,)
    flat = [p for part in top for p in _flat(part)]
    pasted = len(flat) >= _HEADLINE
    found: dict[Node, Part] = {}
    for part in flat:
        node = requirement(part, kept, exact)
        if node is not None:
            droppable = isinstance(part, Asked) and (
                part.droppable or (pasted and part.droppable_in_headline)
            )
            found.setdefault(node, Part(node, _label(part), droppable))
    return tuple(found.values())


def _flat(tree: Tree) -> tuple[Tree, ...]:
    """The parts of nested groups that ask for all of them."""
    if isinstance(tree, Group) and tree.kind == "all":
        return tuple(p for part in tree.parts for p in _flat(part))
    return (tree,)


def _label(tree: Tree) -> str:
    between = " OR " if isinstance(tree, Group) and tree.kind == "any" else " "
    labels = between.join(part.label for part in all_asked(tree))
    return f"-{labels}" if isinstance(tree, Group) and tree.kind == "not" else labels


def _relaxation(
    parts: Sequence[Part], asked: Sequence[Asked], ranking: Ranking
) -> Relaxation | None:
    """Only for queries of enough syllables, and where some part may lack."""
    syllables = sum(len(item.syllables) for part in asked for item in part.items)
    if syllables < ranking.relaxed_from or not any(part.droppable for part in parts):
        return None
    if sum(part.droppable for part in parts) < 2 and not any(
        not part.droppable and not isinstance(part.node, Not) for part in parts
    ):
        return None
    return Relaxation(ranking.relaxed_coverage, ranking.relaxed_penalty, ranking.relaxed_outrank)
