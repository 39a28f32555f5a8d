"""Fifty visitors at once, slow readers and half requests beside them, over the real server."""

from __future__ import annotations

import random
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from tests.torture.row import Row, Scale
from tests.torture.serving import Site, get, serving
from tests.torture.shelf import SYLLABLES, shelf

_VISITORS, _SLOW, _HALF = 50, 20, 20
#: p99 of a crowd that is served in turn lies near its median; beyond this somebody was forgotten.
_TIMES_MEDIAN = 8.0
_GROWTH = 1.10
#: A slow reader takes so many bytes, a slow asker gives one, then waits so many seconds.
_SIP, _PAUSE = 256, 0.5
_LARGE = "/export.jsonl?q=tin"


@dataclass
class _Crowd:
    """What came of the visits."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def visit(self, site: Site, seed: int, until: float) -> None:
        """One visitor: page after page over one connection."""
        chance = random.Random(seed)
        with closing(site.connect()) as connection:
            while time.monotonic() < until:
                words = " ".join(chance.choices(SYLLABLES[:60], k=chance.randrange(1, 4)))
                self._look(connection, f"/?{urlencode({'q': words})}")

    def _look(self, connection: HTTPConnection, path: str) -> None:
        started = time.perf_counter()
        try:
            status, body = get(connection, path)
        except (OSError, HTTPException) as problem:
            self.failed.append(f"{path}: {type(problem).__name__} {problem}")
            connection.close()
        else:
            self.seconds.append(time.perf_counter() - started)
            if status != 200 or b"</html>" not in body:
                self.failed.append(f"{path}: {status}")


def torture(scale: Scale) -> Row:
    """Let them come for a while, and watch the memory."""
    seconds = scale.of(3, 60, 600)
    with tempfile.TemporaryDirectory() as place:
        index, what = shelf(Path(place), scale.of(300, 5000, 20_000))
        with serving(index) as site:
            crowd, memory = _come(site, seconds)
    p50, p99 = _p50_p99(crowd.seconds)
    broken = crowd.failed[:10]
    if scale is not Scale.SHORT:
        if p99 > _TIMES_MEDIAN * p50:
            broken.append(f"p99 {p99:.2f} s is more than {_TIMES_MEDIAN} × the median {p50:.2f} s")
        if memory[1] > memory[0] * _GROWTH:
            broken.append(f"memory grew from {memory[0]:.0f} to {memory[1]:.0f} MB")
    return Row(
        f"{_VISITORS} visitors on the full page for {seconds} s over {what}, beside {_SLOW} that "
        f"read large answers sip by sip and {_HALF} that ask letter by letter",
        len(crowd.seconds),
        f"{len(crowd.failed)} errors, p50 {p50:.2f} s, p99 {p99:.2f} s; "
        f"memory {memory[0]:.0f} MB half-way, {memory[1]:.0f} MB at the end",
        tuple(broken),
    )


def _come(site: Site, seconds: float) -> tuple[_Crowd, tuple[float, float]]:
    crowd = _Crowd()
    until = time.monotonic() + seconds
    threads = [
        *(threading.Thread(target=crowd.visit, args=(site, n, until)) for n in range(_VISITORS)),
        *(threading.Thread(target=_read_slowly, args=(site, until)) for _ in range(_SLOW)),
        *(threading.Thread(target=_ask_slowly, args=(site, until)) for _ in range(_HALF)),
    ]
    for each in threads:
        each.start()
    time.sleep(seconds / 2)
    early = site.memory()
    for each in threads:
        each.join()
    return crowd, (early, site.memory())


def _read_slowly(site: Site, until: float) -> None:
    """Ask for much and read it a few bytes at a time, again and again."""
    while time.monotonic() < until:
        with _connected(site) as connection:
            connection.sendall(f"GET {_LARGE} HTTP/1.0\r\n\r\n".encode())
            while time.monotonic() < until and connection.recv(_SIP):
                time.sleep(_PAUSE)


def _ask_slowly(site: Site, until: float) -> None:
    """Send a request letter by letter; when cut off, begin anew."""
    while time.monotonic() < until:
        with _connected(site) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a.vn\r\nX-Half: ")
            while time.monotonic() < until:
                connection.sendall(b"a")
                time.sleep(_PAUSE)


@contextmanager
def _connected(site: Site) -> Iterator[socket.socket]:
    """A connection that takes little at a time; the server may end it."""
    with socket.socket() as connection, suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", site.port))
        yield connection


def _p50_p99(seconds: list[float]) -> tuple[float, float]:
    cuts = quantiles(seconds, n=100)
    return cuts[49], cuts[98]
