"""What was delivered: one SQLite file beside the alerts."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer import lock
from indexer.errors import IndexLocked, TracuuError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS delivered(
    alert TEXT, id TEXT, at TEXT, hit TEXT, PRIMARY KEY(alert, id)) WITHOUT ROWID;
"""


class AlertsLocked(IndexLocked):
    """Another run over the same alerts is under way (exit code 75)."""


@contextlib.contextmanager
def opened(path: Path) -> Iterator[State]:
    """The state at `path`, made when missing, held against a second run.

    Raises AlertsLocked, and TracuuError for a state that cannot be read.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(lock.hold(path.with_name(f"{path.name}.lock")))
        except BlockingIOError:
            raise AlertsLocked(
                f"Một lượt báo tin khác đang dùng {path}.", f"another run is using {path}."
            ) from None
        connection = stack.enter_context(contextlib.closing(sqlite3.connect(path)))
        try:
            connection.executescript(_SCHEMA)
        except sqlite3.DatabaseError as problem:
            raise TracuuError(
                f"Tệp {path} hỏng ({problem}); xoá đi thì mọi tin sẽ được báo lại.",
                f"the file {path} is damaged ({problem}); without it all news come again.",
            ) from problem
        yield State(connection)


class State:
    """Which articles each alert has delivered, and the newest of them in full."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def delivered(self, alert: str) -> set[str]:
        """The ids this alert has delivered."""
        rows = self._db.execute("SELECT id FROM delivered WHERE alert = ?", (alert,))
        return {row[0] for row in rows}

    def deliver(
        self,
        alert: str,
        at: datetime,
        hits: Iterable[Mapping[str, Any]],
        others: Collection[str],
        keep: int,
    ) -> None:
        """Note these as delivered, the `hits` in full; the last `keep` stay in full."""
        when = at.isoformat(timespec="seconds")
        with self._db:
            rows: list[tuple[str, str, str, str | None]] = [
                (alert, hit["id"], when, json.dumps(hit, ensure_ascii=False)) for hit in hits
            ]
            rows += [(alert, id_, when, None) for id_ in others]
            self._db.executemany("INSERT OR IGNORE INTO delivered VALUES (?, ?, ?, ?)", rows)
            self._db.execute(
                "UPDATE delivered SET hit = NULL WHERE alert = ? AND hit IS NOT NULL AND id NOT IN "
                "(SELECT id FROM delivered WHERE alert = ? AND hit IS NOT NULL "
                "ORDER BY at DESC LIMIT ?)",
                (alert, alert, keep),
            )

    def latest(self, alert: str) -> list[tuple[str, dict[str, Any]]]:
        """Those kept in full, each with when it was delivered, the last first."""
        rows = self._db.execute(
            "SELECT at, hit FROM delivered WHERE alert = ? AND hit IS NOT NULL "
            "ORDER BY at DESC, json_extract(hit, '$.published') DESC",
            (alert,),
        )
        return [(at, json.loads(hit)) for at, hit in rows]
