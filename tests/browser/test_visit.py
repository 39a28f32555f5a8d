"""Whole visits, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import PAGES

pytestmark = pytest.mark.browser
SCRIPT = "<script>alert(1)</script>"
#: What a style sets in motion.
MOVING = """html => [html, ...html.querySelectorAll("*")].filter(each => {
    const style = getComputedStyle(each);
    return style.scrollBehavior != "auto" || style.animationName != "none"
        || style.transitionDuration.split(", ").some(time => time != "0s");
}).map(each => each.outerHTML.slice(0, 80))"""


def search(page: Page, query: str) -> None:
    page.goto("/")
    page.get_by_label("Tìm trong tin tức").fill(query)
    page.get_by_role("button", name="Tìm", exact=True).click()


def test_a_visitor_searches_narrows_and_reads(page: Page) -> None:
    search(page, "covid19 thi dua")
    expect(page.get_by_role("heading", level=1)).to_contain_text("covid19 thi dua")
    expect(page.locator(".hit")).to_have_count(2)
    page.get_by_label("Từ ngày").fill("1/7/2020")
    page.get_by_label("Đến ngày").fill("31/7/2020")
    page.get_by_role("button", name="Lọc theo ngày").click()
    expect(page.locator(".hit")).to_have_count(1)
    page.locator("#panel").get_by_role("link", name=re.compile("^Huyện Cao Lộc")).click()
    expect(page.locator(".active")).to_contain_text("Huyện Cao Lộc")
    expect(page).to_have_url(re.compile(r"district=183"))
    page.locator(".hit h2 a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Huyện Cao Lộc sơ kết")
    marks = page.locator("article mark")
    expect(marks.first).to_be_visible()
    assert {m.lower() for m in marks.all_inner_texts()} >= {"thi đua", "covid-19", "covid -19"}
    page.get_by_role("link", name="Kết quả cho").click()
    expect(page.locator(".hit")).to_have_count(1)


def test_filters_are_removed_by_one_click_each(page: Page) -> None:
    page.goto("/?q=thi+dua&district=183&from=2020")
    page.get_by_role("link", name="Bỏ lọc Huyện Cao Lộc").click()
    expect(page.locator(".active li")).to_have_count(1)
    page.get_by_role("link", name="Bỏ lọc Từ ngày").click()
    expect(page.locator(".active")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/\?q=thi\+dua$"))


def test_one_walks_from_hit_to_hit(page: Page) -> None:
    page.goto("/articles/ls-2020-0714?q=thi+dua")
    total = page.locator("article mark").count()
    walk = page.get_by_role("navigation", name="Từ đã tìm trong bài")
    for number in (1, 2):
        walk.get_by_role("link", name="Từ sau").click()
        expect(page.locator(f"#hit-{number}")).to_have_class("current")
        expect(walk).to_contain_text(f"{number}/{total}")
        expect(page.locator(f"#hit-{number}")).to_be_in_viewport()
        expect(page).to_have_url(re.compile(rf"hit={number}.*#hit-{number}$"))
    walk.get_by_role("link", name="Từ trước").click()
    walk.get_by_role("link", name="Từ trước").click()
    expect(walk).to_contain_text(f"{total}/{total}")


def test_the_language_switch_stays_on_the_page_and_is_remembered(page: Page) -> None:
    page.goto("/?q=thi+dua&district=183")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Results for")
    expect(page.locator(".active")).to_contain_text("Huyện Cao Lộc")
    page.locator(".hit h2 a").first.click()
    expect(page.get_by_text("About this article")).to_be_visible()


def test_a_dead_end_has_a_way_out(page: Page) -> None:
    search(page, "zzxqy thi dua")
    expect(page.locator(".nothing")).to_contain_text("zzxqy")
    page.locator(".ways a").first.click()
    expect(page.locator(".hit").first).to_be_visible()


def test_a_bar_of_the_chart_narrows_the_dates(page: Page) -> None:
    page.goto("/?q=thi+dua&from=2020&to=2020")
    page.locator(".chart svg a").first.click()
    expect(page.locator(".active")).to_contain_text("31/7/2020")


def test_the_chart_unfolds_as_a_table(page: Page) -> None:
    page.goto("/?q=thi+dua&from=2020&to=2020")
    expect(page.get_by_role("table")).to_have_count(1)
    page.get_by_text("Xem dạng bảng").click()
    row = page.get_by_role("row", name="8/2020")
    assert (row.bounding_box() or {})["height"] >= 24
    row.get_by_role("link").click()
    expect(page.locator(".hit")).to_have_count(1)


def test_markup_in_articles_and_parameters_is_never_run(page: Page) -> None:
    """A dialog or a complaint of the policy would fail the fixture."""
    for url in (
        "/?q=doc+hai",
        "/articles/hostile?q=doc+hai+script",
        f"/?q={SCRIPT}",
        f"/?q=thi&district={SCRIPT}&source={SCRIPT}&from={SCRIPT}",
    ):
        page.goto(url)
        expect(page.locator("main script")).to_have_count(0)
    page.goto("/?q=doc+hai")
    expect(page.locator(".hit h2")).to_contain_text(SCRIPT)


def test_everything_is_reached_by_keyboard_and_focus_is_seen(page: Page) -> None:
    page.goto("/?q=thi+dua")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Tìm trong tin tức")).to_be_focused()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_nor_moves_for_who_wants_less_motion(
    page: Page, name: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(PAGES[name])
    for folded in page.locator("main summary").all():
        folded.click()
    for width in (320, 390, 768, 1280, 2560):
        page.set_viewport_size({"width": width, "height": 800})
        widest = page.locator("html").evaluate("html => html.scrollWidth")
        assert widest <= width
    assert page.locator("html").evaluate(MOVING) == []
