"""A whole visit on the sample articles: what a newcomer does after `make run`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer import Engine, Settings, index, open_engine

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def sample_site(serving: Callable[[Engine], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    settings = Settings(index=tmp_path_factory.mktemp("sample") / "index")
    report = index([Path(__file__).parents[2] / "data"], settings)
    assert report.new > 80
    return serving(open_engine(settings))


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def visit(request: pytest.FixtureRequest, chromium: Browser, sample_site: str) -> Page:
    context = chromium.new_context(base_url=sample_site, java_script_enabled=request.param)
    request.addfinalizer(context.close)
    page = context.new_page()
    page.goto("/")
    return page


def found(page: Page) -> int:
    """How many articles the page says it found."""
    return int(re.sub(r"\D", "", page.locator(".count strong").inner_text()))


def test_from_the_first_page_to_a_citation_without_a_dead_end(visit: Page) -> None:
    visit.get_by_label("Tìm trong tin tức").fill("covid19 thi dua")
    visit.get_by_role("button", name="Tìm", exact=True).click()
    everything = found(visit)
    assert everything >= 3

    bar = visit.locator(".chart tbody tr", has_text=re.compile("2020")).first
    months = int(bar.locator("td").inner_text())
    visit.goto(bar.get_by_role("link").get_attribute("href") or "")
    assert found(visit) == months < everything
    visit.locator(".active").get_by_role("link", name="Bỏ mọi bộ lọc").click()
    assert found(visit) == everything

    chip = visit.locator(".accents a").first
    expect(chip).to_contain_text("thi đua")
    chip.click()
    assert 0 < found(visit) <= everything
    visit.go_back()

    visit.locator("#panel").get_by_role("link", name=re.compile("^Tỉnh Lạng Sơn")).click()
    in_province = found(visit)
    assert 0 < in_province < everything
    visit.locator(".hit a.chip", has_text="Huyện Cao Lộc").first.click()
    assert 0 < found(visit) <= in_province
    expect(visit.locator(".active li")).to_have_count(3)

    visit.locator(".hit h2 a").first.click()
    expect(visit.locator("article mark").first).to_be_visible()
    expect(visit.locator("dd", has_text="Huyện Cao Lộc")).to_be_visible()
    expect(visit.locator(".similar a").first).to_be_visible()
    visit.get_by_text("Trích dẫn bài này").click()
    expect(visit.locator("#citation")).to_contain_text("[trực tuyến]")
    with visit.expect_download() as download:
        visit.get_by_role("link", name="BibTeX").click()
    assert Path(download.value.path()).read_text("utf-8").startswith("@misc{")

    visit.get_by_role("link", name="Kết quả cho").click()
    expect(visit.locator(".active li")).to_have_count(3)


def test_the_same_release_on_two_portals_is_one_hit(visit: Page) -> None:
    visit.goto("/?q=covid19+thi+dua")
    expect(visit.locator(".alike summary")).to_have_text("và 1 bài giống nhau")
    visit.locator(".alike summary").click()
    expect(visit.locator(".alike a")).to_be_visible()
