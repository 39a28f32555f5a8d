"""Whoosh with pyvi and unidecode, as a tutorial would put them together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyvi import ViTokenizer
from unidecode import unidecode
from whoosh import fields, index, qparser, query, sorting
from whoosh.analysis import LowercaseFilter, RegexTokenizer

from tests.bench.peers.base import Found, Narrowed
from tests.bench.tagged import tagged_documents

_BOOSTS = {"title": 3.0, "summary": 1.5, "body": 1.0}
_FACETS = ("districts", "provinces", "months", "sources")


class WhooshTutorial:
    """All words of the query as pyvi segments it, each in any field."""

    name = "Whoosh + pyvi"

    def __init__(self) -> None:
        self._searcher: Any = None
        self._parser: Any = None

    def build(self, source: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        made = index.create_in(folder, _schema())
        writer = made.writer(limitmb=256)
        for article in tagged_documents(source):
            writer.add_document(
                id=article.id,
                title=_segmented(article.title),
                summary=_segmented(article.summary),
                body=_segmented(article.body),
                day=article.day,
                districts=" ".join(article.districts),
                provinces=article.province,
                months=article.month,
                sources=article.source,
            )
        writer.commit()
        self.open(folder)

    def open(self, folder: Path) -> None:
        opened = index.open_dir(folder)
        self._searcher = opened.searcher()
        self._parser = qparser.MultifieldParser(list(_BOOSTS), opened.schema, fieldboosts=_BOOSTS)
        self._parser.remove_plugin_class(qparser.WildcardPlugin)

    def ranked(self, query_text: str, limit: int) -> list[str]:
        found = self._searcher.search(self._asked(query_text.replace('"', " ")), limit=limit)
        return [hit["id"] for hit in found if hit.score > 0]

    def narrowed(self, query_text: str, narrowed: Narrowed | None, limit: int) -> Found:
        conditions = _conditions(narrowed) if narrowed is not None else None
        grouped = sorting.Facets()
        for name in _FACETS:
            grouped.add_field(name, allow_overlap=name == "districts", maptype=sorting.Count)
        found = self._searcher.search(
            self._asked(query_text), limit=limit, filter=conditions, groupedby=grouped
        )
        counts = {name: dict(found.groups(name)) for name in _FACETS}
        return Found(tuple(hit["id"] for hit in found), len(found), counts)

    def _asked(self, query_text: str) -> Any:
        return self._parser.parse(_segmented(query_text))


def _conditions(narrowed: Narrowed) -> Any:
    days = query.NumericRange("day", narrowed.since, narrowed.until)
    return query.And([days, query.Term("districts", narrowed.district)])


def _segmented(text: str) -> str:
    return unidecode(ViTokenizer.tokenize(text))


def _schema() -> Any:
    analyzer = RegexTokenizer() | LowercaseFilter()
    made = fields.Schema(
        id=fields.ID(stored=True, unique=True),
        day=fields.NUMERIC(sortable=True),
        districts=fields.KEYWORD(stored=True),
    )
    for name in _BOOSTS:
        made.add(name, fields.TEXT(analyzer=analyzer))
    for name in ("provinces", "months", "sources"):
        made.add(name, fields.ID(sortable=True))
    return made
