"""The program as people run it: starting, running again, adding a few, serving pages."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench import asked, documents, memory
from tests.bench.timing import OURS

_TRACUU = Path(sys.executable).with_name("tracuu")
_SERVERS = 2
_CONNECTIONS = 8
_SECONDS = 10.0


def measure(folder: Path) -> dict[str, str]:
    """How long by what, on the index of a size's folder."""
    index = folder / OURS
    again, added = _run_again(folder, index)
    rate, held = _pages(folder, index)
    return {
        "tracuu --help": f"{_help():.2f} s",
        "server ready": f"{_ready(index, 1):.2f} s",
        f"{_SERVERS} servers started at once, all ready": f"{_ready(index, _SERVERS):.2f} s",
        "run with nothing new (files of 1,000)": f"{again:.2f} s",
        "100 new articles, until they are found": f"{added:.2f} s",
        f"full result pages, {_SERVERS} servers, load on the same cores": f"{rate:.0f} a second",
        "peak memory of a server under that load": f"{held:,.0f} MB",
    }


def _help() -> float:
    times = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([_TRACUU, "--help"], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _run_again(folder: Path, index: Path) -> tuple[float, float]:
    """Seconds of a run with nothing new, and of one with 100 new articles up to a hit."""
    files = folder / "files"
    extra = files / "new.jsonl"
    extra.unlink(missing_ok=True)
    _index(files, index)
    again = _index(files, index)
    word = "zqxwvnew"
    first = itertools.islice(documents.records(folder / "articles.jsonl"), 100)
    documents.write(
        extra,
        ({**a, "id": f"new-{n}", "body": f"{word} {a['body']}"} for n, a in enumerate(first)),
    )
    started = time.perf_counter()
    _index(files, index)
    page = _tracuu(index, "search", word, "--json")
    added = time.perf_counter() - started
    if json.loads(page)["total"] != 100:
        raise AssertionError("the 100 new articles are not found")
    extra.unlink()
    _index(files, index)
    return again, added


def _index(files: Path, index: Path) -> float:
    started = time.perf_counter()
    _tracuu(index, "index", str(files), "--json")
    return time.perf_counter() - started


def _tracuu(index: Path, *arguments: str) -> bytes:
    run = subprocess.run([_TRACUU, *arguments], env=_environment(index), stdout=-1, check=True)
    return run.stdout


def _environment(index: Path) -> dict[str, str]:
    return {**os.environ, "TRACUU_INDEX": str(index)}


def _ready(index: Path, servers: int) -> float:
    """Seconds from the start of some servers until each has answered its first page."""
    ports = [_free_port() for _ in range(servers)]
    with ExitStack() as running:
        started = time.perf_counter()
        for port in ports:
            running.enter_context(_serving(index, port))
        return max(_wait(port, started) for port in ports)


def _pages(folder: Path, index: Path) -> tuple[float, float]:
    """Pages a second of all servers together, and the most megabytes that one of them held."""
    paths = [query.address() for query in asked.load(folder / "queries.json")[0]]
    ports = [_free_port() for _ in range(_SERVERS)]
    with ExitStack() as running:
        servers = [running.enter_context(_serving(index, port)) for port in ports]
        for port in ports:
            _wait(port, time.perf_counter())
            _load([port], paths, len(paths), 1)
        rate = _load(ports, paths, None, _CONNECTIONS)
        return rate, memory.most_held(servers[-1].pid) / memory.MEGABYTE


@contextmanager
def _serving(index: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(_TRACUU), "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=_environment(index), stdout=subprocess.DEVNULL)
    try:
        yield server
    finally:
        server.terminate()
        server.wait(10)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait(port: int, started: float) -> float:
    while time.perf_counter() - started < 60:
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port, timeout=30), "/?q=thi+dua")
        except OSError:
            time.sleep(0.02)
        else:
            return time.perf_counter() - started
    raise TimeoutError(f"no page on port {port}")


def _get(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200 or b"<html" not in body:
        raise AssertionError(f"{path}: {answer.status}")


def _load(
    ports: Sequence[int], paths: Sequence[str], requests: int | None, connections: int
) -> float:
    """Pages a second; `requests` in all, or for `_SECONDS`."""
    share = None if requests is None else requests // connections
    done = [0] * connections
    until = time.perf_counter() + _SECONDS

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", ports[number % len(ports)])
        for path in itertools.islice(itertools.cycle(paths), number * 61, None):
            if done[number] == share or (share is None and time.perf_counter() >= until):
                return
            _get(connection, path)
            done[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(connections)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - started)
