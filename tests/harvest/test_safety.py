"""Hostile and broken answers: each ends with a reason, and the others come all the same."""

from __future__ import annotations

import gzip
import resource

import pytest

from indexer.harvest.addresses import Allowed, allowed, is_public, resolve
from indexer.harvest.errors import Unfetched
from tests.harvest import portal as portal_
from tests.harvest.conftest import Harvester, reasons
from tests.harvest.encodings import in_tcvn3, in_windows_1258
from tests.harvest.portal import BODY, Endless, Page, Portal, article, bomb, redirect, rss


@pytest.fixture
def beside(harvester: Harvester, portal: Portal) -> Harvester:
    """A feed of what a test puts at /x, and then of a good article, which must always come."""
    portal.pages |= {
        "/rss": rss(portal.url("/x"), portal.url("/y")),
        "/y": article("Tin lành"),
    }
    harvester.source(pace=0)
    return harvester


def refused(harvester: Harvester, **limits: float) -> str:
    """Why /x was refused."""
    report = harvester.run(**limits)
    assert harvester.titles() == ["Tin lành"]
    (only,) = report.refused
    return only.vi


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://localhost/",
    ],
)
def test_a_redirect_to_an_inner_address_is_refused(
    beside: Harvester, portal: Portal, address: str
) -> None:
    portal.pages["/x"] = redirect(address)
    assert "địa chỉ nội bộ" in refused(beside)


def test_a_redirect_to_another_port_of_an_allowed_host_is_refused(
    beside: Harvester, portal: Portal
) -> None:
    with portal_.opened() as inner:
        inner.pages["/"] = inner.pages["/robots.txt"] = article("Bí mật")
        portal.pages["/x"] = redirect(inner.url("/"))
        assert "địa chỉ nội bộ 127.0.0.1" in refused(beside)
        assert inner.asked == []


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x/", "data:,x", "http://]/"]
)
def test_only_web_addresses_are_followed(beside: Harvester, portal: Portal, address: str) -> None:
    portal.pages["/x"] = redirect(address)
    assert "chỉ tải địa chỉ http và https" in refused(beside)


@pytest.mark.parametrize("kind", ["feed", "listing"])
def test_an_address_that_is_none_is_passed_over(
    harvester: Harvester, portal: Portal, kind: str
) -> None:
    links = ("http://]/x", "http://[a/x", portal.url("/y"))
    anchors = "".join(f'<a href="{link}">Tin lành về mùa màng năm nay</a>' for link in links)
    lists = {"feed": rss(*links), "listing": Page(f"<html><body>{anchors}".encode())}
    portal.pages |= {"/list": lists[kind], "/y": article("Tin lành")}
    harvester.source(kind, "/list", pace=0)
    assert harvester.run().refused == ()
    assert harvester.titles() == ["Tin lành"]


def test_redirects_without_end_are_refused(beside: Harvester, portal: Portal) -> None:
    portal.pages["/x"] = redirect("/x")
    assert "chuyển hướng quá 5 lần" in refused(beside)
    assert portal.paths().count("/x") == 6


def test_ten_gigabytes_of_zeros_are_refused_in_little_memory(
    beside: Harvester, portal: Portal
) -> None:
    portal.pages["/x"] = bomb
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "quá lớn, tối đa 10,485,760 byte sau khi giải nén" in refused(beside)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100 * 1024


def test_a_page_that_never_ends_is_cut_off_in_time(beside: Harvester, portal: Portal) -> None:
    endless = Endless()
    portal.pages["/x"] = endless
    assert "quá lâu, tối đa 1 giây" in refused(beside, seconds=1.0)
    assert endless.left.wait(30)


def test_headers_that_never_end_are_cut_off_in_time(beside: Harvester, portal: Portal) -> None:
    endless = Endless()

    portal.pages["/x"] = endless.headers
    assert "quá lâu, tối đa 1 giây" in refused(beside, seconds=1.0)
    assert endless.left.wait(30)


def test_a_large_page_is_refused(beside: Harvester, portal: Portal) -> None:
    portal.pages["/x"] = Page(b"x" * 200_000)
    assert "quá lớn, tối đa 100,000 byte" in refused(beside, max_bytes=100_000)


def test_a_page_cut_short_is_refused(beside: Harvester, portal: Portal) -> None:
    whole = article("Tin cụt").body
    portal.pages["/x"] = Page(whole[: len(whole) - 40])
    assert "bị cắt giữa chừng" in refused(beside)


def test_a_connection_that_breaks_off_is_refused(beside: Harvester, portal: Portal) -> None:
    def breaks(handler: object) -> None:
        handler.send_response(200)  # type: ignore[attr-defined]
        handler.send_header("Content-Length", "100000")  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]
        handler.wfile.write(b"<html>")  # type: ignore[attr-defined]

    portal.pages["/x"] = breaks
    assert "không tải được từ 127.0.0.1" in refused(beside)
    assert beside.time.slept == [5, 10]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<rss version='2.0'><channel><item><link>{}</link><title>&b;</title></item></channel></rss>"
)


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
@pytest.mark.parametrize("broken", ["", "<&"])
def test_xml_with_entities_is_refused(
    beside: Harvester, portal: Portal, kind: str, broken: str
) -> None:
    text = LAUGHS.format(portal.url("/x")) + broken
    portal.pages["/laughs"] = Page(text.encode(), "text/xml")
    beside.source(kind, "/laughs", name="Độc")
    report = beside.run()
    assert "/laughs: XML" in reasons(report)
    assert beside.titles() == ["Tin lành"]


def test_a_file_named_as_an_xml_entity_is_not_read(beside: Harvester, portal: Portal) -> None:
    text = (
        '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel>'
        f"<item><link>{portal.url('/x')}</link><title>&f;</title></item></channel></rss>"
    )
    portal.pages["/laughs"] = Page(text.encode(), "text/xml")
    beside.source("feed", "/laughs", name="Độc")
    assert "XML có thực thể" in reasons(beside.run())


def test_a_broken_feed_is_named_and_gives_what_can_be_read(
    harvester: Harvester, portal: Portal
) -> None:
    text = (
        f"<rss version='2.0'><channel><item><title>Thi đua & khen thưởng</title>"
        f"<link>{portal.url('/y')}</link></item><item><title>Cụt"
    )
    portal.pages |= {"/rss": Page(text.encode(), "text/xml"), "/y": article("Tin lành")}
    harvester.source()
    assert "/rss: XML hỏng" in reasons(harvester.run())
    assert harvester.titles() == ["Tin lành"]


def test_a_broken_sitemap_is_refused(beside: Harvester, portal: Portal) -> None:
    portal.pages["/map"] = Page(b"<urlset><url><loc>http://x/", "text/xml")
    beside.source("sitemap", "/map", name="Hỏng")
    assert "/map: XML hỏng" in reasons(beside.run())
    assert beside.titles() == ["Tin lành"]


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_a_list_that_is_a_web_page_is_refused(beside: Harvester, portal: Portal, kind: str) -> None:
    portal.pages["/page"] = article("Không phải danh sách")
    beside.source(kind, "/page", name="Nhầm")
    assert "/page: " in reasons(beside.run())


def test_a_packed_sitemap_that_is_too_large_once_unpacked_is_refused(
    beside: Harvester, portal: Portal
) -> None:
    portal.pages["/map.gz"] = Page(gzip.compress(bytes(1 << 20)), "application/gzip")
    beside.source("sitemap", "/map.gz", name="Lớn")
    assert "quá lớn, tối đa 100,000 byte" in reasons(beside.run(max_bytes=100_000))


def test_text_in_tcvn3_is_read(beside: Harvester, portal: Portal) -> None:
    body = BODY.replace("Ủy ban nhân dân", "UBND")  # TCVN3 has no capitals with a tone
    page = article("Lạng Sơn phát động thi đua", body).body.decode()
    portal.pages["/x"] = Page(in_tcvn3(page), "text/html")
    assert beside.run().refused == ()
    assert beside.titles() == ["Lạng Sơn phát động thi đua", "Tin lành"]
    assert body in [record["body"] for record in beside.records()]


@pytest.mark.parametrize("declared", ["header", "page"])
def test_a_page_in_windows_1258_is_read(beside: Harvester, portal: Portal, declared: str) -> None:
    charset = "windows-1258" if declared == "page" else "utf-8"
    page = article("Lạng Sơn phát động thi đua").body.decode().replace("utf-8", charset)
    kind = "text/html; charset=windows-1258" if declared == "header" else "text/html"
    portal.pages["/x"] = Page(in_windows_1258(page), kind)
    assert beside.run().refused == ()
    assert {record["body"] for record in beside.records()} == {BODY}


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:a00:1::", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_name_is_refused_by_any_of_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(Unfetched, match=r"10\.0\.0\.1"):
        resolve("two-faced.example", 80, Allowed())


def test_an_allowed_name_is_allowed_at_its_sources_ports() -> None:
    allow = allowed(["Portal.local", "db.local:5432", "::1"], ["http://portal.local:8080/rss"])
    assert allow.holds("portal.local", 8080)
    assert allow.holds("portal.local", 443)
    assert not allow.holds("portal.local", 5432)
    assert allow.holds("db.local", 5432)
    assert not allow.holds("db.local", 80)
    assert allow.holds("::1", 80)


def test_a_server_that_cannot_prove_who_it_is_is_refused(
    harvester: Harvester, certified: Portal
) -> None:
    certified.pages["/rss"] = rss()
    harvester.portal = certified
    harvester.source(pace=0)
    report = harvester.run()
    assert "không tải được từ 127.0.0.1" in reasons(report)
    assert "CERTIFICATE_VERIFY_FAILED" in report.refused[0].en
    assert certified.asked == []
