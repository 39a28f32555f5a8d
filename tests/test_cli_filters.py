"""The filters of `tracuu search`: places through the reform, and articles without a date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indexer.cli import tracuu
from indexer.errors import UsageError

ARTICLES = (
    {"id": "old", "title": "Huyện Cao Lộc họp", "body": "Tin.", "published": "2020-07-14"},
    {"id": "heir", "title": "Xã Đồng Đăng họp", "body": "Tin.", "published": "2025-08-08"},
    {"id": "namesake", "title": "Xã Cao Lộc họp", "body": "Tin.", "published": "2025-09-09"},
    {"id": "elsewhere", "title": "Huyện Tràng Định họp", "body": "Tin.", "published": "2021-01-01"},
    {"id": "undated", "title": "Huyện Lộc Bình họp", "body": "Tin."},
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    lines = (json.dumps(each | {"province": "Lạng Sơn"}) for each in ARTICLES)
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    CliRunner().invoke(tracuu, ["--index", str(folder / "index"), "index", str(folder)])
    return folder / "index"


def searched(index: Path, *arguments: str) -> Any:
    ran = CliRunner().invoke(
        tracuu, ["--index", str(index), "search", *arguments, "--json"], catch_exceptions=False
    )
    return json.loads(ran.stdout)


def ids(found: Any) -> list[str]:
    return sorted(hit["id"] for hit in found["hits"])


@pytest.mark.parametrize("name", ["183", "cao loc", "Huyện Cao Lộc", "H. Cao Lộc"])
def test_a_district_finds_later_articles_of_its_communes_and_says_so(
    index: Path, name: str
) -> None:
    found = searched(index, "họp", "--district", name)
    assert ids(found) == ["heir", "namesake", "old"]
    assert "1/7/2025" in found["notices"][0]["vi"]


def test_a_district_up_to_its_last_day_finds_no_later_article(index: Path) -> None:
    found = searched(index, "họp", "--district", "cao loc", "--to", "30/6/2025")
    assert ids(found) == ["old"]
    assert "notices" not in found


def test_a_commune_is_told_from_the_district_of_its_name(index: Path) -> None:
    assert ids(searched(index, "--commune", "Cao Lộc")) == ["namesake"]


def test_several_districts_mean_any_of_them(index: Path) -> None:
    found = searched(index, "--district", "trang dinh", "--district", "loc binh")
    assert ids(found) == ["elsewhere", "undated"]


def test_undated_articles_are_found_alone(index: Path) -> None:
    found = searched(index, "--undated")
    assert ids(found) == ["undated"]
    assert found["hits"][0]["published"] is None


def test_an_unknown_place_is_refused_with_the_nearest(index: Path) -> None:
    with pytest.raises(UsageError, match="Cao Lộc"):
        searched(index, "--district", "Cao Lôc1")
