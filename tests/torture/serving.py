"""The real server in a process of its own, and what it costs the machine."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.torture.library import TRACUU

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Site:
    """A running `tracuu serve`."""

    port: int
    pid: int

    def connect(self) -> http.client.HTTPConnection:
        """A connection that stays open."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> tuple[int, bytes]:
        """The status and the body of one page."""
        with closing(self.connect()) as connection:
            return get(connection, path)

    def cpu_seconds(self) -> float:
        """Processor time the server has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def memory(self, kind: str = "VmRSS") -> float:
        """Memory of the server in MB: now, or the most it ever had (`VmHWM`)."""
        status = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return int(next(line.split()[1] for line in status if line.startswith(kind))) / 1024

    def forget_peak(self) -> None:
        """Let the highest memory be counted from now on (proc(5), clear_refs)."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")


def get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """The status and the body of a page over this connection."""
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


@contextmanager
def serving(index: Path, env: Mapping[str, str] | None = None) -> Iterator[Site]:
    """`tracuu serve` over an index, ready to answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*TRACUU, "--index", str(index), "serve", "--port", str(port)],
        env={**os.environ, **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    site = Site(port, process.pid)
    try:
        _wait(site)
        yield site
    finally:
        process.terminate()
        process.wait(20)


def _wait(site: Site) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if site.get("/?q=tin")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server does not answer")
