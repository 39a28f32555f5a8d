"""The parts of a bench, each kept with its time and commit, so that an interrupted run goes on."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.report import commit

_DONE = "done"


class Parts:
    """What was measured in a folder. A run after a finished one starts over, but for `again`.

    `again` names the parts to measure anew: each a few words of a part's name, such as
    `whoosh search` or `program`; all others stay as they are.
    """

    def __init__(self, folder: Path, again: Sequence[str] = ()) -> None:
        self._folder = folder
        self._again = [set(words.split()) for words in again]
        if (folder / _DONE).is_file() and not again:
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _DONE).unlink(missing_ok=True)
        self.commits: list[str] = []

    def part(self, name: str, measure: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """What a part came to, measured now or earlier in this run."""
        path = self._folder / f"{name.replace(' ', '-')}.json"
        if any(words <= set(name.split()) for words in self._again) or not path.is_file():
            path.unlink(missing_ok=True)
            started = time.perf_counter()
            found = dict(measure())
            took = round(time.perf_counter() - started, 1)
            now = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
            kept = {"at": now, "commit": commit(), "took s": took, "found": found}
            path.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
            print(f"  {name}, {took} s: {json.dumps(found)}", file=sys.stderr, flush=True)
        kept = json.loads(path.read_text("utf-8"))
        self.commits.append(kept["commit"])
        measured: Mapping[str, Any] = kept["found"]
        return measured

    def finish(self) -> None:
        """Every part is measured."""
        (self._folder / _DONE).touch()
