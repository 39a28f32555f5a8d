"""An installation as docs/running.md makes it, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"


def command(path: Path, code: str = "from indexer.cli import main; main()") -> None:
    """The program `tracuu` at this path, as what Python makes of the code."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{code}' \"$@\"\n")
    path.chmod(0o755)


def installed(home: Path) -> Path:
    """A home with a web archive to harvest, and the command itself in its `bin`."""
    command(home / "bin" / "tracuu")
    (home / "sources.toml").write_text(
        'data = "articles"\n[[source]]\nname = "A"\nkind = "warc"\npath = "a.warc"\n'
    )
    return home


def night(home: Path, bin_: Path | None = None) -> subprocess.CompletedProcess[str]:
    """One round of deploy/nightly.sh."""
    environment = {**os.environ, "TRACUU_HOME": str(home), "TRACUU_BIN": str(bin_ or home / "bin")}
    environment.pop("TRACUU_INDEX", None)
    return subprocess.run(
        ["/bin/sh", str(DEPLOY / "nightly.sh")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def archive(home: Path, title: str) -> None:
    """A web archive with one article."""
    page = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>Sáng nay, Ủy "
        "ban nhân dân huyện tổ chức hội nghị phát động thi đua với sự tham gia của đông đảo cán bộ "
        "và nhân dân các xã trên địa bàn huyện.</p></article></body></html>"
    ).encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.gov.vn/1\r\n"
        "WARC-Date: 2025-06-07T08:09:10Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    (home / "a.warc").write_bytes(head.encode() + block + b"\r\n\r\n")
