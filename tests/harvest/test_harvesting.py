"""New articles from feeds, sitemaps and listings; edits, removals, and the same article twice."""

from __future__ import annotations

import itertools

from tests.harvest.conftest import Harvester, reasons
from tests.harvest.portal import BODY, Page, Portal, article, redirect, rss


def counts(report: object) -> tuple[int, ...]:
    return tuple(report.count(name) for name in ("new", "changed", "unchanged", "gone"))  # type: ignore[attr-defined]


def test_a_feed_gives_articles_with_its_date_and_the_source_s_name(
    harvester: Harvester, portal: Portal
) -> None:
    portal.pages |= {"/rss": rss(portal.url("/tin/1.html")), "/tin/1.html": article("Hội nghị")}
    harvester.source(office="Văn phòng UBND")
    report = harvester.run()
    assert reasons(report) == ""
    assert counts(report) == (1, 0, 0, 0)
    (record,) = harvester.records()
    assert record["title"] == "Hội nghị"
    assert record["body"] == BODY
    assert record["source"] == "Cổng"
    assert record["province"] == "Lạng Sơn"
    assert record["office"] == "Văn phòng UBND"
    assert record["url"] == portal.url("/tin/1.html")
    assert record["published"] == "2020-07-14T22:46+07:00"


def test_an_atom_feed_is_read_as_well(harvester: Harvester, portal: Portal) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>Tin</title>'
        '<link href="tin/1.html"/><updated>2024-05-06T07:08:00+07:00</updated></entry></feed>'
    )
    portal.pages |= {"/atom": Page(atom.encode(), "application/atom+xml")}
    portal.pages["/tin/1.html"] = article("Hội nghị")
    harvester.source(path="/atom")
    harvester.run()
    assert harvester.records()[0]["published"] == "2024-05-06T07:08+07:00"


def test_a_sitemap_index_leads_to_its_sitemaps(harvester: Harvester, portal: Portal) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    loc = f"<loc>{portal.url('/s1.xml')}</loc>"
    index = f"<sitemapindex {space}><sitemap>{loc}</sitemap></sitemapindex>"
    pages = f"<urlset {space}><url><loc>{portal.url('/tin/1.html')}</loc></url></urlset>"
    portal.pages |= {
        "/sitemap.xml": Page(index.encode(), "text/xml"),
        "/s1.xml": Page(pages.encode(), "text/xml"),
        "/tin/1.html": article("Hội nghị"),
    }
    harvester.source("sitemap", "/sitemap.xml")
    harvester.run()
    assert harvester.titles() == ["Hội nghị"]


def test_a_sitemap_that_names_itself_ends(harvester: Harvester, portal: Portal) -> None:
    loop = f"<sitemapindex><sitemap><loc>{portal.url('/s.xml')}</loc></sitemap></sitemapindex>"
    portal.pages["/s.xml"] = Page(loop.encode(), "text/xml")
    harvester.source("sitemap", "/s.xml")
    harvester.run()
    assert len(portal.paths()) == 3


def test_a_listing_s_headlines_are_followed_and_its_pages_turned(
    harvester: Harvester, portal: Portal
) -> None:
    def listing(number: int, following: str) -> Page:
        text = (
            f'<html><body><a href="/">Trang chủ</a><a href="/tin/{number}.html">Hội nghị sơ kết '
            f'công tác số {number}</a><a href="https://elsewhere.example/x">Một trang ở nơi khác '
            f'hẳn</a><a href="{following}">Trang sau »</a></body></html>'
        )
        return Page(text.encode())

    for number in range(1, 6):
        portal.pages[f"/tin-tuc?p={number}"] = listing(number, f"/tin-tuc?p={number + 1}")
        portal.pages[f"/tin/{number}.html"] = article(f"Tin số {number}", f"{BODY} Số {number}.")
    harvester.source("listing", "/tin-tuc?p=1", depth=3)
    report = harvester.run()
    assert reasons(report) == ""
    assert harvester.titles() == ["Tin số 1", "Tin số 2", "Tin số 3"]
    assert "/tin-tuc?p=4" not in portal.paths()


def test_only_addresses_that_match_are_followed(harvester: Harvester, portal: Portal) -> None:
    links = [portal.url("/tin/1.html"), portal.url("/video/1.html")]
    portal.pages |= {"/rss": rss(*links), "/tin/1.html": article("Hội nghị")}
    harvester.source(match="/tin/")
    harvester.run()
    assert portal.paths() == ["/rss", "/tin/1.html"]


def test_a_page_is_asked_again_after_1_3_7_and_30_days_and_then_no_more(
    harvester: Harvester, portal: Portal
) -> None:
    portal.pages |= {"/rss": rss(portal.url("/a")), "/a": article("Hội nghị")}
    harvester.source()
    days = []
    for day in range(60):
        harvester.run()
        if "/a" in portal.paths():
            days.append(day)
        harvester.time.pass_(days=1)
    assert days == [0, 1, 3, 7, 30]


def test_a_page_is_never_asked_twice_within_12_hours(harvester: Harvester, portal: Portal) -> None:
    portal.pages |= {"/rss": rss(portal.url("/a")), "/a": article("Hội nghị")}
    harvester.source()
    asked = []
    for _ in range(24 * 8):
        harvester.run()
        asked += [harvester.time.now] * portal.paths().count("/a")
        harvester.time.pass_(hours=1)
    assert len(asked) == 4
    gaps = [later - earlier for earlier, later in itertools.pairwise(asked)]
    assert min(gaps).total_seconds() >= 12 * 3600


def test_an_unchanged_page_is_asked_by_its_etag_and_costs_nothing(
    harvester: Harvester, portal: Portal
) -> None:
    page = article("Hội nghị")
    portal.pages |= {
        "/rss": rss(portal.url("/a"), etag='"f1"'),
        "/a": Page(page.body, etag='"v1"'),
    }
    harvester.source()
    harvester.run()
    file = harvester.data / "cong" / "2026-03-001.jsonl"
    before = file.stat()
    portal.asked.clear()
    harvester.time.pass_(days=1)
    report = harvester.run()
    sent = {asked.path: asked.headers.get("If-None-Match") for asked in portal.asked}
    assert sent == {"/robots.txt": None, "/rss": '"f1"', "/a": '"v1"'}
    assert counts(report) == (0, 0, 1, 0)
    assert file.stat() == before


def test_a_page_without_an_etag_is_asked_by_when_it_was_modified(
    harvester: Harvester, portal: Portal
) -> None:
    when = "Sat, 28 Feb 2026 20:00:00 GMT"
    portal.pages |= {
        "/rss": rss(portal.url("/a")),
        "/a": Page(article("Hội nghị").body, modified=when),
    }
    harvester.source()
    harvester.run()
    portal.asked.clear()
    harvester.time.pass_(days=1)
    assert counts(harvester.run()) == (0, 0, 1, 0)
    sent = {asked.path: asked.headers.get("If-Modified-Since") for asked in portal.asked}
    assert sent["/a"] == when


def test_an_edited_page_is_changed_in_its_place(harvester: Harvester, portal: Portal) -> None:
    portal.pages |= {
        "/rss": rss(portal.url("/a"), portal.url("/b")),
        "/a": article("Hội nghị", f"{BODY} Một."),
        "/b": article("Tin khác", f"{BODY} Hai."),
    }
    harvester.source()
    harvester.run()
    portal.pages["/a"] = article("Hội nghị (đã sửa)", f"{BODY} Một, đã sửa.")
    harvester.time.pass_(days=1)
    assert counts(harvester.run()) == (0, 1, 1, 0)
    assert [r["title"] for r in harvester.records()] == ["Hội nghị (đã sửa)", "Tin khác"]


def test_a_vanished_page_is_kept_marked_and_comes_back(
    harvester: Harvester, portal: Portal
) -> None:
    page = article("Hội nghị")
    portal.pages |= {"/rss": rss(portal.url("/a")), "/a": page}
    harvester.source()
    harvester.run()
    portal.pages["/a"] = Page(b"", status=410)
    harvester.time.pass_(days=1)
    assert counts(harvester.run()) == (0, 0, 0, 1)
    (record,) = harvester.records()
    assert record["title"] == "Hội nghị"
    assert record["gone"] == "2026-03-01T03:00:02+07:00"
    portal.pages["/a"] = page
    harvester.time.pass_(days=2)
    assert counts(harvester.run()) == (0, 1, 0, 0)
    assert "gone" not in harvester.records()[0]


def test_a_page_that_now_leads_to_the_front_page_has_vanished(
    harvester: Harvester, portal: Portal
) -> None:
    portal.pages |= {"/rss": rss(portal.url("/a")), "/a": article("Hội nghị"), "/": Page(b"<html>")}
    harvester.source()
    harvester.run()
    portal.pages["/a"] = redirect("/")
    harvester.time.pass_(days=1)
    assert counts(harvester.run()) == (0, 0, 0, 1)


def test_the_same_article_under_two_addresses_is_one(harvester: Harvester, portal: Portal) -> None:
    portal.pages |= {
        "/rss": rss(portal.url("/a"), portal.url("/a?print=1"), portal.url("/copy")),
        "/a": article("Hội nghị"),
        "/a?print=1": article("Hội nghị (bản in)", canonical=portal.url("/a")),
        "/copy": article("Hội nghị"),
    }
    harvester.source()
    assert counts(harvester.run()) == (1, 0, 2, 0)
    assert harvester.titles() == ["Hội nghị"]


def test_an_article_that_moved_has_not_vanished(harvester: Harvester, portal: Portal) -> None:
    portal.pages |= {"/rss": rss(portal.url("/a")), "/a": article("Hội nghị")}
    harvester.source()
    harvester.run()
    id_ = harvester.records()[0]["id"]
    del portal.pages["/a"]
    portal.pages |= {"/rss": rss(portal.url("/moi/a")), "/moi/a": article("Hội nghị")}
    for _ in range(3):
        harvester.time.pass_(days=1)
        assert harvester.run().count("gone") == 0
    (record,) = harvester.records()
    assert (record["id"], record["url"]) == (id_, portal.url("/moi/a"))


def test_addresses_written_in_plain_vietnamese_are_asked_for(
    harvester: Harvester, portal: Portal
) -> None:
    asked = "/t%C3%ACm?t%C3%AAn=h%E1%BB%99i%20ngh%E1%BB%8B"
    portal.pages |= {
        "/rss": rss(portal.url("/tìm?tên=hội nghị"), portal.url("/b")),
        asked: article("Hội nghị", f"{BODY} Một."),
        "/b": redirect("/hội nghị".encode().decode("latin-1")),
        "/h%E1%BB%99i%20ngh%E1%BB%8B": article("Hội nghị khác", f"{BODY} Hai."),
    }
    harvester.source()
    assert reasons(harvester.run()) == ""
    assert harvester.titles() == ["Hội nghị", "Hội nghị khác"]


def test_a_page_cannot_pass_itself_off_as_one_of_another_host(
    harvester: Harvester, portal: Portal
) -> None:
    portal.pages |= {
        "/rss": rss(portal.url("/a")),
        "/a": article("Hội nghị", canonical="https://langson.gov.vn/tin/1"),
    }
    harvester.source()
    harvester.run()
    assert harvester.records()[0]["url"] == portal.url("/a")


def test_a_dry_run_asks_for_no_page_and_writes_nothing(
    harvester: Harvester, portal: Portal
) -> None:
    portal.pages |= {"/rss": rss(portal.url("/a")), "/a": article("Hội nghị")}
    harvester.source()
    report = harvester.run(dry_run=True)
    assert (report.found, report.waiting, report.seen) == (1, 1, 0)
    assert portal.paths() == ["/rss"]
    assert not harvester.data.exists()


def test_months_are_those_in_which_an_article_was_first_seen(
    harvester: Harvester, portal: Portal
) -> None:
    for month in (1, 2):
        portal.pages |= {
            "/rss": rss(portal.url(f"/{month}")),
            f"/{month}": article(f"Tin {month}", f"{BODY} {month}"),
        }
        if month == 1:
            harvester.source()
        harvester.run()
        harvester.time.pass_(days=31)
    assert sorted(p.name for p in harvester.data.glob("cong/*")) == [
        "2026-03-001.jsonl",
        "2026-04-001.jsonl",
    ]
