"""The page Tình trạng and the figures for Prometheus."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html
from prometheus_client.parser import text_string_to_metric_families

from indexer import VIETNAM, Settings, index, open_engine
from webui import create_app


@pytest.fixture
def site(tmp_path: Path) -> FlaskClient:
    """A site over two articles of one source, with a harvest that was refused a page."""
    yesterday = (datetime.now(VIETNAM) - timedelta(days=1)).date().isoformat()
    lines = [
        {"id": str(n), "title": f"Tin {n}", "body": "Thi đua.", "source": "Báo Lạng Sơn"}
        | {"published": yesterday}
        for n in range(2)
    ]
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(map(json.dumps, [*lines, {"body": ""}])))
    toml = tmp_path / "sources.toml"
    toml.write_text(
        'data = "data"\n[[source]]\nname = "Báo Lạng Sơn"\nkind = "feed"\nurl = "http://a/"\n'
        '[[source]]\nname = "Cổng tỉnh"\nkind = "feed"\nurl = "http://b/"\n'
    )
    state = tmp_path / "data" / ".harvest"
    state.mkdir(parents=True)
    report = {"seen": 3, "new": 2, "changed": 0, "gone": 0, "unchanged": 0, "waiting": 0}
    refused = {"source": "Cổng tỉnh", "url": "http://b/<1>", "reason": {"vi": "vì thế", "en": "so"}}
    (state / "report.json").write_text(
        json.dumps(
            {
                "at": (datetime.now(VIETNAM) - timedelta(hours=5)).isoformat(),
                "refused": [refused],
                "sources": [{"name": "Báo Lạng Sơn", "new": 2}],
                **report,
            }
        )
    )
    settings = Settings(index=tmp_path / "index", harvest=toml)
    index([file], settings)
    return create_app(open_engine(settings), settings).test_client()


def figures(client: FlaskClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.get_data(as_text=True))
    return {
        sample.name + "".join(sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def test_the_page_tells_the_last_runs_the_sources_and_what_was_refused(site: FlaskClient) -> None:
    answer = site.get("/status")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<h1>Tình trạng</h1>" in page
    assert "2 bài, 2 mới, 0 đã sửa, 0 đã gỡ, 1 bị từ chối" in page
    assert "3 trang, 2 bài mới" in page
    assert "Báo Lạng Sơn</a>" in page
    assert "Cổng tỉnh" in page
    assert "<code>http://b/&lt;1&gt;</code> – vì thế" in page


def test_the_page_counts_the_articles_of_each_source_by_month(site: FlaskClient) -> None:
    tree = html.fromstring(site.get("/status").data)
    heads = [each.text_content() for each in tree.cssselect("thead th")]
    rows = {
        cells[0].text_content(): [cell.text_content() for cell in cells[1:]]
        for cells in (row.cssselect("th, td") for row in tree.cssselect("tbody tr"))
    }
    yesterday = datetime.now(VIETNAM) - timedelta(days=1)
    assert len(heads) == 1 + 1 + 12 + 1
    months = dict(zip(heads[2:-1], rows["Báo Lạng Sơn"][1:-1], strict=True))
    assert months[f"{yesterday.month}/{yesterday.year}"] == "2"
    assert sorted(months.values()) == ["0"] * 11 + ["2"]
    assert (rows["Báo Lạng Sơn"][0], rows["Báo Lạng Sơn"][-1]) == ("2", "2")
    assert set(rows["Cổng tỉnh"][:-1]) == {"0"}


def test_the_page_is_there_in_english(site: FlaskClient) -> None:
    page = site.get("/status?lang=en").get_data(as_text=True)
    assert "<h1>Status</h1>" in page
    assert "– so</li>" in page


def test_the_page_is_linked_from_every_page(site: FlaskClient) -> None:
    assert 'href="/status"' in site.get("/").get_data(as_text=True)


def test_without_a_harvest_the_page_says_so(client: FlaskClient) -> None:
    assert "chưa lần nào" in client.get("/status").get_data(as_text=True)


def test_the_figures_say_what_the_page_says(site: FlaskClient) -> None:
    now = figures(site)
    assert now["tracuu_up"] == 1
    assert now["tracuu_articles"] == 2
    assert now["tracuu_refused"] == 1
    assert now["tracuu_harvest_refused"] == 1
    assert 0 <= now["tracuu_last_run_age_seconds"] < 600
    assert 5 * 3600 <= now["tracuu_harvest_age_seconds"] < 5 * 3600 + 600
    assert 86_400 <= now["tracuu_newest_age_seconds"] < 2 * 86_400
    assert now["tracuu_cache_limit_bytes"] == 256 << 20


def test_searches_are_timed_and_other_pages_not(site: FlaskClient) -> None:
    assert figures(site)["tracuu_search_seconds_countpage"] == 0
    site.get("/?q=thi+đua")
    site.get("/api/v1/search?q=thi+đua")
    site.get("/help")
    now = figures(site)
    assert now["tracuu_search_seconds_countpage"] == 1
    assert now["tracuu_search_seconds_countapi"] == 1
    assert 0 < now["tracuu_search_seconds_sumpage"] < 60
    assert now["tracuu_cache_bytes"] > 0


def test_without_an_index_the_figures_say_it_is_down(empty: FlaskClient) -> None:
    assert figures(empty)["tracuu_up"] == 0


def test_without_an_index_the_page_is_unavailable(empty: FlaskClient) -> None:
    assert empty.get("/status").status_code == 503
