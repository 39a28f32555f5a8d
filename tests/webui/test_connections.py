"""The server itself, on a port: half requests, large ones, and what it says of itself."""

from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
import waitress
import waitress.channel

from indexer import Engine, Settings
from webui import connections, server


@pytest.fixture(scope="module")
def port(engine: Engine) -> Iterator[int]:
    patient = pytest.MonkeyPatch()
    patient.setattr(server, "SECONDS", 1)
    running = server.create_server(engine, Settings(proxies=1), threads=2)
    for each in running.listening:
        each.adj.cleanup_interval = 0.2
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield running.listening[0].effective_port
    running.close()
    patient.undo()


def asked(port: int, request: bytes) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of the answer to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return int(status.split()[1]), headers, body.decode()


def get(port: int, target: str, *headers: str) -> tuple[int, dict[str, str], str]:
    lines = (f"GET {target} HTTP/1.1", "Host: localhost", "Connection: close", *headers)
    return asked(port, "\r\n".join((*lines, "", "")).encode())


REFUSED = {
    "a megabyte in the query": (b"GET /?q=" + b"a" * (1 << 20) + b" HTTP/1.1\r\n\r\n", 400),
    "a megabyte of headers": (b"GET / HTTP/1.1\r\nX: " + b"a" * (1 << 20) + b"\r\n\r\n", 431),
    "a header just too large": (b"GET / HTTP/1.1\r\nX: " + b"a" * (64 << 10) + b"\r\n\r\n", 431),
    "no HTTP at all": (b"\x16\x03\x01\x02\x00 hello\r\n\r\n", 400),
    "a header without a name": (b"GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
    "two lengths": (b"GET / HTTP/1.1\r\nContent-Length: 1, 2\r\n\r\n", 400),
    "too large a body": (b"POST / HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n", 413),
    "an unknown coding": (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_never_reaches_the_pages_is_refused_with_a_sentence(port: int, what: str) -> None:
    request, expected = REFUSED[what]
    status, headers, body = asked(port, request)
    assert status == expected
    assert body.count(" / ") == 1 and body.strip().endswith(".")
    assert "waitress" not in body.lower() and "max_header" not in body
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in headers


def test_no_answer_names_the_server_or_a_version(port: int) -> None:
    for target in ("/", "/none", "/api/v1/search?from=x", "/static/style.css", "/healthz"):
        _, headers, _ = get(port, target)
        assert not {"Server", "X-Powered-By", "Via"} & headers.keys()


def test_forwarded_headers_reach_the_site_behind_a_proxy(port: int) -> None:
    _, _, body = get(
        port, "/opensearch.xml", "X-Forwarded-Host: news.example", "X-Forwarded-Proto: https"
    )
    assert "https://news.example/?q=" in body


def test_half_a_request_sent_letter_by_letter_is_cut_off(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        began = time.monotonic()
        with pytest.raises(OSError):
            while time.monotonic() - began < 20:
                slow.sendall(b"X: y\r\n")
                time.sleep(0.1)
        assert time.monotonic() - began < 10


def test_many_slow_clients_stop_nobody(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(150)]
    try:
        for each in slow:
            each.sendall(b"GET /?q=")
        assert get(port, "/?q=thi+dua")[0] == 200
    finally:
        for each in slow:
            each.close()


def test_a_request_in_pieces_is_answered(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for piece in (b"GET /hea", b"lthz HTTP/1.1\r\nHost: loc", b"alhost\r\n\r", b"\n"):
            connection.sendall(piece)
            time.sleep(0.05)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


def test_every_connection_is_one_of_ours(engine: Engine) -> None:
    """Also where a name stands for several addresses."""
    running = server.create_server(engine, Settings(), host="localhost")
    try:
        assert running.listening
        assert {each.channel_class for each in running.listening} == {connections.Channel}
    finally:
        running.close()
    assert waitress.channel.HTTPChannel.parser_class is not connections.Parser


def test_a_long_answer_to_a_fast_reader_takes_no_memory() -> None:
    def long(_environ: object, start: Any) -> Iterator[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return (b"x" * 16384 for _ in range(4096))

    running = waitress.create_server(long, host="127.0.0.1", port=0, outbuf_high_watermark=1 << 30)
    running.channel_class = connections.Channel
    threading.Thread(target=running.run, daemon=True).start()
    tracemalloc.start()
    received = 0
    with socket.create_connection(("127.0.0.1", running.effective_port), timeout=10) as reader:
        reader.sendall(b"GET / HTTP/1.0\r\n\r\n")
        while data := reader.recv(1 << 18):
            received += len(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    running.close()
    assert received > 64 << 20
    assert most < 24 << 20
