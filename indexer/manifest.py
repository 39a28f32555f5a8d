"""What was indexed from where: the files, the articles in them, and what the index holds.

One SQLite file in the index folder. The index is the truth, the manifest only spares work: it is
written after the engine's commit and says which generation it describes, so that a run killed in
between is noticed and costs some reading, never an article.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from indexer.errors import TracuuError

_NAME = "sources.db"
_VERSION = 1
_SCHEMA = """
CREATE TABLE facts(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE files(
    file INTEGER PRIMARY KEY, path BLOB UNIQUE, size INT, mtime_ns INT, hash BLOB, articles INT);
CREATE TABLE occurrences(
    file INT, place INT, id TEXT, digest BLOB, PRIMARY KEY(file, place)) WITHOUT ROWID;
CREATE INDEX occurrences_by_id ON occurrences(id);
CREATE TABLE indexed(id TEXT PRIMARY KEY, digest BLOB) WITHOUT ROWID;
CREATE TABLE refusals(file INT, line INT, digest BLOB, vi TEXT, en TEXT);
CREATE INDEX refusals_by_file ON refusals(file);
"""
_PAGE = 1000
#: The same of ids alone.
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as it was when last read; `size` is -1 where it must be read again."""

    file: int
    path: Path
    size: int
    mtime_ns: int
    hash: bytes
    articles: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An article in a file, at a line (0 for a file that is one article)."""

    file: int
    place: int
    id: str
    digest: bytes


@contextlib.contextmanager
def opened(folder: Path, *, for_trial: bool = False) -> Iterator[Manifest]:
    """The manifest of the index in this folder, made when missing.

    `for_trial` gives a copy in memory, of which nothing lasts. A file that is no manifest is begun
    anew; TracuuError where it cannot be used.
    """
    place = folder / _NAME
    try:
        with contextlib.closing(_copy(place) if for_trial else _open(place)) as connection:
            yield Manifest(connection)
    except sqlite3.DatabaseError as problem:
        raise TracuuError(
            f"Không dùng được {place} ({problem}). Nếu tệp hỏng, hãy xoá nó rồi chạy lại: không "
            "mất bài nào.",
            f"{place} cannot be used ({problem}). If it is damaged, delete it and run again: no "
            "article is lost.",
        ) from problem


def recorded(folder: Path, name: str) -> Any:
    """A fact of the manifest in this folder, read beside a run; None where there is none."""
    place = folder / _NAME
    if not place.is_file():
        return None
    with contextlib.closing(_reading(place)) as connection:
        return _fact(connection, name)


def last_run(folder: Path) -> Mapping[str, Any] | None:
    """What the last run did: at, seen, new, changed, removed, refused. None before the first."""
    last: Mapping[str, Any] | None = recorded(folder, "last_run")
    return last


def ids_recorded(folder: Path) -> tuple[int | None, set[str]]:
    """The generation the manifest in this folder describes, and the ids it should hold."""
    generation = recorded(folder, "generation")
    if generation is None:
        return None, set()
    with contextlib.closing(_reading(folder / _NAME)) as connection:
        return generation, {row[0] for row in connection.execute("SELECT id FROM indexed")}


def _reading(place: Path) -> sqlite3.Connection:
    return _connect(f"file:{quote(os.fsencode(place))}?mode=ro")


def _open(place: Path) -> sqlite3.Connection:
    place.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(f"file:{quote(os.fsencode(place))}")
    try:
        _prepare(connection)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        # Not a manifest, or another version's: it only spares work, so it is made again.
        connection.close()
        place.unlink()
        connection = _connect(f"file:{quote(os.fsencode(place))}")
        _prepare(connection)
    return connection


def _copy(place: Path) -> sqlite3.Connection:
    connection = _connect("file::memory:")
    if place.is_file():
        with contextlib.closing(_reading(place)) as source:
            source.backup(connection)
    _prepare(connection)
    return connection


def _connect(address: str) -> sqlite3.Connection:
    # An engine may draw the changes from a thread of its own, always one at a time.
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    # Dirty pages written early would lock readers out for as long as the run takes.
    connection.execute("PRAGMA cache_spill = OFF")
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, _VERSION):
        raise sqlite3.DatabaseError(f"manifest version {version}")
    if version == 0:
        connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")


def _fact(connection: sqlite3.Connection, name: str) -> Any:
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return json.loads(row[0]) if row else None


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))


class Manifest:
    """The manifest of an index, inside one open transaction until `commit`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        # Ids whose best occurrence may have changed in this run.
        connection.execute("CREATE TEMP TABLE affected(id TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.execute("CREATE TEMP TABLE gone(file INTEGER PRIMARY KEY)")
        connection.execute("CREATE TEMP TABLE before(id TEXT PRIMARY KEY, digest) WITHOUT ROWID")
        connection.execute("BEGIN")

    def commit(self, generation: int) -> None:
        """Make everything since the last commit lasting, as the state of this generation."""
        self.set_fact("generation", generation)
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    def fact(self, name: str) -> Any:
        """A recorded fact, None where there is none."""
        return _fact(self._db, name)

    def set_fact(self, name: str, value: object) -> None:
        """Record a fact that JSON can hold."""
        self._db.execute("REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(value)))

    # Files

    def files(self, roots: Iterable[Path]) -> dict[Path, KnownFile]:
        """The known files that are one of these paths or lie under one."""
        known = {}
        for root in roots:
            key = os.fsencode(root)
            rows = self._db.execute(
                "SELECT * FROM files WHERE path = ? OR (path > ? AND path < ?)",
                (key, key.rstrip(b"/") + b"/", key.rstrip(b"/") + b"0"),
            )
            for file, path, *rest in rows:
                known[Path(os.fsdecode(path))] = KnownFile(file, Path(os.fsdecode(path)), *rest)
        return known

    def file_number(self, path: Path) -> int:
        """The number of this file, entered now as not yet read where it is unknown."""
        self._db.execute(
            "INSERT INTO files(path, size, mtime_ns, hash, articles) VALUES (?, -1, 0, x'', 0) "
            "ON CONFLICT(path) DO NOTHING",
            (os.fsencode(path),),
        )
        query = "SELECT file FROM files WHERE path = ?"
        return int(self._db.execute(query, (os.fsencode(path),)).fetchone()[0])

    def begin_file(self, file: int, mtime_ns: int) -> None:
        """Note that a file is being read: until `end_file` it counts as not read."""
        self._db.execute(
            "UPDATE files SET size = -1, mtime_ns = ? WHERE file = ?", (mtime_ns, file)
        )

    def end_file(self, known: KnownFile) -> None:
        """Note a file as it was read."""
        self._db.execute(
            "UPDATE files SET size = ?, mtime_ns = ?, hash = ?, articles = ? WHERE file = ?",
            (known.size, known.mtime_ns, known.hash, known.articles, known.file),
        )

    def set_gone(self, files: Iterable[int]) -> None:
        """From now on in this run the occurrences in these files do not count."""
        self._db.executemany("INSERT INTO gone VALUES (?)", ((file,) for file in files))
        self._db.execute(
            "INSERT OR IGNORE INTO affected SELECT id FROM occurrences NATURAL JOIN gone"
        )

    def drop_gone(self) -> None:
        """Forget the files that are gone."""
        for table in ("occurrences", "refusals", "files"):
            self._db.execute(f"DELETE FROM {table} WHERE file IN (SELECT file FROM gone)")  # noqa: S608  # nosec B608

    # Occurrences

    def occurrences(self, file: int) -> Iterator[Occurrence]:
        """What was in a file, by place. Rows already passed may be written meanwhile."""
        place = -1
        while rows := self._db.execute(
            "SELECT * FROM occurrences WHERE file = ? AND place > ? ORDER BY place LIMIT ?",
            (file, place, _PAGE),
        ).fetchall():
            yield from (Occurrence(*row) for row in rows)
            place = rows[-1][1]

    def put_occurrences(self, occurrences: Iterable[Occurrence]) -> None:
        """Enter these, in place of what stood at their places."""
        rows = ((o.file, o.place, o.id, o.digest) for o in occurrences)
        self._db.executemany("REPLACE INTO occurrences VALUES (?, ?, ?, ?)", rows)

    def drop_occurrences(self, file: int, places: Iterable[int]) -> None:
        """Forget what stood at these places."""
        rows = ((file, place) for place in places)
        self._db.executemany("DELETE FROM occurrences WHERE file = ? AND place = ?", rows)

    def best(self, ids: Sequence[str]) -> dict[str, Occurrence]:
        """For each id its newest occurrence: of the file changed last, there the last line."""
        query = (
            "SELECT file, place, id, digest FROM occurrences JOIN files USING(file) "  # noqa: S608  # nosec B608
            f"WHERE id IN ({_marks(ids)}) AND file NOT IN (SELECT file FROM gone) "
            "ORDER BY mtime_ns, path, place"
        )
        rows = self._db.execute(query, ids)
        return {row[2]: Occurrence(*row) for row in rows}

    def path(self, file: int) -> Path:
        """Where a file lies."""
        row = self._db.execute("SELECT path FROM files WHERE file = ?", (file,)).fetchone()
        return Path(os.fsdecode(row[0]))

    # What the index holds

    def indexed(self, ids: Sequence[str]) -> dict[str, bytes]:
        """The digests of those of these ids that the index holds."""
        query = f"SELECT id, digest FROM indexed WHERE id IN ({_marks(ids)})"  # noqa: S608  # nosec B608
        return dict(self._db.execute(query, ids))

    def set_indexed(self, states: Iterable[tuple[str, bytes]]) -> None:
        """Note that the index holds these articles in these states (id, digest)."""
        self._db.executemany("REPLACE INTO indexed VALUES (?, ?)", states)

    def drop_indexed(self, ids: Iterable[str]) -> None:
        """Note that the index does not hold these articles."""
        self._db.executemany("DELETE FROM indexed WHERE id = ?", ((id_,) for id_ in ids))

    def start_over(self) -> None:
        """Forget everything but what `before` then still answers, for a rebuild."""
        self._db.execute("INSERT INTO before SELECT * FROM indexed")
        for table in ("files", "occurrences", "indexed", "refusals"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608  # nosec B608

    def before(self, ids: Sequence[str]) -> dict[str, bytes]:
        """The digests of those of these ids that were indexed before the rebuild."""
        query = f"SELECT id, digest FROM before WHERE id IN ({_marks(ids)})"  # noqa: S608  # nosec B608
        return dict(self._db.execute(query, ids))

    def vanished_by_rebuild(self) -> int:
        """How many articles were indexed before the rebuild and no longer are."""
        query = "SELECT COUNT(*) FROM before WHERE id NOT IN (SELECT id FROM indexed)"
        return int(self._db.execute(query).fetchone()[0])

    # What a run has to settle at its end

    def affect(self, ids: Iterable[str]) -> None:
        """These articles may have lost, or gained, their best occurrence."""
        rows = ((id_,) for id_ in ids)
        self._db.executemany("INSERT OR IGNORE INTO affected VALUES (?)", rows)

    def affect_shared(self, file: int) -> None:
        """So may the articles of this file that other files hold too."""
        self._db.execute(
            "INSERT OR IGNORE INTO affected SELECT id FROM occurrences AS o WHERE file = ? "
            "AND EXISTS (SELECT 1 FROM occurrences WHERE id = o.id AND file != o.file)",
            (file,),
        )

    def affect_orphans(self) -> None:
        """So may those that the index holds and no file."""
        self._db.execute(
            "INSERT OR IGNORE INTO affected "
            "SELECT id FROM indexed WHERE id NOT IN (SELECT id FROM occurrences)"
        )

    def affected(self) -> Iterator[list[str]]:
        """Their ids, a batch at a time."""
        last = ""
        while rows := self._db.execute(
            "SELECT id FROM affected WHERE id > ? ORDER BY id LIMIT ?", (last, _PAGE)
        ).fetchall():
            yield [row[0] for row in rows]
            last = rows[-1][0]

    def count_under(self, roots: Collection[Path]) -> int:
        """How many articles the files under these paths hold that are not gone."""
        numbers = [known.file for known in self.files(roots).values()]
        self._db.execute("CREATE TEMP TABLE here(file INTEGER PRIMARY KEY)")
        self._db.executemany("INSERT INTO here VALUES (?)", ((n,) for n in numbers))
        count = self._db.execute(
            "SELECT COUNT(DISTINCT id) FROM occurrences NATURAL JOIN here "
            "WHERE file NOT IN (SELECT file FROM gone)"
        ).fetchone()[0]
        self._db.execute("DROP TABLE here")
        return int(count)

    def count_in(self, file: int) -> int:
        """How many articles a file holds."""
        query = "SELECT COUNT(*) FROM occurrences WHERE file = ?"
        return int(self._db.execute(query, (file,)).fetchone()[0])

    def count_indexed(self) -> int:
        """How many articles the index holds."""
        return int(self._db.execute("SELECT COUNT(*) FROM indexed").fetchone()[0])

    def read_again(self, ids: Iterable[str]) -> None:
        """The files that hold these articles count as not read."""
        self._db.executemany(
            "UPDATE files SET size = -1 WHERE file IN (SELECT file FROM occurrences WHERE id = ?)",
            ((id_,) for id_ in ids),
        )

    def indexed_ids(self) -> Iterator[str]:
        """Every id the index should hold; what is drawn already may be changed meanwhile."""
        last = ""
        while rows := self._db.execute(
            "SELECT id FROM indexed WHERE id > ? ORDER BY id LIMIT ?", (last, _MANY)
        ).fetchall():
            yield from (id_ for (id_,) in rows)
            last = rows[-1][0]

    # Refusals

    def refusals(self, file: int) -> set[tuple[bytes, str]]:
        """What was refused of a file: the input's digest and the reason."""
        query = "SELECT digest, vi FROM refusals WHERE file = ?"
        return set(self._db.execute(query, (file,)))

    def clear_refusals(self, file: int) -> None:
        """Forget what was refused of a file."""
        self._db.execute("DELETE FROM refusals WHERE file = ?", (file,))

    def add_refusals(
        self, file: int, refusals: Iterable[tuple[int | None, bytes, str, str]]
    ) -> None:
        """Note more that was refused of a file."""
        rows = ((file, *refusal) for refusal in refusals)
        self._db.executemany("INSERT INTO refusals VALUES (?, ?, ?, ?, ?)", rows)

    def count_refusals(self, files: Iterable[int]) -> int:
        """How many refusals stand against these files."""
        counts = dict(self._db.execute("SELECT file, COUNT(*) FROM refusals GROUP BY file"))
        return sum(counts.get(file, 0) for file in files)
