"""A server under constant search load, quiet first and then while `index` commits all the time.

`python -m tests.bench.soak [MINUTES]` (30) prints the table. The server is `tracuu serve` in a
process of its own; every 20 seconds `tracuu index` commits 50 more articles, and the time until
the server shows the newest of them is measured.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from tests.bench.increments import SHARED, Replay, items

_EVERY = 20.0
_CLIENTS = 2
#: Articles before the load begins, and in each commit.
_FIRST, _MORE = 5000, 50
_QUIET_SHARE = 0.2
_TRACUU = [sys.executable, "-c", "from indexer.cli import main; main()"]


@dataclass
class Load:
    """Searches by several clients without a pause; `seconds` are those that were answered."""

    address: str
    queries: Sequence[str]
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        over = threading.Event()
        clients = [threading.Thread(target=self._search, args=(n, over)) for n in range(_CLIENTS)]
        for client in clients:
            client.start()
        yield
        over.set()
        for client in clients:
            client.join()

    def _search(self, number: int, over: threading.Event) -> None:
        at = number * len(self.queries) // _CLIENTS
        while not over.is_set():
            started = time.perf_counter()
            try:
                fetch(self.address, self.queries[at % len(self.queries)])
            except (OSError, ValueError) as problem:
                self.errors.append(str(problem))
            else:
                self.seconds.append(time.perf_counter() - started)
            at += 1

    @property
    def p95(self) -> float:
        """Milliseconds in which 95 of 100 searches were answered."""
        return quantiles(self.seconds, n=20)[-1] * 1000


def fetch(address: str, query: str) -> list[str]:
    """The ids of the hits of a search by the API."""
    asked = urllib.parse.urlencode({"q": query})
    with urllib.request.urlopen(f"{address}api/v1/search?{asked}", timeout=30) as answer:
        return [hit["id"] for hit in json.load(answer)["hits"]]


@contextlib.contextmanager
def serving(replay: Replay) -> Iterator[str]:
    """The address of `tracuu serve` over this index."""
    command = [*_TRACUU, "--index", str(replay.settings.index), "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().split()[1]
    finally:
        server.terminate()
        server.wait()


def commit(replay: Replay, address: str, more: Sequence[dict[str, str]]) -> float:
    """Index more articles by the command; seconds from its end until the server has the newest."""
    replay.keep(more)
    command = [*_TRACUU, "--index", str(replay.settings.index), "index", str(replay.data)]
    subprocess.run(command, check=True)
    started = time.perf_counter()
    newest = more[-1]
    while True:
        with contextlib.suppress(urllib.error.HTTPError):
            identity = urllib.parse.quote(newest["id"])
            urllib.request.urlopen(f"{address}api/v1/articles/{identity}", timeout=30).close()
            return time.perf_counter() - started
        time.sleep(0.05)


def _main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    stream = [dict(item) for item in items(SHARED)]
    queries = [str(item["title"]) for item in stream[:_FIRST:25]]
    with tempfile.TemporaryDirectory() as place:
        replay = Replay(Path(place))
        replay.run(stream[:_FIRST])
        with serving(replay) as address:
            quiet, busy = Load(address, queries), Load(address, queries)
            for query in queries:
                fetch(address, query)
            with quiet.running():
                time.sleep(minutes * 60 * _QUIET_SHARE)
            shown = []
            until = time.monotonic() + minutes * 60 * (1 - _QUIET_SHARE)
            with busy.running():
                while time.monotonic() < until:
                    began = time.monotonic()
                    at = _FIRST + len(shown) * _MORE
                    shown.append(commit(replay, address, stream[at : at + _MORE]))
                    time.sleep(max(0.0, began + _EVERY - time.monotonic()))
    errors = quiet.errors + busy.errors
    print("| | quiet | while indexing |\n|---|---|---|")
    print(f"| searches | {len(quiet.seconds)} | {len(busy.seconds)} |")
    print(f"| p95 | {quiet.p95:.1f} ms | {busy.p95:.1f} ms ({busy.p95 / quiet.p95:.2f} ×) |")
    print(f"| slowest | {max(quiet.seconds):.2f} s | {max(busy.seconds):.2f} s |")
    print(f"\n{len(shown)} commits, shown within {max(shown):.2f} s; {len(errors)} errors.")
    for error in errors[:5]:
        print(error)


if __name__ == "__main__":
    _main()
