"""axe-core finds nothing on any page, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import PAGES

pytestmark = pytest.mark.browser

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}


def violations(browser: Browser, site: str, url: str, **how: Any) -> list[str]:
    # axe is put into the page by the test, past the page's own policy.
    context = browser.new_context(base_url=site, bypass_csp=True, **how)
    page = context.new_page()
    page.goto(url)
    for folded in page.locator("main summary").all():
        folded.click()
    found = broken_rules(page)
    context.close()
    return found


def test_an_edited_article_unfolds_its_differences(page: Page) -> None:
    page.goto(PAGES["edited article"])
    page.get_by_role("heading", name="đã sửa 1 lần").click()
    expect(page.locator(".versions ins").first).to_be_visible()
    expect(page.locator(".versions del").first).to_be_visible()


def broken_rules(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response
    assert len(found["passes"]) > 10
    return [
        f"{violation['id']}: {node['html']} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(
    chromium: Browser, site: str, name: str, lang: str, scheme: Any
) -> None:
    url = f"{PAGES[name]}{'&' if '?' in PAGES[name] else '?'}lang={lang}"
    assert violations(chromium, site, url, color_scheme=scheme) == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation_on_a_phone(chromium: Browser, site: str, name: str) -> None:
    assert violations(chromium, site, PAGES[name], viewport={"width": 390, "height": 844}) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_while_suggesting(chromium: Browser, site: str, scheme: Any) -> None:
    context = chromium.new_context(base_url=site, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto("/")
    page.locator("#q").press_sequentially("trang d", delay=20)
    page.get_by_role("option").first.wait_for()
    page.locator("#q").press("ArrowDown")
    assert broken_rules(page) == []
    context.close()
