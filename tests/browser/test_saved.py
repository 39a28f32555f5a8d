"""Saved searches, with and without JavaScript."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer import Settings, index, open_engine
from tests.browser.conftest import Serving

pytestmark = pytest.mark.browser


def test_without_javascript_the_pages_say_how_to_keep_a_search(
    page: Page, request: pytest.FixtureRequest
) -> None:
    page.goto("/?q=thi+dua")
    expect(page.locator(".taking").get_by_role("link", name="Atom")).to_have_attribute(
        "href", "/feed.atom?q=thi+dua"
    )
    scripts = request.node.callspec.params["page"] == "with JavaScript"
    keep = page.locator(".keep")
    if scripts:
        expect(keep.get_by_role("button", name="Lưu tìm kiếm này")).to_be_visible()
    else:
        expect(keep).to_contain_text("đánh dấu trang này trong trình duyệt")
    page.get_by_role("link", name="Đã lưu", exact=True).click()
    expect(page).to_have_url(re.compile("/saved$"))
    expect(page.locator("#saved")).to_contain_text(
        "Chưa lưu tìm kiếm nào" if scripts else "đánh dấu trang kết quả"
    )


def test_a_saved_search_counts_what_is_new_since_the_last_look(
    chromium: Browser, serving: Serving, tmp_path: Path
) -> None:
    settings = Settings(index=tmp_path / "index")
    articles = [{"id": str(n), "title": f"Bài {n}", "body": "lúa mới"} for n in range(6)]

    def hold(number: int) -> None:
        lines = [json.dumps(each) for each in articles[:number]]
        (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
        index([tmp_path / "a.jsonl"], settings)

    hold(2)
    context = chromium.new_context(base_url=serving(open_engine(settings)))
    page = context.new_page()
    page.goto("/?q=lua&limit=1")
    page.get_by_role("button", name="Lưu tìm kiếm này").click()
    expect(page.locator(".keep")).to_contain_text("Đã lưu trong trình duyệt này")
    page.goto("/saved")
    row = page.locator("#saved li")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("chưa có bài mới")
    hold(5)
    page.reload()
    expect(row).to_contain_text("+3 bài mới")
    row.get_by_role("link", name="“lua”").click()
    expect(page.locator(".count")).to_contain_text("5 bài")
    page.goto("/saved")
    expect(row).to_contain_text("chưa có bài mới")
    row.get_by_role("button", name="Bỏ lưu “lua”").click()
    expect(page.locator("#saved")).to_contain_text("Chưa lưu tìm kiếm nào")
    page.goto("/?q=lua")
    expect(page.get_by_role("button", name="Lưu tìm kiếm này")).to_be_visible()
    context.close()


@pytest.mark.parametrize("kept", ["{", '"x"', '[1, {"search": 5}, null]'])
def test_a_damaged_list_is_an_empty_one(chromium: Browser, site: str, kept: str) -> None:
    context = chromium.new_context(base_url=site)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    page = context.new_page()
    page.goto("/saved")
    page.evaluate("kept => localStorage.setItem('tracuu.saved', kept)", kept)
    page.reload()
    expect(page.locator("#saved")).to_contain_text("Chưa lưu tìm kiếm nào")
    context.close()
    assert faults == []
