"""Whoosh's own searcher finds the same articles in the same index."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from whoosh import query
from whoosh.index import FileIndex

from indexer.engines.base import Put, Remove
from indexer.engines.fields import INDEX_NAME, TITLE, schema
from indexer.engines.toc import SafeStorage
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query.tree import And, Everything, Node, Not, Or, Phrase, Plan, Prefix, Term
from tests.engines.making import prepare, random_article, random_node


def as_whoosh(node: Node) -> query.Query:
    match node:
        case Everything() | And(parts=()):
            return query.Every()
        case And():
            return query.And([as_whoosh(part) for part in node.parts])
        case Or():
            return query.Or([as_whoosh(part) for part in node.parts])
        case Not():
            # Alone, Whoosh's Not finds removed articles after the last that it excludes.
            return query.And([query.Every(), query.Not(as_whoosh(node.part))])
        case Phrase():
            return query.Phrase(field(node), list(node.terms))
        case Prefix():
            return query.Prefix(field(node), node.text)
        case Term():
            return query.Term(field(node), node.text)


def field(node: Term | Phrase | Prefix) -> str:
    return (TITLE if node.scope == "title" else "") + node.view


def without_nearness(node: Node) -> bool:
    """Whoosh's nearness keeps the order of the words, ours does not; it has none across `Not`."""
    if isinstance(node, And | Or):
        return all(map(without_nearness, node.parts))
    if isinstance(node, Not):
        return without_nearness(node.part)
    return not isinstance(node, Phrase) or node.slop is None


@pytest.mark.parametrize("seed", range(4))
def test_whoosh_itself_finds_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(100 + seed)
    engine = WhooshEngine(tmp_path)
    with engine.writing() as writer:
        for _ in range(seed * 3 + 1):
            put = [Put(random_article(chance, f"bài {chance.randrange(150)}")) for _ in range(25)]
            writer.commit([*put, Remove(f"bài {chance.randrange(150)}")], prepare)
    snapshot = engine.snapshot()
    nodes = [node for _ in range(400) if without_nearness(node := random_node(chance))]
    index = FileIndex(SafeStorage(str(tmp_path)), schema=schema(), indexname=INDEX_NAME)
    with index.searcher() as searcher:
        for node in nodes:
            found = {match.id for match in snapshot.search(Plan(node, limit=1000)).matches}
            theirs = searcher.docs_for_query(as_whoosh(node))
            assert found == {searcher.stored_fields(doc)["id"] for doc in theirs}, node
