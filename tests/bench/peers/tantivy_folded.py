"""Tantivy through its Python package, over text without diacritics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import tantivy

from tests.bench.documents import Document
from tests.bench.peers.base import Found, Narrowed
from tests.bench.peers.folding import folded, parts, words
from tests.bench.tagged import tagged_documents

_BOOSTS = {"title": 3.0, "summary": 1.5, "body": 1.0}
_FACETS = ("districts", "provinces", "months", "sources")
_MOST_VALUES = 1000


class TantivyFolded:
    """All words of a query (`AND`) or any (`OR`), each in any field."""

    def __init__(self, joined_by: Literal["AND", "OR"]) -> None:
        self.name = f"Tantivy {joined_by}"
        self._occur = tantivy.Occur.Must if joined_by == "AND" else tantivy.Occur.Should
        self._index: tantivy.Index | None = None

    def build(self, source: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=256 << 20)
        for article in tagged_documents(source):
            writer.add_document(_document(article))
        writer.commit()
        writer.wait_merging_threads()
        self.open(folder)

    def open(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.reload()

    def ranked(self, query: str, limit: int) -> list[str]:
        assert self._index is not None
        searcher = self._index.searcher()
        found = searcher.search(self._asked(query), limit, count=False)
        return [searcher.doc(address)["id"][0] for _, address in found.hits]

    def narrowed(self, query: str, narrowed: Narrowed | None, limit: int) -> Found:
        assert self._index is not None
        asked = self._boolean(parts(folded(query)))
        if narrowed is not None:
            asked = _within(self._index.schema, asked, narrowed)
        searcher = self._index.searcher()
        found = searcher.search(asked, limit, count=True)
        buckets = searcher.aggregate(asked, _AGGREGATIONS)
        counts = {
            name: {bucket["key"]: bucket["doc_count"] for bucket in buckets[name]["buckets"]}
            for name in _FACETS
        }
        ids = tuple(searcher.doc(address)["id"][0] for _, address in found.hits)
        return Found(ids, found.count or 0, counts)

    def _asked(self, query: str) -> tantivy.Query:
        return self._boolean([(word,) for word in words(folded(query))])

    def _boolean(self, asked: Sequence[tuple[str, ...]]) -> tantivy.Query:
        assert self._index is not None
        schema = self._index.schema
        terms = [(self._occur, _in_any_field(schema, part)) for part in asked]
        return tantivy.Query.boolean_query(terms) if terms else tantivy.Query.empty_query()


def _within(schema: tantivy.Schema, asked: tantivy.Query, narrowed: Narrowed) -> tantivy.Query:
    days = tantivy.Query.range_query(
        schema, "day", tantivy.FieldType.Integer, narrowed.since, narrowed.until
    )
    district = tantivy.Query.term_query(schema, "districts", narrowed.district)
    must = tantivy.Occur.Must
    unscored = [(must, tantivy.Query.const_score_query(one, 0.0)) for one in (days, district)]
    return tantivy.Query.boolean_query([(must, asked), *unscored])


_AGGREGATIONS: dict[str, Any] = {
    name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in _FACETS
}


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in _BOOSTS:
        made.add_text_field(name)
    made.add_integer_field("day", indexed=True, fast=True)
    for name in _FACETS:
        made.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return made.build()


def _document(article: Document) -> tantivy.Document:
    return tantivy.Document(
        id=article.id,
        title=folded(article.title),
        summary=folded(article.summary),
        body=folded(article.body),
        day=article.day,
        districts=list(article.districts),
        provinces=[article.province] if article.province else [],
        months=[article.month] if article.month else [],
        sources=[article.source] if article.source else [],
    )


def _in_any_field(schema: tantivy.Schema, part: tuple[str, ...]) -> tantivy.Query:
    """A word or a phrase."""
    should = tantivy.Occur.Should
    return tantivy.Query.boolean_query(
        [
            (should, tantivy.Query.boost_query(_leaf(schema, field, part), boost))
            for field, boost in _BOOSTS.items()
        ]
    )


def _leaf(schema: tantivy.Schema, field: str, part: tuple[str, ...]) -> tantivy.Query:
    if len(part) == 1:
        return tantivy.Query.term_query(schema, field, part[0])
    return tantivy.Query.phrase_query(schema, field, list(part))
