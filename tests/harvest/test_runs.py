"""What cron relies on: two at once, kills, exit codes, quiet, reports, the log."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time as real_time
from pathlib import Path
from typing import Any

from indexer import Settings, index, open_engine
from indexer.harvest import last_report
from indexer.harvest.ledger import opened
from tests.harvest.conftest import Harvester
from tests.harvest.portal import BODY, Page, Portal, article, rss


def tracuu(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from indexer.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def many(portal: Portal, number: int) -> None:
    portal.pages["/rss"] = rss(*(portal.url(f"/{n}") for n in range(number)))
    for n in range(number):
        portal.pages[f"/{n}"] = article(f"Tin {n}", f"{BODY} Tin số {n}.")


def test_the_command_is_quiet_when_all_is_well(harvester: Harvester, portal: Portal) -> None:
    many(portal, 2)
    harvester.source(pace=0)
    done = tracuu("harvest", harvester.toml)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert harvester.titles() == ["Tin 0", "Tin 1"]


def test_the_command_names_what_was_refused_and_says_3(
    harvester: Harvester, portal: Portal
) -> None:
    many(portal, 2)
    portal.pages["/0"] = Page(b"", status=403)
    harvester.source(pace=0)
    done = tracuu("harvest", harvester.toml, "--json")
    assert done.returncode == 3
    assert f"Cổng: {portal.url('/0')}: máy chủ trả lời 403 / " in done.stderr
    report = json.loads(done.stdout)
    assert (report["seen"], report["new"], report["unchanged"]) == (2, 1, 0)
    assert report["refused"][0]["url"] == portal.url("/0")
    assert report["sources"] == [
        {"name": "Cổng", "new": 1, "changed": 0, "unchanged": 0, "gone": 0}
    ]
    again = tracuu("harvest", harvester.toml)
    assert (again.returncode, again.stderr) == (0, "")


def test_a_wrong_sources_file_is_one_sentence_and_says_2(tmp_path: Path) -> None:
    toml = tmp_path / "sources.toml"
    toml.write_text(
        'data = "d"\n[[source]]\nname = "A"\nkind = "feed"\nurl = "http://a/"\npase = 1\n'
    )
    done = tracuu("harvest", toml)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "không có khoá “pase”. Ý bạn là “pace”?" in done.stderr


def test_a_second_start_says_75(harvester: Harvester, portal: Portal) -> None:
    many(portal, 1)
    harvester.source(pace=0)
    with opened(harvester.data):
        done = tracuu("harvest", harvester.toml)
    assert done.returncode == 75
    assert "lượt thu thập khác đang chạy" in done.stderr
    assert portal.paths() == []


def test_a_killed_run_is_resumed_asks_nothing_twice_and_loses_nothing(
    harvester: Harvester, portal: Portal
) -> None:
    many(portal, 30)
    harvester.source(pace=0.05)
    command = [sys.executable, "-c", "from indexer.cli import main; main()", "harvest"]
    process = subprocess.Popen([*command, str(harvester.toml)])
    deadline = real_time.monotonic() + 60
    while len(portal.asked) < 12:
        assert real_time.monotonic() < deadline
        real_time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    first = [path for path in portal.paths() if path != "/rss"]
    assert tracuu("harvest", harvester.toml).returncode == 0
    second = [path for path in portal.paths() if path != "/rss"]
    # The page in hand at the moment of the kill may have been sent already.
    assert len(set(first) & set(second)) <= 1
    assert harvester.titles() == sorted(f"Tin {n}" for n in range(30))
    assert not list(harvester.data.glob("**/*.new"))


def test_lines_a_killed_run_held_back_reach_their_files_at_the_next(
    harvester: Harvester, portal: Portal
) -> None:
    many(portal, 3)
    harvester.source(pace=0)
    harvester.run()
    (file,) = harvester.data.glob("*/*.jsonl")
    lines = file.read_text().splitlines(keepends=True)
    # As if killed between the page's outcome and the writing of its file.
    file.write_text(lines[0])
    with sqlite3.connect(harvester.data / ".harvest" / "ledger.db") as ledger:
        rows = [(json.loads(line)["id"], "cong", file.stem, line.strip()) for line in lines[1:]]
        ledger.executemany("INSERT INTO unwritten VALUES (?, ?, ?, ?)", rows)
    ledger.close()
    portal.paths()
    harvester.run()
    assert file.read_text().splitlines(keepends=True) == lines
    assert portal.paths() == ["/rss"]


def test_a_lost_ledger_costs_no_article(harvester: Harvester, portal: Portal) -> None:
    many(portal, 3)
    harvester.source(pace=0)
    harvester.run()
    for file in (harvester.data / ".harvest").glob("ledger*"):
        file.unlink()
    harvester.run()
    assert harvester.titles() == ["Tin 0", "Tin 1", "Tin 2"]


def test_the_log_and_the_last_report_say_what_was_done(
    harvester: Harvester, portal: Portal
) -> None:
    many(portal, 2)
    portal.pages["/1"] = Page(b"", status=403)
    harvester.source(pace=0)
    harvester.run()
    log = (harvester.data / ".harvest" / "harvest.log").read_text()
    assert f"Cổng: new {portal.url('/0')}" in log
    assert f"Cổng: refused {portal.url('/1')}" in log
    report = last_report(harvester.data)
    assert report is not None
    assert (report["new"], report["at"][:10]) == (1, "2026-03-01")


def test_a_source_that_fails_stops_no_other(harvester: Harvester, portal: Portal) -> None:
    many(portal, 1)
    harvester.source(path="/nowhere", name="Một", pace=0)
    harvester.source(name="Hai", pace=0)
    harvester.source("warc", name="Ba", path="nowhere")
    report = harvester.run()
    assert {refused.source for refused in report.refused} == {"Một", "Ba"}
    assert harvester.titles() == ["Tin 0"]


def stored(harvester: Harvester) -> Any:
    settings = Settings(index=harvester.place / "index")
    report = index([harvester.data], settings)
    assert report.refused == ()
    snapshot = open_engine(settings).snapshot()
    return snapshot.stored(sorted(snapshot.ids()))


def test_edits_and_removals_reach_the_index(harvester: Harvester, portal: Portal) -> None:
    portal.pages |= {"/rss": rss(portal.url("/a")), "/a": article("Hội nghị")}
    harvester.source(pace=0)
    harvester.run()
    (first,) = stored(harvester)
    assert (first.versions, first.gone) == ((), None)
    portal.pages["/a"] = article("Hội nghị (đã sửa)", f"{BODY}\nTin bổ sung.")
    harvester.time.pass_(days=1)
    harvester.run()
    (second,) = stored(harvester)
    assert second.article.title == "Hội nghị (đã sửa)"
    assert [(v.title, v.body) for v in second.versions] == [("Hội nghị", BODY)]
    portal.pages["/a"] = Page(b"", status=404)
    last_seen = harvester.time.now
    harvester.time.pass_(days=2)
    harvester.run()
    (third,) = stored(harvester)
    assert third.gone == last_seen
    assert third.article == second.article
    assert third.versions == second.versions
    (fourth,) = stored(harvester)
    assert fourth == third
