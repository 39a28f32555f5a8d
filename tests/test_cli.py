"""The command line, as a person and cron run it: a real process, a real index in a folder."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ARTICLE = {
    "id": "bài/1",
    "title": "Cao Lộc tổng kết phong trào thi đua",
    "body": "Huyện Cao Lộc, tỉnh Lạng Sơn tổng kết thi đua phòng, chống dịch Covid -19.",
    "published": "2020-07-14T22:46+07:00",
    "source": "Cổng mẫu",
    "province": "Lạng Sơn",
}


def tracuu(folder: Path, *arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command as cron would: no terminal, a bare environment, the C locale."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    bare = kept | {"LC_ALL": "C", "HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-c", "from indexer.cli import main; main()", *map(str, arguments)],
        cwd=folder,
        env=bare | {"TRACUU_INDEX": str(folder / "index")} | env,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def answer(ran: subprocess.CompletedProcess[str]) -> Any:
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with one article in JSON Lines, already indexed."""
    return made(tmp_path)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, for tests that only read it."""
    return made(tmp_path_factory.mktemp("shelf"))


def made(folder: Path) -> Path:
    (folder / "news").mkdir()
    write(folder, ARTICLE)
    assert tracuu(folder, "index", "news").returncode == 0
    return folder


def write(folder: Path, *articles: dict[str, str]) -> None:
    lines = "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)
    (folder / "news" / "a.jsonl").write_text(lines, "utf-8")


def test_every_command_of_the_design_is_there(tmp_path: Path) -> None:
    listed = tracuu(tmp_path, "--help").stdout
    for command in ("index", "search", "show", "serve", "status", "check"):
        assert f"\n  {command} " in listed


def test_a_first_run_without_a_terminal_says_nothing_when_all_is_well(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    write(tmp_path, ARTICLE)
    ran = tracuu(tmp_path, "index", "news")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_running_again_with_nothing_new_changes_nothing_and_says_so(news: Path) -> None:
    report = answer(tracuu(news, "index", "news", "--json"))
    assert (report["seen"], report["unchanged"]) == (1, 1)
    assert report["new"] == report["changed"] == report["removed"] == 0


def test_a_dry_run_tells_what_would_happen_and_changes_nothing(news: Path) -> None:
    write(news, ARTICLE, ARTICLE | {"id": "2", "title": "Bài thứ hai"})
    assert answer(tracuu(news, "index", "news", "--dry-run", "--json"))["new"] == 1
    assert answer(tracuu(news, "status", "--json"))["articles"] == 1


def test_search_without_diacritics_prints_the_json_others_rely_on(shelf: Path) -> None:
    found = answer(tracuu(shelf, "search", "covid19 thi dua", "--json"))
    assert found["total"] == 1
    hit = found["hits"][0]
    assert set(hit) >= {
        "id", "title", "title_html", "published", "source", "url", "province", "districts",
        "score", "missing", "snippet",
    }  # fmt: skip
    assert hit["id"] == "bài/1"
    assert hit["published"] == "2020-07-14T22:46+07:00"
    assert hit["province"] == {"code": "20", "name": "Tỉnh Lạng Sơn"}
    assert {"code": "183", "name": "Huyện Cao Lộc", "role": "main"} in hit["districts"]
    assert "<mark>" in hit["snippet"]
    assert {"district", "province", "month", "source"} <= set(found["facets"])
    assert found["facets"]["month"] == [{"month": "2020-07", "count": 1}]
    assert found["facets"]["source"] == [{"name": "Cổng mẫu", "count": 1}]


@pytest.mark.parametrize(
    ("options", "total"),
    [
        (("--from", "2020-07-14", "--to", "14/7/2020"), 1),
        (("--to", "2020-07-13"), 0),
        (("--from", "2021"), 0),
        (("--to", "7/2020"), 1),
        (("--district", "cao loc"), 1),
        (("--district", "183"), 1),
        (("--district", "Huyện Đình Lập"), 0),
        (("--district", "Huyện Đình Lập", "--district", "Cao Lộc"), 1),
        (("--province", "lang son"), 1),
        (("--source", "Cổng mẫu"), 1),
    ],
)
def test_filters_narrow_the_search(shelf: Path, options: tuple[str, ...], total: int) -> None:
    assert answer(tracuu(shelf, "search", "thi đua", *options, "--json"))["total"] == total


def test_a_day_that_is_none_is_a_usage_error_of_one_sentence(shelf: Path) -> None:
    ran = tracuu(shelf, "search", "thi đua", "--from", "31/2/2020")
    assert ran.returncode == 2
    assert "31/2/2020" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_an_unknown_option_is_a_usage_error(shelf: Path) -> None:
    assert tracuu(shelf, "search", "--no-such-option").returncode == 2


def test_an_unknown_district_is_named(shelf: Path) -> None:
    ran = tracuu(shelf, "search", "x", "--district", "Không Có Huyện Này")
    assert ran.returncode == 2
    assert "Không Có Huyện Này" in ran.stderr


def test_show_prints_the_whole_article(shelf: Path) -> None:
    article = answer(tracuu(shelf, "show", "bài/1", "--json"))
    assert article["title"] == ARTICLE["title"]
    assert article["body"] == ARTICLE["body"]
    assert ARTICLE["title"] in tracuu(shelf, "show", "bài/1").stdout


def test_show_of_an_unknown_article_fails_with_a_sentence(shelf: Path) -> None:
    ran = tracuu(shelf, "show", "không có")
    assert ran.returncode == 1
    assert "không có" in ran.stderr


def test_status_tells_of_the_index_and_the_last_run(shelf: Path) -> None:
    status = answer(tracuu(shelf, "status", "--json"))
    assert status["articles"] == 1
    assert status["engine"] == "whoosh"
    assert status["newest"].startswith("2020-07-14")
    assert status["size_bytes"] > 0
    assert status["last_run"]["new"] == 1


def test_check_of_a_sound_index_is_silent_and_zero(shelf: Path) -> None:
    ran = tracuu(shelf, "check")
    assert (ran.returncode, ran.stdout) == (0, "")


def test_refused_articles_are_named_and_the_others_indexed(news: Path) -> None:
    with (news / "news" / "a.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "2", "title": "dở dang\n')
    ran = tracuu(news, "index", "news")
    assert ran.returncode == 3
    assert "a.jsonl:2" in ran.stderr
    assert answer(tracuu(news, "status", "--json"))["articles"] == 1
    assert tracuu(news, "index", "news").returncode == 0, "reported once, not again"


def test_a_second_indexer_leaves_at_once_with_75(news: Path) -> None:
    lock = next(p for p in (news / "index").iterdir() if "lock" in p.name.lower())
    with lock.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert tracuu(news, "index", "news").returncode == 75


def test_a_missing_path_does_not_empty_the_index(news: Path) -> None:
    (news / "news").rename(news / "unmounted")
    assert tracuu(news, "index", "news").returncode in (1, 2)
    assert answer(tracuu(news, "status", "--json"))["articles"] == 1
    assert tracuu(news, "index", "news", "--prune").returncode == 0
    assert answer(tracuu(news, "status", "--json"))["articles"] == 0


def test_a_run_without_a_log_says_what_is_wrong_once(news: Path) -> None:
    with (news / "news" / "a.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "2", "title": "dở dang\n')
    assert tracuu(news, "index", "news", "--dry-run").stderr.count("a.jsonl:2") == 1
    typo = tracuu(news, "--index", "nothere", "index", "typo")
    assert typo.stderr.count("typo does not exist") == 1
    assert not (news / "nothere").exists()


def test_rebuild_keeps_what_was_there(news: Path) -> None:
    assert tracuu(news, "index", "news", "--rebuild").returncode == 0
    assert answer(tracuu(news, "search", "thi dua", "--json"))["total"] == 1


def test_search_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    ran = tracuu(tmp_path, "search", "thi đua")
    assert ran.returncode == 1
    assert "tracuu index" in ran.stderr


def test_a_setting_nobody_knows_is_refused_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "tracuu.toml").write_text('indeks = "x"\n')
    ran = tracuu(tmp_path, "status")
    assert ran.returncode == 2
    assert "index" in ran.stderr


def test_the_settings_file_names_the_index_beside_it(news: Path) -> None:
    (news / "tracuu.toml").write_text('index = "index"\n')
    (news / "elsewhere").mkdir()
    ran = tracuu(news / "elsewhere", "--config", news / "tracuu.toml", "status", "--json",
                 TRACUU_INDEX="")  # fmt: skip
    assert answer(ran)["articles"] == 1


def test_the_seed_article_is_read_and_found_whole(tmp_path: Path, shared: Path) -> None:
    assert tracuu(tmp_path, "index", shared / "seed").returncode == 0
    for query in ("Covid-19 thi đua", "covid19 thi dua", "Covid -19 THI ĐUA"):
        found = answer(tracuu(tmp_path, "search", query, "--json"))
        assert found["total"] == 1, query
    article = answer(tracuu(tmp_path, "show", found["hits"][0]["id"], "--json"))
    assert article["title"].startswith("Cụm Thi đua 5 huyện Biên giới tổ chức Hội nghị")
    assert article["published"] == "2020-07-14T22:46+07:00"
    assert article["submitted_by"] == "admin"
    assert article["author"] == "Hoàng Quốc Thịnh"
    assert article["office"] == "Ban Thi đua - Khen thưởng"
    assert len(article["captions"]) == 2
    assert "Huyện Cao Lộc" in [d["name"] for d in article["districts"] if d["role"] == "main"]
