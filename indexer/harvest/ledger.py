"""What was found, asked for and received: one SQLite file beside the articles.

Each page's outcome is one transaction, the article's line included; the lines reach their files
a few at a time, and those of a killed run at the beginning of the next.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from indexer import lock
from indexer.article import VIETNAM
from indexer.errors import TracuuError
from indexer.harvest import shelf
from indexer.harvest.errors import HarvestLocked
from indexer.harvest.journal import FOLDER
from indexer.harvest.links import Link
from indexer.harvest.schedule import LEAST, SLACK

_NAME = "ledger.db"
_VERSION = 1
_SCHEMA = """
CREATE TABLE pages(
    url TEXT PRIMARY KEY, source TEXT, title TEXT, summary TEXT, published TEXT,
    found REAL, asked REAL, due REAL, etag TEXT DEFAULT '', modified TEXT DEFAULT '',
    failures INT DEFAULT 0, article TEXT, problem TEXT DEFAULT '') WITHOUT ROWID;
CREATE INDEX pages_due ON pages(source, due);
CREATE INDEX pages_by_article ON pages(article);
CREATE TABLE articles(
    id TEXT PRIMARY KEY, folder TEXT, file TEXT, page TEXT, digest BLOB, text BLOB,
    first_seen REAL, last_seen REAL, gone INT DEFAULT 0) WITHOUT ROWID;
CREATE INDEX articles_by_text ON articles(folder, text);
CREATE INDEX articles_by_file ON articles(folder, file);
CREATE TABLE unwritten(id TEXT UNIQUE, folder TEXT, file TEXT, line TEXT);
CREATE TABLE lists(url TEXT PRIMARY KEY, etag TEXT, modified TEXT) WITHOUT ROWID;
CREATE TABLE hosts(host TEXT PRIMARY KEY, not_before REAL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page to ask for. `article` is empty until it has given one."""

    link: Link
    found: datetime
    etag: str
    modified: str
    failures: int
    article: str
    problem: str


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article received before; `page` is the address that speaks for it."""

    id: str
    page: str
    digest: bytes
    first_seen: datetime
    last_seen: datetime
    gone: bool


@contextlib.contextmanager
def opened(data: Path, *, for_trial: bool = False) -> Iterator[Ledger]:
    """The ledger of a data folder, made when missing, held against a second harvest.

    `for_trial` gives a copy in memory and makes nothing. Raises HarvestLocked where another
    harvest is under way, TracuuError for a ledger that cannot be read.
    """
    place = data / FOLDER / _NAME
    with contextlib.ExitStack() as stack:
        if for_trial:
            connection = stack.enter_context(contextlib.closing(sqlite3.connect(":memory:")))
            if place.is_file():
                with contextlib.closing(sqlite3.connect(place)) as standing:
                    standing.backup(connection)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(_held(place.parent / "lock", data))
            connection = stack.enter_context(contextlib.closing(sqlite3.connect(place)))
        connection.isolation_level = None
        try:
            _prepare(connection)
        except sqlite3.DatabaseError as problem:
            raise TracuuError(
                f"Sổ thu thập {place} hỏng ({problem}); xoá tệp này thì các trang sẽ được hỏi lại.",
                f"the ledger {place} is damaged ({problem}); without it all pages are asked again.",
            ) from problem
        yield Ledger(connection, data)


@contextlib.contextmanager
def _held(path: Path, data: Path) -> Iterator[None]:
    try:
        with lock.hold(path):
            yield
    except BlockingIOError:
        raise HarvestLocked(
            f"Một lượt thu thập khác đang chạy trên {data}.",
            f"another harvest into {data} is under way.",
        ) from None


def _prepare(connection: sqlite3.Connection) -> None:
    # A power cut may cost the last pages' outcomes, which are then asked for again.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, _VERSION):
        raise sqlite3.DatabaseError(f"version {version}")
    if version == 0:
        connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")


class Ledger:
    """The ledger of one data folder."""

    def __init__(self, connection: sqlite3.Connection, data: Path) -> None:
        self._db = connection
        self._data = data

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Everything inside lasts, or none of it."""
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # Pages

    def enter(self, source: str, links: Iterable[Link], now: datetime) -> int:
        """Note the links not yet known, due now; how many they were."""
        with self.together():
            before = self._db.total_changes
            at = now.timestamp()
            rows = ((n.url, source, n.title, n.summary, n.published, at, at) for n in links)
            self._db.executemany(
                "INSERT OR IGNORE INTO pages(url, source, title, summary, published, found, due) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            return self._db.total_changes - before

    def due(self, source: str, now: datetime, most: int) -> list[Visit]:
        """The pages of a source to ask for now: those never asked first, newest found last."""
        rows = self._db.execute(
            "SELECT url, title, summary, published, found, etag, modified, failures, "
            "ifnull(article, ''), problem FROM pages WHERE source = ? AND due <= ? "
            "AND (asked IS NULL OR asked <= ?) ORDER BY asked IS NOT NULL, due, url LIMIT ?",
            (source, (now + SLACK).timestamp(), (now - LEAST).timestamp(), most),
        )
        return [Visit(Link(*row[:4]), _moment(row[4]), *row[5:]) for row in rows]

    def asked(
        self,
        url: str,
        now: datetime,
        due: datetime | None,
        *,
        failures: int = 0,
        problem: str = "",
        article: str | None = None,
        validators: tuple[str, str] | None = None,
    ) -> None:
        """Note that a page was asked for, and when it is next; None for never.

        `validators` (ETag, Last-Modified) and `article` stay as they were where not given.
        """
        etag, modified = validators or (None, None)
        self._db.execute(
            "UPDATE pages SET asked = ?, due = ?, failures = ?, problem = ?, "
            "article = ifnull(?, article), etag = ifnull(?, etag), modified = ifnull(?, modified) "
            "WHERE url = ?",
            (
                now.timestamp(),
                due and due.timestamp(),
                failures,
                problem,
                article,
                etag,
                modified,
                url,
            ),
        )

    def wake(self, url: str, now: datetime) -> None:
        """Make a page due now."""
        self._db.execute("UPDATE pages SET due = ? WHERE url = ?", (now.timestamp(), url))

    def other_page(self, article: str, url: str) -> str:
        """Another address of this article that still stood when last asked; empty if none."""
        row = self._db.execute(
            "SELECT url FROM pages WHERE article = ? AND url != ? AND problem = '' "
            "ORDER BY found DESC",
            (article, url),
        ).fetchone()
        return row[0] if row else ""

    # Articles

    def article(self, id_: str) -> KnownArticle | None:
        """The article with this id."""
        return self._article("id = ?", (id_,))

    def same_text(self, folder: str, text: bytes) -> KnownArticle | None:
        """The article of this source's folder with this text."""
        return self._article("folder = ? AND text = ?", (folder, text)) if text else None

    def _article(self, where: str, values: tuple[object, ...]) -> KnownArticle | None:
        row = self._db.execute(
            # `where` is one of the two conditions above.
            "SELECT id, page, digest, first_seen, last_seen, gone FROM articles "  # noqa: S608  # nosec B608
            f"WHERE {where} LIMIT 1",
            values,
        ).fetchone()
        if row is None:
            return None
        id_, page, digest, first_seen, last_seen, gone = row
        return KnownArticle(id_, page, digest, _moment(first_seen), _moment(last_seen), bool(gone))

    def put(self, known: KnownArticle, folder: str, text: bytes, record: Mapping[str, Any]) -> None:
        """Keep an article in this state; its line reaches its file with the next `write`."""
        file = self._file(known, folder)
        self._db.execute(
            "REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(known.id, folder, file, known.page, known.digest, text),
                *(known.first_seen.timestamp(), known.last_seen.timestamp(), known.gone),
            ),
        )
        self._hold(known.id, folder, file, record)

    def _file(self, known: KnownArticle, folder: str) -> str:
        """Where the article lies, or will lie."""
        query = "SELECT file FROM articles WHERE id = ?"
        row = self._db.execute(query, (known.id,)).fetchone()
        if row:
            return str(row[0])
        month = f"{known.first_seen:%Y-%m}"
        query = "SELECT COUNT(*) FROM articles WHERE folder = ? AND file BETWEEN ? AND ?"
        before = self._db.execute(query, (folder, f"{month}-", f"{month}-~")).fetchone()[0]
        return shelf.name(month, before)

    def seen(self, id_: str, now: datetime) -> None:
        """Note that an article still stood unchanged."""
        self._db.execute("UPDATE articles SET last_seen = ? WHERE id = ?", (now.timestamp(), id_))

    def speak(self, id_: str, page: str) -> None:
        """Let another address speak for an article."""
        self._db.execute("UPDATE articles SET page = ? WHERE id = ?", (page, id_))

    def set_gone(self, id_: str) -> None:
        """Keep an article as vanished, with the time it was last seen on its site."""
        query = "SELECT folder, file, last_seen FROM articles WHERE id = ?"
        folder, file, last_seen = self._db.execute(query, (id_,)).fetchone()
        gone = _moment(last_seen).isoformat(timespec="seconds")
        self._db.execute("UPDATE articles SET gone = 1, digest = x'' WHERE id = ?", (id_,))
        self._hold(id_, folder, file, {**self._record(id_, folder, file), "gone": gone})

    def write(self) -> None:
        """Bring the lines that wait into their files."""
        rows = self._db.execute(
            "SELECT folder, file, id, line FROM unwritten ORDER BY folder, file, rowid"
        ).fetchall()
        for (folder, file), group in groupby(rows, key=lambda row: row[:2]):
            lines = {row[2]: row[3] for row in group}
            shelf.put(self._data / folder, file, lines)
            with self.together():
                ids = ((id_,) for id_ in lines)
                self._db.executemany("DELETE FROM unwritten WHERE id = ?", ids)

    def _hold(self, id_: str, folder: str, file: str, record: Mapping[str, Any]) -> None:
        """Hold a line until the next `write`."""
        line = json.dumps(record, ensure_ascii=False)
        self._db.execute("REPLACE INTO unwritten VALUES (?, ?, ?, ?)", (id_, folder, file, line))

    def _record(self, id_: str, folder: str, file: str) -> dict[str, Any]:
        query = "SELECT line FROM unwritten WHERE id = ?"
        row = self._db.execute(query, (id_,)).fetchone()
        line = row[0] if row else shelf.get(self._data / folder, file, id_)
        return json.loads(line) if line else {"id": id_}

    # Lists and hosts

    def validators(self, url: str) -> tuple[str, str]:
        """The ETag and Last-Modified with which a list, or a web archive, was last read."""
        query = "SELECT etag, modified FROM lists WHERE url = ?"
        return self._db.execute(query, (url,)).fetchone() or ("", "")

    def set_validators(self, url: str, validators: tuple[str, str]) -> None:
        """Note with which ETag and Last-Modified a list was read."""
        self._db.execute("REPLACE INTO lists VALUES (?, ?, ?)", (url, *validators))

    def hosts(self) -> dict[str, datetime]:
        """The hosts to be left alone, and until when."""
        return {host: _moment(at) for host, at in self._db.execute("SELECT * FROM hosts")}

    def set_hosts(self, hosts: Mapping[str, datetime]) -> None:
        """Note them."""
        with self.together():
            self._db.execute("DELETE FROM hosts")
            rows = ((host, until.timestamp()) for host, until in hosts.items())
            self._db.executemany("INSERT INTO hosts VALUES (?, ?)", rows)


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, VIETNAM)
