"""One request to one host: checked address, bounded in time and in size after decompression."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from indexer.harvest.addresses import Allowed, resolve
from indexer.harvest.errors import Silent, Unfetched, Unreachable

_CHUNK = 64 * 1024
#: What may stand in a path and a query as it is (RFC 3986), and escapes already made.
_SAFE = "/?%:@!$&'()*+,;=~[]|"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of an answer once unpacked, seconds for all of it, and for any one step of it."""

    max_bytes: int = 10 * 1024 * 1024
    seconds: float = 60.0
    step_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Overdue:
    """Closes a connection under its reader when the time is over.

    A socket's own timeout starts anew with every byte that trickles in.
    """

    def __init__(self, seconds: float) -> None:
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self.happened = False

    @property
    def watching(self) -> bool:
        """Whether there was a connection at all."""
        return self._socket is not None

    def watch(self, connected: socket.socket) -> None:
        # A duplicate, as TLS takes the original over; shutting down one shuts down both.
        self._socket = connected.dup()
        self._timer.start()

    def stop(self) -> None:
        self._timer.cancel()
        if self._socket:
            self._socket.close()

    def _cut(self) -> None:
        self.happened = True
        if self._socket:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def request(url: SplitResult, headers: Mapping[str, str], limits: Limits, allow: Allowed) -> Answer:
    """GET this address (http or https), following nothing.

    The body is read of 200 only. Raises Unfetched for an address that is not public and an answer
    over the limits, Silent where the host cannot be reached, Unreachable where it breaks off.
    """
    overdue = _Overdue(limits.seconds)
    started = time.monotonic()
    connection = _connection(url, limits, allow, overdue)
    target = quote((url.path or "/") + (f"?{url.query}" if url.query else ""), safe=_SAFE)
    try:
        connection.request(
            "GET", target, headers=dict(headers), preload_content=False, decode_content=False
        )
        response = connection.getresponse()
        body = b"".join(_body(response, limits, started)) if response.status == 200 else b""
        if overdue.happened:
            raise _too_slow(limits)
        names = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, names, body)
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as problem:
        if overdue.happened:
            raise _too_slow(limits) from problem
        kind = Unreachable if overdue.watching else Silent
        raise kind(
            f"không tải được từ {url.netloc} ({type(problem).__name__})",
            f"{url.netloc} did not answer as it should ({problem})"[:300],
        ) from problem
    finally:
        overdue.stop()
        connection.close()


def _connection(
    url: SplitResult, limits: Limits, allow: Allowed, overdue: _Overdue
) -> HTTPConnection:
    """A connection that goes to checked addresses only; its name serves for Host and TLS."""
    secure = url.scheme == "https"
    kind = HTTPSConnection if secure else HTTPConnection
    port = url.port or (443 if secure else 80)

    class Checked(kind):  # type: ignore[valid-type,misc]
        def _new_conn(self) -> socket.socket:
            connected = _connect(resolve(self.host, port, allow), limits.step_seconds)
            overdue.watch(connected)
            return connected

    host = (url.hostname or "").strip("[]")
    checked: HTTPConnection = Checked(host, port, timeout=limits.step_seconds)
    return checked


def _connect(places: list[tuple[str, int]], seconds: float) -> socket.socket:
    """The first of these that takes the connection."""
    problem: OSError | None = None
    for place in places:
        try:
            return socket.create_connection(place, timeout=seconds)
        except OSError as error:
            problem = error
    raise problem or OSError("no address")


def _body(response: urllib3.HTTPResponse, limits: Limits, started: float) -> Iterator[bytes]:
    size = 0
    while chunk := response.read(_CHUNK, decode_content=True):
        size += len(chunk)
        if size > limits.max_bytes:
            raise Unfetched(
                f"quá lớn, tối đa {limits.max_bytes:,} byte sau khi giải nén",
                f"too large, at most {limits.max_bytes:,} bytes are taken once unpacked",
            )
        if time.monotonic() - started > limits.seconds:
            raise _too_slow(limits)
        yield chunk


def _too_slow(limits: Limits) -> Unfetched:
    return Unfetched(
        f"quá lâu, tối đa {limits.seconds:g} giây một trang",
        f"too slow, at most {limits.seconds:g} seconds a page",
    )
