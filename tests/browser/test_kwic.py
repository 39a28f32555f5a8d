"""Hits in context, with and without JavaScript."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_hits_are_read_in_context_from_the_result_page_on(
    chromium: Browser, site: str, scripts: bool
) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/?q=covid&province=20")
    page.get_by_role("link", name="Từ trong ngữ cảnh").click()
    page.get_by_label("Từ hay cụm từ").fill('"thi đua"')
    page.get_by_role("button", name="Xem").click()
    page.get_by_role("link", name="Theo tiếng bên trái").click()
    expect(page.locator(".active")).to_contain_text("Lạng Sơn")
    first = page.locator(".kwic li").first
    right = first.locator(".right").inner_text()
    first.get_by_role("link").click()
    expect(page.locator("mark.current")).to_have_text("thi đua")
    expect(page.locator("main article")).to_contain_text(right)
    context.close()


def test_hits_stand_below_each_other(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto('/kwic?q="thi+đua"')
    boxes = [mark.bounding_box() for mark in page.locator(".kwic mark").all()]
    assert len({round(box["x"]) for box in boxes if box}) == 1


def test_the_lines_are_taken_away_as_csv(page: Page, tmp_path: Path) -> None:
    page.goto("/kwic?q=thi+dua&order=right")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Tải CSV").click()
    begun.value.save_as(tmp_path / "kwic.csv")
    with (tmp_path / "kwic.csv").open(encoding="utf-8-sig", newline="") as file:
        held = [row["found"] for row in csv.DictReader(file)]
    assert held == page.locator(".kwic mark").all_inner_texts()


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_no_width_needs_sideways_scrolling(chromium: Browser, site: str, width: int) -> None:
    context = chromium.new_context(base_url=site, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto("/kwic?q=thi+dua&context=20")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
