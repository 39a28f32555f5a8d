"""How a query was read: each thing asked for, how many articles have it, and what it scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from indexer.article import Article
from indexer.engines.base import Engine, Snapshot
from indexer.query.asked import Asked, Form, Tree, read, wanted
from indexer.query.parse import parse
from indexer.query.plan import plan
from indexer.query.tree import Node, Not, Part, Phrase, Plan, Term, Weighted
from indexer.shares import folded_terms, scores
from indexer.text import Kind as TokenKind
from indexer.text import fold

#: A token's kind (`indexer.text`), a form (`Asked.form`), or what a group is.
Kind = TokenKind | Form | Literal["without", "choice"]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One thing an article must have (or with `without` must not have), and how many have it.

    `label` is the person's own spelling; `share` its part of the article's score, 0 to 1.
    """

    label: str
    kind: Kind
    articles: int
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A compound of the query that the index knows: it ranks, and is not demanded."""

    text: str
    articles: int
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a query asks for, and what else ranks its articles.

    `neighbours` is the share of words that stand side by side as they were typed. All shares make
    1, or 0 where no article was given or it could not be singled out.
    """

    parts: tuple[ReadPart, ...]
    words: tuple[ReadWord, ...]
    neighbours: float = 0.0


def explain(
    engine: Engine, text: str, *, exact: bool = False, article: Article | None = None
) -> Explanation:
    """How this query is read by the engine's last commit, and what ranks `article` for it."""
    snapshot = engine.snapshot()
    tree = read(parse(text, engine.limits).root)
    planned = plan(tree, snapshot, exact=exact, limits=engine.limits).plan
    kinds = {asked.label: _kind(asked) for asked in wanted(tree)} if tree else {}
    parts = tuple(_part(snapshot, part, kinds.get(part.label)) for part in planned.parts)
    explained = Explanation(parts, tuple(_words(snapshot, planned)))
    if article is None:
        return explained
    return _shared(explained, _owners(tree, planned), scores(snapshot, article, planned))


def _owners(tree: Tree | None, planned: Plan) -> dict[str, str]:
    """Which part's label each folded key belongs to, the syllables of abbreviations too."""
    owners = {key: part.label for part in planned.parts for key in folded_terms(part.node)}
    for asked in wanted(tree) if tree else ():
        for item in asked.items:
            for _exact, folded in item.syllables:
                owners.setdefault(folded, asked.label)
    return owners


def _shared(
    explained: Explanation, owners: Mapping[str, str], scored: Mapping[Weighted, float]
) -> Explanation:
    """The explanation with each row's share of the score."""
    earned: dict[tuple[str, str], float] = defaultdict(float)
    for weighted, score in scored.items():
        earned[_owner(weighted.node, owners)] += score / sum(scored.values())
    return Explanation(
        tuple(replace(part, share=earned["part", part.label]) for part in explained.parts),
        tuple(replace(word, share=earned["word", _folded(word.text)]) for word in explained.words),
        earned["neighbours", ""],
    )


def _owner(node: Node, owners: Mapping[str, str]) -> tuple[str, str]:
    """Which row a score belongs to."""
    if isinstance(node, Phrase):
        return "neighbours", ""
    if isinstance(node, Term) and node.view == "compound":
        return "word", _folded(_plain(node.text))
    first = next(folded_terms(node), "")
    return "part", owners.get(first, "")


def _folded(words: str) -> str:
    return " ".join(map(fold, words.split()))


def _kind(asked: Asked) -> Kind:
    if asked.form != "word":
        return asked.form
    return cast(TokenKind, asked.items[0].kind)


def _part(snapshot: Snapshot, part: Part, kind: Kind | None) -> ReadPart:
    """A part of several things has no kind of its own."""
    if isinstance(part.node, Not):
        return ReadPart(part.label.removeprefix("-"), "without", _total(snapshot, part.node.part))
    return ReadPart(part.label, kind or "choice", _total(snapshot, part.node))


def _words(snapshot: Snapshot, planned: Plan) -> Iterator[ReadWord]:
    """The compounds among what is scored; in their exact spelling where that is known."""
    keys = [
        weighted.node.text
        for weighted in planned.scoring
        if isinstance(weighted.node, Term) and weighted.node.view == "compound"
    ]
    # Exact keys begin with `=`: sorted, they come last and take the place of the folded ones.
    spelt = {_folded(_plain(key)): key for key in sorted(keys, key=lambda key: key[0] == "=")}
    for key in spelt.values():
        yield ReadWord(_plain(key), snapshot.frequency("compound", key))


def _plain(compound: str) -> str:
    """`=thi_đua` as `thi đua`."""
    return compound.removeprefix("=").replace("_", " ")


def _total(snapshot: Snapshot, node: Node) -> int:
    return snapshot.search(Plan(must=node, limit=0, facets=())).total
