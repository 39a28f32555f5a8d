"""Real feed items replayed in their real order in many small runs of the indexer, then real edits.

`python -m tests.bench.increments [RUNS]` prints the table. The items are kept as `tracuu harvest`
keeps them: a folder a source, files of 200, each rewritten whole for what is new in it.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from unidecode import unidecode

from indexer import Settings, index, open_engine
from indexer.harvest import shelf

SHARED = Path(__file__).resolve().parents[3] / "shared"
_RUNS = 200
#: Runs that are not compared: the first ones meet an empty index and cold caches.
_WARM_UP = 10

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Increment:
    """One run: the time it took, by the clock and of the processor, and whether the newest item
    was found after it.
    """

    seconds: float
    processor: float
    found_newest: bool


class Replay:
    """A folder of articles that grows, and its index."""

    def __init__(self, place: Path) -> None:
        self.data = place / "articles"
        self.settings = Settings(index=place / "index")
        self._file: dict[str, str] = {}
        self._kept: Counter[tuple[str, str]] = Counter()

    def keep(self, items: Sequence[Item]) -> None:
        """Put items into their files, as the harvest does."""
        files: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for item in items:
            folder = unidecode(item["source"]).lower().replace(" ", "-") or "khac"
            month = item["first_seen"][:7]
            if item["id"] not in self._file:
                self._file[item["id"]] = shelf.name(month, self._kept[folder, month])
                self._kept[folder, month] += 1
            line = json.dumps(item, ensure_ascii=False)
            files[folder, self._file[item["id"]]][item["id"]] = line
        for (folder, file), lines in files.items():
            shelf.put(self.data / folder, file, lines)

    def run(self, items: Sequence[Item]) -> Increment:
        """Keep these items and index what is new."""
        self.keep(items)
        started, used = time.perf_counter(), time.process_time()
        report = index([self.data], self.settings)
        seconds, processor = time.perf_counter() - started, time.process_time() - used
        if report.refused:
            raise AssertionError(report.refused[0])
        newest = items[-1]["id"]
        found = open_engine(self.settings).snapshot().stored([newest])
        return Increment(seconds, processor, [s.article.id for s in found] == [newest])

    def versions(self, ids: Sequence[str]) -> int:
        """How many of these articles have an earlier state."""
        stored = open_engine(self.settings).snapshot().stored(ids)
        return sum(bool(each.versions) for each in stored)

    def files(self) -> int:
        """How many files the index consists of."""
        return sum(1 for _ in self.settings.index.iterdir())

    def megabytes(self) -> tuple[float, float]:
        """The sizes of the articles and of the index."""
        sizes = [
            sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
            for folder in (self.data, self.settings.index)
        ]
        return sizes[0] / 2**20, sizes[1] / 2**20


def items(shared: Path, most: int | None = None) -> list[Item]:
    """The feed items in the order in which a crawler first saw them."""
    found = _lines(shared / "feeds" / "items-20k.jsonl.gz")
    keys = {"id": "id", "title": "title", "sapo": "summary", "url": "url", "source": "source"}
    keys |= {"date": "published", "first_seen": "first_seen"}
    return [
        {ours: line[theirs] for theirs, ours in keys.items()}
        for line, _ in zip(found, range(most or sys.maxsize), strict=False)
    ]


def edits(shared: Path, most: int | None = None) -> list[tuple[Item, Item]]:
    """Pages before and after an edit: their first state and their last."""
    pairs = []
    for number, line in enumerate(_lines(shared / "feeds" / "updated.jsonl.gz")):
        if number == most:
            break
        states = [
            {
                "id": f"edited-{number}",
                "url": line["url"],
                "title": version["title"],
                "summary": version["sapo"],
                "source": "VnExpress",
                "first_seen": version["fetched"],
            }
            for version in line["versions"]
        ]
        pairs.append((states[0], states[-1]))
    return pairs


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _compared(name: str, seconds: Sequence[float]) -> str:
    first, last = median(seconds[_WARM_UP : _WARM_UP + 10]), median(seconds[-10:])
    return (
        f"| {name}, median of the first ten after warm-up, of the last ten "
        f"| {first:.2f} s, {last:.2f} s ({last / first:.2f} ×) |"
    )


def _main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else _RUNS
    stream = items(SHARED)
    size = -(-len(stream) // runs)
    with tempfile.TemporaryDirectory() as place:
        replay = Replay(Path(place))
        done = [replay.run(stream[at : at + size]) for at in range(0, len(stream), size)]
        print(f"| runs, items each | {len(done)}, {size} |\n|---|---|")
        print(f"| newest item found after | {sum(each.found_newest for each in done)} runs |")
        print(_compared("clock", [each.seconds for each in done]))
        print(_compared("processor", [each.processor for each in done]))
        pairs = edits(SHARED)
        before, after = [old for old, _ in pairs], [new for _, new in pairs]
        replay.run(before)
        replay.run(after)
        versions = replay.versions([each["id"] for each in after])
        print(f"| edits that gave a version | {versions} of {len(pairs)} |")
        articles, index_ = replay.megabytes()
        print(f"| files of the index | {replay.files()} |")
        print(f"| articles, index | {articles:.1f} MB, {index_:.1f} MB |")


if __name__ == "__main__":
    _main()
