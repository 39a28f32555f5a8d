"""What JavaScript adds."""

from __future__ import annotations

from collections.abc import Iterator

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
    scripted.on("request", lambda request: loads.append(request.url))
    scripted.keyboard.press("n")
    scripted.keyboard.press("n")
    expect(scripted.locator("#hit-2")).to_have_class("current")
    scripted.keyboard.press("p")
    expect(scripted.locator("#hit-1")).to_have_class("current")
    assert "hit=1" in scripted.url
    assert loads == []


def test_keys_typed_with_ctrl_are_left_to_the_browser(scripted: Page) -> None:
    scripted.goto("/articles/ls-2020-0714?q=thi+dua")
    scripted.keyboard.press("Control+p")
    expect(scripted.locator("mark.current")).to_have_count(0)
