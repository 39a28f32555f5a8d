"""SQLite FTS5: `unicode61 remove_diacritics 2`, with đ folded by hand, BM25 with field weights."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from tests.bench.documents import Document
from tests.bench.peers.base import Found, Narrowed
from tests.bench.peers.folding import parts, without_dyet, words
from tests.bench.tagged import tagged_documents

_SCHEMA = """
CREATE TABLE article(
    rowid INTEGER PRIMARY KEY, id TEXT, day INTEGER, month TEXT, source TEXT, province TEXT
);
CREATE TABLE district(article INTEGER, code TEXT);
CREATE VIRTUAL TABLE text USING fts5(
    title, summary, body, content='', tokenize='unicode61 remove_diacritics 2'
);
"""
_INDEXES = """
CREATE INDEX by_day ON article(day);
CREATE INDEX by_district ON district(code, article);
CREATE INDEX by_article ON district(article, code);
INSERT INTO text(text) VALUES('optimize');
ANALYZE;
"""
_RANKED = """
SELECT id FROM text JOIN article ON article.rowid = text.rowid WHERE text MATCH ?
ORDER BY bm25(text, 3.0, 1.5, 1.0) LIMIT ?
"""
_MATCHED = """
INSERT INTO matched SELECT text.rowid, bm25(text, 3.0, 1.5, 1.0) FROM text WHERE text MATCH ?
"""
_NARROWED = """
INSERT INTO matched SELECT text.rowid, bm25(text, 3.0, 1.5, 1.0)
FROM text JOIN article ON article.rowid = text.rowid
WHERE text MATCH ? AND day BETWEEN ? AND ?
AND EXISTS (SELECT 1 FROM district WHERE article = text.rowid AND code = ?)
"""
_BEST = """
SELECT id FROM matched JOIN article ON article.rowid = row ORDER BY score LIMIT ?
"""
_OF_MATCHED = "count(*) FROM matched JOIN article ON article.rowid = row GROUP BY 1"
_COUNTS = {
    "districts": "SELECT code, count(*) FROM matched JOIN district ON article = row GROUP BY 1",
    "provinces": f"SELECT province, {_OF_MATCHED}",
    "months": f"SELECT month, {_OF_MATCHED}",
    "sources": f"SELECT source, {_OF_MATCHED}",
}


class SqliteFts5:
    """All words (`AND`) or any (`OR`)."""

    def __init__(self, joined_by: Literal["AND", "OR"]) -> None:
        self.name = f"SQLite FTS5 {joined_by}"
        self._joint = f" {joined_by} "
        self._base: sqlite3.Connection | None = None

    def build(self, source: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        base = sqlite3.connect(folder / "articles.sqlite")
        base.executescript("PRAGMA journal_mode=WAL;" + _SCHEMA)
        with base:
            _fill(base, tagged_documents(source))
        base.executescript(_INDEXES)
        base.close()
        self.open(folder)

    def open(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "articles.sqlite")
        self._base.executescript(
            "PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY;"
            "CREATE TEMP TABLE matched(row INTEGER PRIMARY KEY, score REAL)"
        )

    def ranked(self, query: str, limit: int) -> list[str]:
        assert self._base is not None
        asked = self._asked(query)
        return [id_ for (id_,) in self._base.execute(_RANKED, (asked, limit))] if asked else []

    def narrowed(self, query: str, narrowed: Narrowed | None, limit: int) -> Found:
        base = self._base
        assert base is not None
        base.execute("DELETE FROM matched")
        asked = self._joint.join(f'"{" ".join(part)}"' for part in parts(without_dyet(query)))
        if asked and narrowed is None:
            base.execute(_MATCHED, (asked,))
        elif asked and narrowed is not None:
            limits = (narrowed.since, narrowed.until, narrowed.district)
            base.execute(_NARROWED, (asked, *limits))
        ids = tuple(id_ for (id_,) in base.execute(_BEST, (limit,)))
        counts = {name: dict(base.execute(sql)) for name, sql in _COUNTS.items()}
        return Found(ids, base.execute("SELECT count(*) FROM matched").fetchone()[0], counts)

    def _asked(self, query: str) -> str:
        return self._joint.join(f'"{word}"' for word in words(without_dyet(query)))


def _fill(base: sqlite3.Connection, documents: Iterable[Document]) -> None:
    for row, article in enumerate(documents, 1):
        base.execute(
            "INSERT INTO article VALUES(?, ?, ?, ?, ?, ?)",
            (row, article.id, article.day, article.month, article.source, article.province),
        )
        base.executemany(
            "INSERT INTO district VALUES(?, ?)", [(row, code) for code in article.districts]
        )
        fields = map(without_dyet, (article.title, article.summary, article.body))
        base.execute(
            "INSERT INTO text(rowid, title, summary, body) VALUES(?, ?, ?, ?)", (row, *fields)
        )
