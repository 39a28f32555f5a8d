"""What a person at a terminal sees of a run, and cron does not."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

ARTICLE = json.dumps({"id": "1", "title": "Hội nghị", "body": "Thi đua."})
TRACUU = [sys.executable, "-c", "from indexer.cli import main; main()"]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "a.jsonl").write_text(f"{ARTICLE}\n")
    (tmp_path / "sources.toml").write_text(
        'data = "data"\n[[source]]\nname = "A"\nkind = "warc"\npath = "empty"\n'
    )
    (tmp_path / "empty").mkdir()
    return tmp_path


def seen(folder: Path, *arguments: str) -> str:
    """All that a terminal is sent by a command."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [*TRACUU, "--index", str(folder / "index"), *arguments]
    running = subprocess.Popen(command, cwd=folder, stdout=theirs, stderr=theirs)
    os.close(theirs)
    sent = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        sent += part
    os.close(ours)
    assert running.wait(timeout=60) in (0, 3)
    return sent.decode()


def test_a_run_of_the_indexer_ends_with_one_line_of_summary(news: Path) -> None:
    *_, last = seen(news, "index", "a.jsonl").strip().splitlines()
    assert "1 bài: 1 mới, 0 đã sửa, 0 đã gỡ, 0 không đổi, 0 bị từ chối (" in last
    assert "1 articles: 1 new" in last


def test_progress_is_shown_while_it_runs(news: Path) -> None:
    assert " bài" in seen(news, "index", "a.jsonl").rpartition("1 bài: ")[0]


def test_a_harvest_ends_with_one_line_of_summary(news: Path) -> None:
    *_, last = seen(news, "harvest", "sources.toml").strip().splitlines()
    assert "0 trang: 0 bài mới" in last


def test_the_report_for_programs_has_every_count_and_the_reasons(news: Path) -> None:
    (news / "a.jsonl").write_text(f'{ARTICLE}\n{{"body": ""}}\n')
    command = [*TRACUU, "--index", str(news / "index"), "index", "a.jsonl", "--json"]
    done = subprocess.run(command, cwd=news, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert (report["seen"], report["new"], report["changed"], report["unchanged"]) == (1, 1, 0, 0)
    (refused,) = report["refused"]
    assert refused["line"] == 2
    assert set(refused["reason"]) == {"vi", "en"}
    assert report["seconds"] >= 0
