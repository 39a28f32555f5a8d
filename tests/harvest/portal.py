"""A real web server on loopback that plays a portal, and the writing of its pages."""

from __future__ import annotations

import contextlib
import html
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Writes = Callable[[BaseHTTPRequestHandler], None]

BODY = (
    "Sáng 14/7, Ủy ban nhân dân tỉnh Lạng Sơn tổ chức hội nghị sơ kết công tác phòng, chống dịch "
    "bệnh sáu tháng đầu năm và phát động phong trào thi đua yêu nước trên địa bàn.\n"
    "Theo báo cáo tại hội nghị, các huyện biên giới đã tổ chức cách ly tập trung, kiểm soát chặt "
    "đường mòn, lối mở và tuyên truyền để người dân yên tâm lao động, sản xuất."
)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at an address; with an `etag`, or a time at which it was `modified`, it is sent
    again only when that has changed.
    """

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    etag: str = ""
    modified: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        known = (self.etag and handler.headers.get("If-None-Match") == self.etag) or (
            self.modified and handler.headers.get("If-Modified-Since") == self.modified
        )
        handler.send_response(304 if known else self.status)
        if self.etag:
            handler.send_header("ETag", self.etag)
        if self.modified:
            handler.send_header("Last-Modified", self.modified)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        if not known:
            handler.send_header("Content-Type", self.kind)
            handler.send_header("Content-Length", str(len(self.body)))
        handler.end_headers()
        if not known:
            handler.wfile.write(self.body)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]


class Portal:
    """`pages` maps paths to what stands there; `asked` lists the requests in their order."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, Writes] = {}
        self.asked: list[Asked] = []

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def paths(self) -> list[str]:
        """What was asked for since the last call, robots.txt left out."""
        paths = [asked.path for asked in self.asked if asked.path != "/robots.txt"]
        self.asked.clear()
        return paths


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Silent: clients that leave in the middle are what many tests are about."""


@contextlib.contextmanager
def opened(certificate: Path | None = None) -> Iterator[Portal]:
    """A portal that answers until the end of the block, over TLS with a certificate (PEM)."""

    class Handler(BaseHTTPRequestHandler):
        wbufsize = -1  # one packet an answer: two wait for each other's acknowledgement

        def do_GET(self) -> None:
            portal.asked.append(Asked(self.path, dict(self.headers)))
            answer = portal.pages.get(self.path, Page(b"", status=404))
            with contextlib.suppress(ConnectionError):
                answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        if certificate:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate)
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        scheme = "https" if certificate else "http"
        portal = Portal(f"{scheme}://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield portal
        server.shutdown()
        thread.join()


def article(title: str, body: str = BODY, *, canonical: str = "", charset: str = "utf-8") -> Page:
    """An article's page as portals write them."""
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in body.split("\n"))
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    text = (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="{charset}">'
        f"<title>{html.escape(title)}</title>{link}"
        '<meta property="og:type" content="article"></head><body>'
        '<nav><a href="/">Trang chủ</a></nav>'
        f"<article><h1>{html.escape(title)}</h1>{paragraphs}</article></body></html>"
    )
    return Page(text.encode(charset), kind="text/html")


def rss(*links: str, etag: str = "") -> Page:
    """An RSS feed of these addresses."""
    items = "".join(
        f"<item><title>Tin {number}</title><link>{html.escape(link)}</link>"
        "<pubDate>Tue, 14 Jul 2020 22:46:00 +0700</pubDate></item>"
        for number, link in enumerate(links)
    )
    text = (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
    )
    return Page(text.encode(), kind="application/rss+xml", etag=etag)


def redirect(to: str) -> Page:
    return Page(b"", status=302, headers={"Location": to})


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """10 GB of zeros as gzip, some 10 MB on the wire."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(1 << 20)
    for _ in range(10 << 10):
        handler.wfile.write(packer.compress(zeros))
    handler.wfile.write(packer.flush())


class Endless:
    """A page that trickles on and never ends, until its reader goes."""

    def __init__(self) -> None:
        self.left = threading.Event()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        self._trickle(handler, b"<p>")

    def headers(self, handler: BaseHTTPRequestHandler) -> None:
        """The same, but it does not get beyond one header."""
        self._trickle(handler, b"x", b"HTTP/1.1 200 OK\r\nX-Long: ")

    def _trickle(self, handler: BaseHTTPRequestHandler, drop: bytes, first: bytes = b"") -> None:
        try:
            handler.wfile.write(first)
            while not self.left.wait(0.02):
                handler.wfile.write(drop)
                handler.wfile.flush()
        except OSError:
            self.left.set()
