"""axe-core finds nothing on any page, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = {
    "first": "/",
    "result": "/?q=thi+dua&from=2020&not_district=180&limit=3",
    "narrowed": "/?q=thi+dua&district=183&exact=1",
    "nothing": "/?q=zzxqy+thi&district=183",
    "faulty": "/?q=thi&from=x&to=y&sort=z",
    "article": "/articles/ls-2020-0714?q=thi+dua&hit=2",
    "plain article": "/articles/khong-ngay",
    "map": "/map?q=thi+dua&province=20",
    "trend": "/trend?q=thi+dua&q=covid&by=quarter",
    "concordance": "/kwic?q=thi+dua&order=left&province=20",
    "choice": "/?district=chau+thanh&from=2020&to=2020",
    "status": "/status",
    "help": "/help",
    "saved": "/saved",
    "not found": "/none",
}
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
