"""Places by keyboard, by pointer and without JavaScript; the map in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}


@pytest.mark.parametrize("page", ["with JavaScript"], indirect=True)
def test_a_place_is_chosen_by_keyboard_and_added_to_the_search(page: Page) -> None:
    page.goto("/?q=thi+dua&province=20")
    box = page.get_by_label("Thêm nơi")
    expect(box).to_have_role("combobox")
    box.press_sequentially("trang din", delay=20)
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Huyện Tràng Định (Lạng Sơn)")
    expect(first).to_contain_text("đến 30/6/2025 · 1 bài")
    expect(page.locator(".places [role=status]")).to_contain_text("mũi tên")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "place-0")
    box.press("Enter")
    page.wait_for_url("**/?q=thi+dua&province=20&district=180")
    expect(page.locator(".hit")).to_have_count(1)


@pytest.mark.parametrize("page", ["with JavaScript"], indirect=True)
def test_a_place_is_chosen_by_pointer_and_escape_closes_the_list(page: Page) -> None:
    page.goto("/?q=thi+dua")
    box = page.get_by_label("Thêm nơi")
    box.press_sequentially("dong da", delay=20)
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("dong da")
    box.press_sequentially("n", delay=20)
    page.get_by_role("option", name="Xã Đồng Đăng").click()
    expect(page.locator(".active")).to_contain_text("Xã Đồng Đăng (từ 1/7/2025)")


def test_a_name_is_sent_as_typed_with_and_without_javascript(page: Page) -> None:
    page.goto("/?q=thi+dua&sort=newest")
    page.get_by_label("Thêm nơi").fill("chau thanh")
    page.get_by_role("button", name="Lọc theo nơi").click()
    expect(page.locator(".choice h2")).to_contain_text("“chau thanh” có thể là")
    page.get_by_role("link", name="Huyện Châu Thành (Kiên Giang)").first.click()
    expect(page.locator(".active")).to_contain_text("Huyện Châu Thành (Kiên Giang)")
    expect(page.locator("#q")).to_have_value("thi dua")


def test_the_map_is_walked_by_keyboard_and_leads_to_the_articles(page: Page) -> None:
    page.goto("/?q=thi+dua")
    page.get_by_role("link", name="Xem trên bản đồ").click()
    province = page.locator("svg").get_by_role("link", name="Tỉnh Lạng Sơn", exact=False)
    province.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".active")).to_contain_text("Tỉnh Lạng Sơn")
    expect(page.locator(".hit").first).to_be_visible()


def test_the_first_stop_of_the_map_leads_past_it(page: Page) -> None:
    page.goto("/map?q=thi+dua")
    skip = page.get_by_role("link", name="Bỏ qua bản đồ, đến bảng")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#map-table tbody a").first).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
def test_provinces_are_large_enough_to_hit(chromium: Browser, site: str, width: int) -> None:
    context = chromium.new_context(base_url=site, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto("/map")
    sizes = page.locator("svg a .land").evaluate_all(
        "shapes => shapes.map(shape => shape.getBoundingClientRect())"
        ".map(box => Math.min(box.width, box.height))"
    )
    assert len(sizes) == 34
    assert min(sizes) >= 24
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_no_violation_while_places_are_suggested(
    chromium: Browser, site: str, lang: str, scheme: Any
) -> None:
    # axe is put into the page by the test, past the page's own policy.
    context = chromium.new_context(base_url=site, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"/?q=thi+dua&from=2020-01-01&to=2020-06-30&lang={lang}")
    page.locator("#place").press_sequentially("cao l", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    page.locator("#place").press("ArrowDown")
    found = Axe().run(page, options=OPTIONS).response
    assert len(found["passes"]) > 10
    assert [violation["id"] for violation in found["violations"]] == []
    context.close()
