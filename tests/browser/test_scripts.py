"""What JavaScript adds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def scripted(chromium: Browser, site: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=site)
    yield context.new_page()
    context.close()


def test_keys_lead_from_hit_to_hit_without_loading(scripted: Page) -> None:
    scripted.goto("/articles/ls-2020-0714?q=thi+dua", wait_until="networkidle")
    loads: list[str] = []
    scripted.on(
        "request", lambda request: request.is_navigation_request() and loads.append(request.url)
    )
    scripted.keyboard.press("n")
    scripted.keyboard.press("n")
    expect(scripted.locator("#hit-2")).to_have_class("current")
    scripted.keyboard.press("p")
    expect(scripted.locator("#hit-1")).to_have_class("current")
    assert "hit=1" in scripted.url
    assert loads == []


def test_the_keys_can_be_switched_off_for_good(scripted: Page) -> None:
    scripted.goto("/articles/ls-2020-0714?q=thi+dua")
    switch = scripted.get_by_role("button", name="Phím n, p")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    scripted.reload()
    expect(switch).to_have_attribute("aria-pressed", "false")
    scripted.keyboard.press("n")
    expect(scripted.locator("mark.current")).to_have_count(0)
    switch.click()
    scripted.keyboard.press("n")
    expect(scripted.locator("#hit-1")).to_have_class("current")


def test_keys_typed_with_ctrl_are_left_to_the_browser(scripted: Page) -> None:
    scripted.goto("/articles/ls-2020-0714?q=thi+dua")
    scripted.keyboard.press("Control+p")
    expect(scripted.locator("mark.current")).to_have_count(0)


def test_suggestions_are_chosen_by_keyboard(scripted: Page) -> None:
    scripted.goto("/")
    box = scripted.locator("#q")
    box.press_sequentially("thi d", delay=20)
    options = scripted.get_by_role("option")
    expect(options.first).to_have_text("thi đua")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
    box.press("Enter")
    expect(scripted.get_by_role("heading", level=1)).to_contain_text("thi đua")


def test_suggestions_are_chosen_by_pointer_and_escape_closes_them(scripted: Page) -> None:
    scripted.goto("/")
    box = scripted.locator("#q")
    box.press_sequentially("khai ho", delay=20)
    expect(scripted.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(scripted.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("khai ho")
    box.press_sequentially("i", delay=20)
    scripted.get_by_role("option", name="Bắc Sơn khai hội").click()
    expect(scripted.get_by_role("heading", level=1)).to_have_text("Bắc Sơn khai hội")


def test_enter_without_a_choice_searches_what_was_typed(scripted: Page) -> None:
    scripted.goto("/")
    box = scripted.locator("#q")
    box.press_sequentially("thi d", delay=20)
    expect(scripted.get_by_role("listbox")).to_be_visible()
    box.press("Enter")
    expect(scripted.get_by_role("heading", level=1)).to_contain_text("thi d")


def test_the_citation_is_copied_by_its_button(chromium: Browser, site: str) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    context = chromium.new_context(base_url=site, permissions=permissions)
    page = context.new_page()
    page.goto("/articles/ls-2020-0714")
    page.get_by_text("Trích dẫn bài này").click()
    page.get_by_role("button", name="Chép").click()
    expect(page.get_by_text("Đã chép")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#citation").text_content()
    context.close()


def test_print_leaves_the_text_and_its_facts(scripted: Page) -> None:
    scripted.goto("/articles/ls-2020-0714?q=thi+dua")
    scripted.emulate_media(media="print")
    expect(scripted.get_by_role("heading", level=1)).to_be_visible()
    expect(scripted.get_by_text("Ngày đăng")).to_be_visible()
    for screen_only in (".top", ".walk", ".similar", ".back"):
        expect(scripted.locator(screen_only)).to_be_hidden()


@pytest.mark.parametrize(("motion", "scrolling"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_who_wants_less_motion_gets_none(
    scripted: Page, motion: Literal["reduce", "no-preference"], scrolling: str
) -> None:
    scripted.emulate_media(reduced_motion=motion)
    scripted.goto("/articles/ls-2020-0714?q=thi+dua")
    found = scripted.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert found == scrolling
