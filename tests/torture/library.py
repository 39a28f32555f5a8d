"""The real command over a folder of files of our own, and what its index then holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer.article import VIETNAM
from indexer.engines import toc
from indexer.engines.building import segment_path
from indexer.engines.fields import INDEX_NAME
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.preparing import prepare

TRACUU = [sys.executable, "-c", "from indexer.cli import main; main()"]
#: Articles in a file.
_FILE = 50
#: When articles came that no run has read.
MOMENT = datetime(2026, 1, 1, tzinfo=VIETNAM)


@dataclass
class Library:
    """Files of articles in `place/files`, their index in `place/index`.

    `wanted` is what the index must hold once a run has finished: body by id.
    """

    place: Path
    wanted: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files.mkdir(parents=True, exist_ok=True)

    @property
    def files(self) -> Path:
        """Where the articles lie."""
        return self.place / "files"

    @property
    def index(self) -> Path:
        """The index folder."""
        return self.place / "index"

    def put(self, articles: Mapping[str, str]) -> None:
        """Add or replace articles, and write the files anew that hold them."""
        self.wanted.update(articles)
        self._write({self._file(id_) for id_ in articles})

    def drop(self, ids: set[str]) -> None:
        """Remove articles from their files."""
        for id_ in ids:
            self.wanted.pop(id_, None)
        self._write({self._file(id_) for id_ in ids})

    def _file(self, id_: str) -> int:
        return int(id_) // _FILE

    def _write(self, files: set[int]) -> None:
        for number in files:
            lines = [
                json.dumps({"id": id_, "title": f"Tin {id_}", "body": self.wanted[id_]})
                for id_ in map(str, range(number * _FILE, (number + 1) * _FILE))
                if id_ in self.wanted
            ]
            path = self.files / f"{number:05d}.jsonl"
            new = path.with_suffix(".new")
            new.write_text("".join(f"{line}\n" for line in lines), "utf-8")
            new.replace(path)

    def command(self, *arguments: str) -> list[str]:
        """`tracuu` over this index with these arguments."""
        return [*TRACUU, "--index", str(self.index), *arguments]

    def start(self, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """`tracuu index` over the files, begun in a session of its own."""
        return subprocess.Popen(
            self.command("index", str(self.files), *arguments),
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(
        self, *arguments: str, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """`tracuu index` over the files, to its end."""
        with self.start(*arguments, env=env) as process:
            out, err = process.communicate(timeout=600)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def held(self) -> dict[str, str]:
        """What the index holds now: body by id; nothing before the first commit."""
        if not toc.generations(self.index):
            return {}
        snapshot = WhooshEngine(self.index).snapshot()
        stored = snapshot.stored(sorted(snapshot.ids()))
        return {each.article.id: each.article.body for each in stored}

    def generation(self) -> int:
        """The last generation, 0 before the first commit."""
        return max(toc.generations(self.index), default=0)

    def faults(self) -> list[str]:
        """What `check` finds."""
        return [f"{fault.where}: {fault.what}" for fault in WhooshEngine(self.index).check(prepare)]

    def leftovers(self) -> set[str]:
        """Files of the index folder that no generation kept names."""
        named = {"sources.db", "write.lock", "index.log"}
        for generation in toc.generations(self.index)[-toc.KEPT :]:
            named.add(f"_{INDEX_NAME}_{generation}.toc")
            for entry in toc.read(self.index, generation).entries:
                named.add(segment_path(self.index, entry.name).name)
        return {path.name for path in self.index.iterdir()} - named

    def report(self, run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
        """What `index --json` printed."""
        found: dict[str, Any] = json.loads(run.stdout)
        return found


def bodies(start: int, stop: int, note: str = "") -> dict[str, str]:
    """Small articles of their own words, by id; a note makes them say something else."""
    said = f" {note}" if note else ""
    return {str(n): f"Huyện Cao Lộc báo tin số {n}{said} về mùa màng." for n in range(start, stop)}
