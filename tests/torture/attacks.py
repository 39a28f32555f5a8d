"""A script of attacks on the real server, byte for byte: all refused, and none gets anything."""

from __future__ import annotations

import json
import re
import socket
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote

from indexer import Settings, index
from tests.torture.row import Row, Scale
from tests.torture.serving import Site, serving
from webui.security import HEADERS

_SECRET = "root:x:0:0"
_EVIL = "evil.example"
_PAGES = ("/", "/help", "/map", "/saved", "/status", "/feed.atom", "/export.csv", "/cite.bib",
          "/articles/", "/articles/a", "/api/v1/search", "/api/v1/articles/a", "/api/v1/suggest",
          "/opensearch.xml", "/healthz", "/static/style.css", "/nowhere")  # fmt: skip
_NAMES = ("q", "id", "lang", "from", "sort", "page", "source", "name", "v", "cited", "next")
_LINES = (
    "\r\nX-Evil: 1",
    "\r\n\r\n<script>alert(1)</script>",
    "\nSet-Cookie: evil=1",
    "\r",
    "\x00",
)
_UP = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..%252f", "....//", ".%00./", "..;/")
_ROOTS = ("/static/", "/articles/", "/api/v1/articles/", "/cite.", "/export.", "/")
_AWAY = ("//evil.example", "/\\evil.example", "/%5cevil.example", "///evil.example/%2f..",
         "/%2f%2fevil.example", "/%09//evil.example", "/https:%2f%2fevil.example")  # fmt: skip
_HOSTS = ("evil.example", "a.vn@evil.example", "a.vn:80:80", "a.vn\tevil.example", "", "[::1", "🐛")
_FORWARDED = ("X-Forwarded-Host", "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL",
              "Forwarded", "X-Forwarded-For", "X-HTTP-Method-Override")  # fmt: skip
_METHODS = ("TRACE", "CONNECT", "PUT", "DELETE", "POST", "PATCH", "PROPFIND", "GET\t", "get")
_BROKEN = (
    b"GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a.vn\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"GET / HTTP/1.1\r\nHost: a.vn\r\nTransfer-Encoding: x, chunked\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : a.vn\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: a.vn\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: a.vn\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: a.vn\r\n\r\n",
    b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)


def torture(scale: Scale) -> Row:
    """Send them all, each over a connection of its own."""
    requests = list(_requests())[:: scale.of(11, 1, 1)]
    statuses: dict[str, int] = {}
    broken = []
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "a.jsonl").write_text(json.dumps({"id": "a", "body": "Tin."}) + "\n")
        index([Path(place) / "a.jsonl"], Settings(index=Path(place) / "index"))
        with serving(Path(place) / "index", {"TRACUU_TRUSTED_HOSTS": "a.vn,127.0.0.1"}) as site:
            for request in requests:
                answer = _send(site, request)
                status = answer[9:12].decode("latin-1")
                statuses[status] = statuses.get(status, 0) + 1
                broken += [f"{request[:150]!r}: {what}" for what in _faults(request, answer, place)]
    return Row(
        "requests with line breaks, paths upwards, foreign hosts, forged proxy headers, other "
        "methods and broken framing, on a real socket",
        len(requests),
        ", ".join(f"{count:,} × {status}" for status, count in sorted(statuses.items())),
        tuple(broken[:20]),
    )


def _requests() -> Iterator[bytes]:
    for page, name, lines in product(_PAGES, _NAMES, _LINES):
        yield _get(f"{page}?{name}={quote('tin' + lines)}")
    for root, up, depth in product(_ROOTS, _UP, (1, 3, 9)):
        yield _get(f"{root}{up * depth}etc/passwd")
        yield _get(f"{root}{up * depth}webui/app.py")
    for away, rest in product(_AWAY, ("", "/", "?lang=en", "/%2e%2e?lang=en")):
        yield _get(f"{away}{rest}")
    for host, page in product(_HOSTS, _PAGES):
        yield _get(page, host=host)
    for name, page in product(_FORWARDED, _PAGES):
        yield _get(page, f"{name}: {_EVIL}\r\n")
    for method, page in product(_METHODS, _PAGES):
        yield _get(page).replace(b"GET", method.encode(), 1)
    yield from _BROKEN


def _get(path: str, more: str = "", host: str = "a.vn") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n".encode()


def _send(site: Site, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        pieces = []
        while piece := connection.recv(1 << 16):
            pieces.append(piece)
    return b"".join(pieces)


def _faults(request: bytes, answer: bytes, place: str) -> Iterator[str]:
    """What this answer gives away, does or lacks."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    names = {line.partition(":")[0].lower() for line in lines}
    if not re.match(r"HTTP/1\.[01] (2|3|4|501|505)", status):
        yield status or "no answer"
    if missing := {name for name in HEADERS if name.lower() not in names}:
        yield f"without {', '.join(sorted(missing))}"
    if given := names & {"x-evil", "server", "x-powered-by"}:
        yield f"with {', '.join(sorted(given))}"
    if any(re.match("(?i)set-cookie:.*evil", line) for line in lines):
        yield "a cookie of the attacker's"
    if any(re.match(r"(?i)location: (?!/(?![/\\]))", line) for line in lines):
        yield "sent away from the site"
    text = body.decode("utf-8", "replace")
    if _SECRET in text or "def create_app" in text or "Traceback" in text or place in text:
        yield "a file, a folder or a stack trace of this machine"
    if _EVIL in text and _EVIL.encode() not in request.partition(b"\r\n")[0]:
        yield "the attacker's host in a page"
    if re.search(rf'(?:href|src|action)="(?:https?:)?//(?:[^"/]*@)?{_EVIL}', text):
        yield "a link to the attacker"
