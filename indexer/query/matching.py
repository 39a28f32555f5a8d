"""Which articles match: the tree of what is asked for → a boolean tree for the engine."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from indexer.query.asked import Asked, Group, Item, Tree
from indexer.query.tree import And, Everything, Node, Not, Or, Phrase, Prefix, Term, View


def requirement(tree: Tree, kept: Collection[Asked], exact: bool) -> Node | None:
    """What an article must hold; things not `kept` are not asked of it (None: nothing is).

    With `exact` the typed diacritics are asked of every word.
    """
    if isinstance(tree, Asked):
        return node(tree, exact) if tree in kept else None
    nodes = [n for part in tree.parts if (n := requirement(part, kept, exact)) is not None]
    if tree.kind == "not":
        return Not(_excluded(tree, nodes[0])) if nodes else None
    return joined(nodes) if tree.kind == "all" else _any(nodes)


def node(asked: Asked, exact: bool = False) -> Node:
    """The node of one thing asked for."""
    match asked.form:
        case "word":
            item = asked.items[0]
            strict = exact and not item.is_name
            return Term(
                *(("exact", item.exact) if strict else ("folded", item.folded)), asked.scope
            )
        case "prefix":
            item = asked.items[0]
            if asked.accented or exact:
                return Prefix("exact", item.exact, asked.scope)
            return Prefix("folded", item.folded, asked.scope)
        case _:
            return _phrase(asked, "exact" if asked.accented or exact else "folded")


def _phrase(asked: Asked, view: View) -> Node:
    keys = phrase_keys(asked.items, view) if asked.slop is None else near_keys(asked.items, view)
    if len(keys) == 1:
        return Term(view, keys[0], asked.scope)
    return Phrase(view, keys, asked.slop, asked.scope)


def phrase_keys(items: Sequence[Item], view: View) -> tuple[str, ...]:
    """The keys of a phrase at consecutive positions.

    A name stands at its first syllable's position. Its other syllables follow it, but not at the
    phrase's end, where `nCoV` is then as good as `Covid-19`.
    """
    keys: list[str] = []
    for item in items:
        keys.append(_key(item, view))
        rest = item.syllables[1:] if item is not items[-1] else ()
        keys.extend(exact if view == "exact" else folded for exact, folded in rest)
    return tuple(keys)


def near_keys(items: Sequence[Item], view: View) -> tuple[str, ...]:
    """The distinct keys of a nearness."""
    return tuple(dict.fromkeys(_key(item, view) for item in items))


def _key(item: Item, view: View) -> str:
    return item.exact if view == "exact" else item.folded


def _excluded(group: Group, found: Node) -> Node:
    """A word excluded with diacritics excludes no article that has others: `-đường` keeps Dương."""
    part = group.parts[0]
    if isinstance(part, Asked) and part.form == "word" and part.items[0].accented:
        return node(part, exact=True)
    return found


def joined(nodes: Sequence[Node]) -> Node | None:
    """All of the nodes, each once; where all are exclusions, of all articles."""
    distinct = list(dict.fromkeys(nodes))
    if distinct and all(isinstance(n, Not) for n in distinct):
        distinct.insert(0, Everything())
    return And(tuple(distinct)) if len(distinct) > 1 else next(iter(distinct), None)


def _any(nodes: Sequence[Node]) -> Node | None:
    distinct = tuple(dict.fromkeys(nodes))
    return Or(distinct) if len(distinct) > 1 else next(iter(distinct), None)
