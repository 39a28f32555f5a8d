"""How a query was read: each thing asked for, and how many articles have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from indexer.engines.base import Engine, Snapshot
from indexer.query.asked import Asked, Form, read, wanted
from indexer.query.parse import parse
from indexer.query.plan import plan
from indexer.query.tree import Node, Not, Part, Plan, Term
from indexer.text import Kind as TokenKind

#: A token's kind (`indexer.text`), a form (`Asked.form`), or what a group is.
Kind = TokenKind | Form | Literal["without", "choice"]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One thing an article must have (or with `without` must not have), and how many have it.

    `label` is the person's own spelling.
    """

    label: str
    kind: Kind
    articles: int


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A compound of the query that the index knows: it ranks, and is not demanded."""

    text: str
    articles: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a query asks for, and what else ranks its articles."""

    parts: tuple[ReadPart, ...]
    words: tuple[ReadWord, ...]


def explain(engine: Engine, text: str, *, exact: bool = False) -> Explanation:
    """How this query is read by the engine's last commit; nothing of an empty one."""
    snapshot = engine.snapshot()
    tree = read(parse(text).root)
    planned = plan(tree, snapshot, exact=exact).plan
    kinds = {asked.label: _kind(asked) for asked in wanted(tree)} if tree else {}
    parts = tuple(_part(snapshot, part, kinds.get(part.label)) for part in planned.parts)
    return Explanation(parts, tuple(_words(snapshot, planned)))


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
    """The compounds among what is scored; in their exact spelling where that was typed."""
    keys = [
        weighted.node.text
        for weighted in planned.scoring
        if isinstance(weighted.node, Term) and weighted.node.view == "compound"
    ]
    exact = {key for key in keys if key.startswith("=")}
    for key in sorted(exact or keys, key=keys.index):
        yield ReadWord(key.removeprefix("=").replace("_", " "), snapshot.frequency("compound", key))


def _total(snapshot: Snapshot, node: Node) -> int:
    return snapshot.search(Plan(must=node, limit=1, facets=False)).total
