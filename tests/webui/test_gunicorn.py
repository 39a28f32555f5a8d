"""gunicorn as deploy/ sets it up: several processes, one site."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from indexer import Settings, index

CONFIG = Path(__file__).resolve().parents[2] / "deploy" / "gunicorn.conf.py"


@dataclass
class Served:
    """A running gunicorn with two workers."""

    address: str
    process: subprocess.Popen[str]
    workers: list[int]
    said: list[str] = field(default_factory=list)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            assert "gunicorn" not in str(answer.headers).lower()
            return str(answer.read().decode())


class Library:
    """A file of articles that grows, and its index."""

    def __init__(self, place: Path) -> None:
        self.file = place / "a.jsonl"
        self.settings = Settings(index=place / "index")
        self._lines: list[str] = []

    def add(self, *ids: str) -> None:
        self._lines += [json.dumps({"id": i, "title": f"Tin {i}", "body": "thi đua"}) for i in ids]
        self.file.write_text("\n".join(self._lines))
        assert index([self.file], self.settings).refused == ()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path)
    library.add("a", "b")
    return library


@contextlib.contextmanager
def serving(library: Library, place: Path) -> Iterator[Served]:
    options = ["--bind", "127.0.0.1:0", "--workers", "2", "--log-level", "info"]
    env = os.environ | {"TRACUU_INDEX": str(library.settings.index), "TMPDIR": str(place)}
    command = [sys.executable, "-m", "gunicorn", "-c", str(CONFIG), *options]
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, cwd=place)
    assert process.stderr is not None
    served = Served("", process, [])
    try:
        for line in process.stderr:
            served.said.append(line)
            if found := re.search(r"Listening at: (http://\S+)", line):
                served.address = found[1]
            if found := re.search(r"Booting worker with pid: (\d+)", line):
                served.workers.append(int(found[1]))
            if len(served.workers) == 2:
                break
        reading = threading.Thread(target=served.said.extend, args=(process.stderr,))
        reading.start()
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        reading.join()
        process.stderr.close()


def test_two_processes_answer_while_an_index_run_commits_and_stop(
    library: Library, tmp_path: Path
) -> None:
    place = tmp_path / "server"
    place.mkdir()
    totals: list[int] = []
    over = threading.Event()
    with serving(library, place) as served:

        def search() -> None:
            while not over.is_set():
                totals.append(json.loads(served.get("/api/v1/search?q=thi+dua"))["total"])

        searching = threading.Thread(target=search)
        searching.start()
        for number in range(5):
            library.add(f"c{number}")
        # Any of the processes may answer: soon all have what was committed.
        deadline = time.monotonic() + 30
        while not all("Tin c4" in served.get("/?q=thi+dua") for _ in range(10)):
            assert time.monotonic() < deadline
        over.set()
        searching.join()
        assert totals
        assert set(totals) <= set(range(2, 8))
        figures = served.get("/metrics")
        counted = re.findall(r'^tracuu_search_seconds_count\{door="api"\} (\S+)', figures, re.M)
        assert [float(count) for count in counted] == [len(totals)]
        assert "tracuu_articles 7.0" in figures
    assert served.process.returncode == 0
    assert not any(Path(f"/proc/{worker}").exists() for worker in served.workers)
    assert not list(place.glob("tracuu-metrics-*"))
    assert not [line for line in served.said if "[ERROR]" in line or "Traceback" in line]


def test_a_faulty_setting_ends_it_with_the_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gunicorn", "-c", str(CONFIG), "--bind", "127.0.0.1:0"]
    env = os.environ | {"TRACUU_RATE_EXEMPT": "nonsense", "TMPDIR": str(tmp_path)}
    env |= {"TRACUU_INDEX": str(tmp_path / "index")}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "nonsense" in done.stderr
