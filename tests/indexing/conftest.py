"""A folder of files and the index made of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from indexer.engines.base import Stored
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.indexing import Options, RunReport, run


class Library:
    """A folder of files and the index made of it."""

    def __init__(self, place: Path, index: str = "index") -> None:
        self.files = place / "files"
        self.index = place / index
        self.files.mkdir(exist_ok=True)
        self._clock = 1_700_000_000

    def engine(self) -> WhooshEngine:
        return WhooshEngine(self.index)

    def run(self, *paths: Path, **options: Any) -> RunReport:
        return run(paths or [self.files], self.engine(), self.index, Options(**options))

    def write(self, name: str, *records: object) -> Path:
        """A JSON Lines file, newer than every file before it."""
        lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
        path = self.files / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n")
        self.touch(path)
        return path

    def touch(self, path: Path) -> None:
        """Make a file newer than every file touched before."""
        self._clock += 1
        os.utime(path, (self._clock, self._clock))

    def texts(self) -> dict[str, str]:
        """What the index holds: body by id."""
        snapshot = self.engine().snapshot()
        return {s.article.id: s.article.body for s in snapshot.stored(sorted(snapshot.ids()))}

    def stored(self, id_: str) -> Stored:
        (found,) = self.engine().snapshot().stored([id_])
        return found


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def article(id_: int | str, body: str = "", **more: object) -> dict[str, object]:
    return {"id": str(id_), "title": f"Tin {id_}", "body": body or f"Thân bài {id_}.", **more}


def articles(numbers: Iterable[int]) -> list[dict[str, object]]:
    return [article(n) for n in numbers]


def counts(report: RunReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.removed
