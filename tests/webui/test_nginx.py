"""nginx in front, as deploy/nginx.conf sets it up: the real program, on loopback."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from indexer import Engine, Settings
from webui import server

DEPLOYED = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
HOST = "www.example.gov.vn"

Answer = tuple[int, dict[str, str], bytes]


def written(place: Path, listens: int, pages: int) -> Path:
    """A whole configuration of nginx around the deployed part, which says what belongs where."""
    text = DEPLOYED.read_text("utf-8")
    for_http = "\n".join(re.findall(r"^#\s+(limit_.*)$", text, re.M))
    assert for_http.count(";") == 2
    (place / "tracuu.conf").write_text(text.replace("127.0.0.1:8000", f"127.0.0.1:{pages}"))
    kept = "\n".join(
        f"{part}_temp_path {place}/{part};"
        for part in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = place / "nginx.conf"
    config.write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        f"daemon off; worker_processes 1; pid {place}/pid; error_log {place}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {kept}\n{for_http}\n"
        f"server {{ listen 127.0.0.1:{listens}; include {place}/tracuu.conf; }} }}\n"
    )
    return config


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as there:
        return int(there.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as there:
        return there.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def port(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx before a site that is set up as deploy/tracuu.service does."""
    if not NGINX:
        pytest.skip("không có nginx / there is no nginx here")
    place = tmp_path_factory.mktemp("nginx")
    settings = Settings(path_prefix="/tracuu", proxies=1, trusted_hosts=HOST)
    pages = server.create_server(engine, settings)
    threading.Thread(target=pages.run, daemon=True).start()
    port = free_port()
    config = written(place, port, pages.listening[0].effective_port)
    command = [NGINX, "-p", str(place), "-e", f"{place}/error.log", "-c", str(config)]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr
    running = subprocess.Popen(command)
    deadline = time.monotonic() + 20
    while not answers(port):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield port
    running.terminate()
    running.wait(timeout=20)
    pages.close()


def get(port: int, path: str, source: str = "127.0.0.1", **headers: str) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=30, source_address=(source, 0))
    connection.request("GET", path, headers={"Host": HOST} | headers)
    answer = connection.getresponse()
    found = answer.status, dict(answer.headers), answer.read()
    connection.close()
    return found


def test_pages_come_packed_and_lead_on_under_the_path(port: int) -> None:
    status, headers, body = get(port, "/tracuu/?q=thi+dua", **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    page = gzip.decompress(body).decode()
    links = set(re.findall(r'href="(/[^"]*)"', page))
    assert len(links) > 10
    assert [link for link in links if not link.startswith("/tracuu/")] == []
    style = next(link for link in links if ".css" in link)
    status, headers, _ = get(port, style, **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")


def test_the_path_without_its_slash_leads_to_the_first_page(port: int) -> None:
    status, headers, _ = get(port, "/tracuu")
    assert status == 301
    assert headers["Location"].endswith("/tracuu/")


def test_no_visitor_says_what_only_the_proxy_may_say(port: int) -> None:
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Port": "1",
    }
    _, _, feed = get(port, "/tracuu/feed.atom?q=thi+dua", **forged)
    assert f"http://{HOST}".encode() in feed
    assert b"evil" not in feed
    status, _, _ = get(port, "/tracuu/", Host="evil.example")
    assert status == 400


def test_figures_are_for_this_machine_alone(port: int) -> None:
    status, _, figures = get(port, "/tracuu/metrics")
    assert status == 200
    assert b"tracuu_up 1.0" in figures
    assert get(port, "/tracuu/metrics", source="127.0.0.2")[0] == 403


def test_who_asks_too_fast_is_told_so_and_others_are_not(port: int) -> None:
    said = [get(port, "/tracuu/healthz", source="127.0.0.3")[0] for _ in range(80)]
    assert said[:40] == [200] * 40
    assert said[-1] == 429
    assert get(port, "/tracuu/healthz", source="127.0.0.4")[0] == 200
