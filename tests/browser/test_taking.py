"""Taking a result away and coming back to it, with and without JavaScript."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer import Settings, index, open_engine
from tests.browser.conftest import Serving

pytestmark = pytest.mark.browser


def test_the_whole_result_is_taken_away_as_a_file(page: Page, tmp_path: Path) -> None:
    page.goto("/?q=thi+dua&limit=2")
    total = int(page.locator(".count strong").inner_text().split()[0])
    with page.expect_download() as begun:
        page.locator(".taking").get_by_role("link", name="CSV").click()
    assert re.fullmatch(r"tracuu-thi-dua-\d{4}-\d\d-\d\d\.csv", begun.value.suggested_filename)
    begun.value.save_as(tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == total > 2


def test_an_article_is_taken_away_as_a_file(page: Page, tmp_path: Path) -> None:
    page.goto("/articles/ls-2020-0714")
    page.get_by_text("Trích dẫn bài này").click()
    with page.expect_download() as begun:
        page.locator(".cite").get_by_role("link", name="JSON Lines").click()
    begun.value.save_as(tmp_path / "a.jsonl")
    assert json.loads((tmp_path / "a.jsonl").read_text("utf-8"))["id"] == "ls-2020-0714"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_cited_search_tells_what_came_since(
    chromium: Browser, serving: Serving, tmp_path: Path, scripts: bool
) -> None:
    settings = Settings(index=tmp_path / "index")
    articles = [{"id": str(n), "title": f"Bài {n}", "body": "lúa mới"} for n in range(5)]

    def hold(number: int) -> None:
        lines = [json.dumps(each) for each in articles[:number]]
        (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
        index([tmp_path / "a.jsonl"], settings)

    hold(2)
    context = chromium.new_context(
        base_url=serving(open_engine(settings)),
        java_script_enabled=scripts,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.goto("/?q=lua")
    page.get_by_text("Trích dẫn tìm kiếm này").click()
    citation = page.locator("#search-citation").inner_text()
    assert citation.startswith("Tra cứu “lua”: 2 bài. Tìm lúc ")
    if scripts:
        page.locator(".taking").get_by_role("button", name="Chép").click()
        expect(page.locator(".taking")).to_contain_text("Đã chép")
        assert page.evaluate("navigator.clipboard.readText()") == citation
    hold(5)
    page.goto(citation.split()[-1])
    expect(page.locator(".cited")).to_contain_text("+3 bài từ khi trích dẫn")
    expect(page.locator(".cited")).to_contain_text("chỉ mục bản 1: 2 bài")
    page.get_by_role("link", name="+3 bài").click()
    expect(page.locator(".hit")).to_have_count(3)
    context.close()
