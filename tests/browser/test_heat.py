"""Places against time, with and without JavaScript."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_a_cell_leads_to_its_articles_from_the_result_page_on(
    chromium: Browser, site: str, scripts: bool
) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/?q=thi+dua&province=20")
    page.get_by_role("link", name="Nơi và thời gian").click()
    page.get_by_role("link", name="Năm", exact=True).click()
    row = page.locator(".heat tbody tr").first
    name, cell = row.locator("th").inner_text(), row.locator("td[class*=step] a").first
    count = cell.inner_text()
    cell.click()
    expect(page.locator(".count strong")).to_contain_text(count)
    expect(page.locator(".active")).to_contain_text(name)
    context.close()


def test_the_table_is_taken_away_as_csv(page: Page, tmp_path: Path) -> None:
    page.goto("/heat?q=thi+dua&by=year")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Tải CSV").click()
    begun.value.save_as(tmp_path / "heat.csv")
    with (tmp_path / "heat.csv").open(encoding="utf-8-sig", newline="") as file:
        held = {row["name"] for row in csv.DictReader(file)}
    assert set(page.locator(".heat tbody th").all_inner_texts()) <= held


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_no_width_needs_the_page_to_be_moved_sideways(
    chromium: Browser, site: str, width: int
) -> None:
    context = chromium.new_context(base_url=site, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto("/heat?q=thi+dua&by=quarter")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
