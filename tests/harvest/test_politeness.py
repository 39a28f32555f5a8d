"""robots.txt, pauses, honesty, patience."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.harvest.conftest import Harvester, reasons
from tests.harvest.portal import BODY, Page, Portal, article, redirect, rss


@pytest.fixture
def three(harvester: Harvester, portal: Portal) -> Harvester:
    """A feed of three articles, a to c."""
    portal.pages["/rss"] = rss(*(portal.url(f"/{name}") for name in "abc"))
    for name in "abc":
        portal.pages[f"/{name}"] = article(f"Tin {name}", f"{BODY} Tin {name}.")
    return harvester


def robots(text: str) -> Page:
    return Page(text.encode(), "text/plain")


def test_what_robots_txt_forbids_is_not_asked_for(three: Harvester, portal: Portal) -> None:
    portal.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /b\n")
    three.source()
    report = three.run()
    assert portal.paths() == ["/rss", "/a", "/c"]
    assert "/b: robots.txt của" in reasons(report)
    three.time.pass_(days=31)
    assert reasons(three.run()) == ""


def test_a_rule_for_us_by_name_is_ours(three: Harvester, portal: Portal) -> None:
    portal.pages["/robots.txt"] = robots("User-agent: tracuu\nDisallow: /\n\nUser-agent: *\n")
    three.source()
    report = three.run()
    assert portal.paths() == []
    assert "/rss: robots.txt của" in reasons(report)


def test_robots_txt_holds_for_where_a_redirect_leads(three: Harvester, portal: Portal) -> None:
    portal.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /private\n")
    portal.pages["/a"] = redirect("/private/a")
    three.source()
    three.run()
    assert "/private/a" not in portal.paths()


def test_without_a_robots_txt_that_can_be_had_nothing_is_asked(
    three: Harvester, portal: Portal
) -> None:
    portal.pages["/robots.txt"] = Page(b"", status=500)
    three.source()
    assert "robots.txt báo lỗi 500" in reasons(three.run())
    assert portal.paths() == []


def test_the_pause_of_the_source_is_kept_between_requests(three: Harvester, portal: Portal) -> None:
    three.source(pace=2.5)
    three.run()
    assert three.time.slept == [2.5, 2.5, 2.5, 2.5]


def test_a_longer_crawl_delay_is_kept(three: Harvester, portal: Portal) -> None:
    portal.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 30\n")
    three.source(pace=2.5)
    three.run()
    assert three.time.slept == [30, 30, 30, 30]


def test_a_crawl_delay_of_a_day_leaves_the_rest_to_later_runs(
    three: Harvester, portal: Portal
) -> None:
    portal.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 3600\n")
    three.source()
    three.run()
    assert three.time.slept == []
    for _ in range(12):
        three.time.pass_(hours=2)
        three.run()
    assert sum(three.time.slept) == 0
    assert len(portal.paths()) <= 13


def test_we_say_who_we_are_and_whom_to_write_to(three: Harvester, portal: Portal) -> None:
    three.source()
    three.run()
    agents = {asked.headers["User-Agent"] for asked in portal.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("tracuu/")
    assert all("(+ai@example.gov.vn)" in asked.headers["User-Agent"] for asked in portal.asked)


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_retry_after_is_waited_for(three: Harvester, portal: Portal, status: int) -> None:
    good = portal.pages["/a"]
    answers = [Page(b"", status=status, headers={"Retry-After": "17"}), good]
    portal.pages["/a"] = lambda handler: answers.pop(0)(handler)
    three.source(pace=0)
    report = three.run()
    assert reasons(report) == ""
    assert report.count("new") == 3
    assert three.time.slept == [17]


def test_a_retry_after_given_as_a_date_is_understood(three: Harvester, portal: Portal) -> None:
    good = portal.pages["/a"]
    at = format_datetime(three.time.now + timedelta(seconds=40))
    answers = [Page(b"", status=503, headers={"Retry-After": at}), good]
    portal.pages["/a"] = lambda handler: answers.pop(0)(handler)
    three.source(pace=0)
    three.run()
    assert three.time.slept == [40]


def test_a_long_retry_after_leaves_the_host_alone_until_then(
    three: Harvester, portal: Portal
) -> None:
    portal.pages["/b"] = Page(b"", status=503, headers={"Retry-After": "7200"})
    three.source(pace=0)
    report = three.run()
    assert portal.paths() == ["/rss", "/a", "/b"]
    assert report.waiting == 2
    assert len(report.refused) == 1
    three.time.pass_(hours=1)
    three.run()
    assert portal.paths() == []
    three.time.pass_(hours=2)
    portal.pages["/b"] = article("Tin b", f"{BODY} Tin b.")
    assert three.run().count("new") == 2


def test_a_busy_host_without_a_word_is_waited_for_ever_longer(
    three: Harvester, portal: Portal
) -> None:
    portal.pages["/rss"] = Page(b"", status=503)
    three.source(pace=0)
    assert "đang bận (lỗi 503)" in reasons(three.run())
    assert three.time.slept == [5, 10]
    assert portal.paths() == ["/rss"] * 3


def test_a_host_that_is_not_there_is_named_once_and_its_pages_wait(
    three: Harvester, portal: Portal
) -> None:
    three.source(pace=0)
    three.run()
    elsewhere = "http://127.0.0.1:9"
    portal.pages["/rss"] = rss(f"{elsewhere}/1", f"{elsewhere}/2", portal.url("/a"))
    three.toml.write_text(
        three.toml.read_text().replace('"127.0.0.1"]', '"127.0.0.1","127.0.0.1:9"]')
    )
    report = three.run()
    assert len(report.refused) == 1
    assert report.waiting == 2


def test_a_page_that_fails_is_tried_ever_later_and_named_once(
    three: Harvester, portal: Portal
) -> None:
    portal.pages["/b"] = Page(b"", status=500)
    three.source(pace=0)
    assert "/b: máy chủ trả lời 500" in reasons(three.run())
    days = []
    for day in range(1, 40):
        three.time.pass_(days=1)
        assert reasons(three.run()) == ""
        if "/b" in portal.paths():
            days.append(day)
    assert days[:4] == [1, 2, 4, 8]
    assert len(days) < 9


def test_what_is_no_article_is_named_once_and_never_asked_again(
    three: Harvester, portal: Portal
) -> None:
    portal.pages["/b"] = Page(b"<html><body></body></html>")
    three.source(pace=0)
    assert "/b: " in reasons(three.run())
    portal.paths()
    for _ in range(40):
        three.time.pass_(days=1)
        assert reasons(three.run()) == ""
    assert "/b" not in portal.paths()
