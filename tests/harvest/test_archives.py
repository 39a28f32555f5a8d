"""Web archives: pages made by the tests, and a real one."""

from __future__ import annotations

import gzip
import uuid
from pathlib import Path

import pytest

from tests.harvest.conftest import Harvester, reasons
from tests.harvest.portal import BODY, article


def write(path: Path, *pages: tuple[str, bytes], packed: bool = True, coding: str = "") -> None:
    """A WARC file (ISO 28500) with a response for each of these pages."""
    with path.open("wb") as file:
        for url, body in pages:
            head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
            head += f"Content-Encoding: {coding}\r\n" if coding else ""
            block = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
            fields = {
                "WARC-Type": "response",
                "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
                "WARC-Target-URI": url,
                "WARC-Date": "2025-06-07T08:09:10Z",
                "Content-Type": "application/http; msgtype=response",
                "Content-Length": str(len(block)),
            }
            lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
            record = f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"
            file.write(gzip.compress(record) if packed else record)


@pytest.mark.parametrize("packed", [True, False])
def test_the_articles_of_an_archive_are_read_once(harvester: Harvester, packed: bool) -> None:
    path = harvester.place / "a.warc"
    front = b"<html><body></body></html>"
    page = article("Hội nghị").body
    write(path, ("http://a.gov.vn/", front), ("http://a.gov.vn/tin/1", page), packed=packed)
    harvester.source("warc", path="a.warc")
    report = harvester.run()
    assert reasons(report) == ""
    assert report.count("new") == 1
    (record,) = harvester.records()
    assert (record["title"], record["url"]) == ("Hội nghị", "http://a.gov.vn/tin/1")
    assert record["body"] == BODY
    assert (harvester.data / "cong" / "2025-06-001.jsonl").is_file()
    assert harvester.run().seen == 0


def test_packed_pages_are_unpacked(harvester: Harvester) -> None:
    page = gzip.compress(article("Hội nghị").body)
    write(harvester.place / "a.warc", ("http://a.gov.vn/1", page), coding="gzip")
    harvester.source("warc", path="a.warc")
    harvester.run()
    assert harvester.titles() == ["Hội nghị"]


def test_a_page_of_an_archive_too_large_once_unpacked_is_refused(harvester: Harvester) -> None:
    bomb = gzip.compress(bytes(5_000_000))
    good = gzip.compress(article("Hội nghị").body)
    pages = ("http://a.gov.vn/0", bomb), ("http://a.gov.vn/1", good)
    write(harvester.place / "a.warc", *pages, coding="gzip")
    harvester.source("warc", path="a.warc")
    assert "http://a.gov.vn/0: quá lớn" in reasons(harvester.run(max_bytes=1_000_000))
    assert harvester.titles() == ["Hội nghị"]


def test_an_archive_cut_short_gives_what_came_before(harvester: Harvester) -> None:
    path = harvester.place / "a.warc"
    pages = [(f"http://a.gov.vn/{n}", article(f"Tin {n}", f"{BODY} {n}").body) for n in range(5)]
    write(path, *pages)
    path.write_bytes(path.read_bytes()[:-300])
    harvester.source("warc", path="a.warc")
    report = harvester.run()
    assert "http://a.gov.vn/4: bị cắt giữa chừng" in reasons(report)
    assert harvester.titles() == ["Tin 0", "Tin 1", "Tin 2", "Tin 3"]
    assert harvester.run().refused == ()


def test_what_is_no_archive_is_refused_once(harvester: Harvester) -> None:
    (harvester.place / "a.warc").write_bytes(b"nothing of the kind" * 100)
    harvester.source("warc", path="a.warc")
    assert "tệp WARC a.warc hỏng" in reasons(harvester.run())
    assert harvester.run().refused == ()


@pytest.mark.shared
def test_a_real_page_is_read_from_an_archive(harvester: Harvester, shared: Path) -> None:
    found = sorted((shared / "pages").rglob("*.html"))
    pages = [(f"http://real.gov.vn/{n}", path.read_bytes()) for n, path in enumerate(found)]
    write(harvester.place / "a.warc", *pages)
    harvester.source("warc", path="a.warc")
    report = harvester.run()
    assert report.count("new") >= 1
    assert all(len(record["body"]) > 200 for record in harvester.records())
