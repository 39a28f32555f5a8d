"""Queries over time, with and without JavaScript."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_queries_are_compared_from_the_result_page_on(
    chromium: Browser, site: str, scripts: bool
) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/?q=thi+dua&province=20")
    page.get_by_role("link", name="So sánh theo thời gian").click()
    page.get_by_label("Truy vấn 2").fill("covid")
    page.get_by_role("button", name="So sánh", exact=True).click()
    expect(page.locator(".lines li").nth(1)).to_contain_text("covid")
    page.get_by_role("link", name="Năm", exact=True).click()
    page.get_by_role("link", name="Tỉ lệ trong mọi bài").click()
    expect(page.locator("svg.values text").last).to_contain_text("%")
    row = page.locator(".trend-table tbody tr").filter(has_text="2020")
    count = row.locator("a").first.inner_text()
    row.locator("a").first.click()
    expect(page.locator(".count strong")).to_contain_text(count)
    expect(page.locator(".active")).to_contain_text("Lạng Sơn")
    context.close()


def test_a_dot_of_the_drawing_leads_to_its_articles(page: Page) -> None:
    page.goto("/trend?q=thi+dua&by=year")
    dot = page.locator("svg.drawing a").first
    said = dot.locator("title").text_content() or ""
    dot.locator("circle").last.click()
    expect(page.locator(".count strong")).to_contain_text(said.rsplit(": ", 1)[1].split()[0])


def test_the_figures_are_taken_away_as_csv(page: Page, tmp_path: Path) -> None:
    page.goto("/trend?q=thi+dua&by=year")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Tải CSV").click()
    begun.value.save_as(tmp_path / "trend.csv")
    with (tmp_path / "trend.csv").open(encoding="utf-8-sig", newline="") as file:
        held = {row["period"]: row["articles"] for row in csv.DictReader(file)}
    shown = page.locator(".trend-table tbody tr")
    for row in shown.all():
        period, count = row.locator("th").inner_text(), row.locator("td").first.inner_text()
        assert held[period] == count.replace("–", "0")


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_no_width_needs_sideways_scrolling(chromium: Browser, site: str, width: int) -> None:
    context = chromium.new_context(base_url=site, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto("/trend?q=thi+dua&q=covid&q=lu&by=month")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
