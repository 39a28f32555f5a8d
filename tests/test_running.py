"""What docs/running.md says of backups and upgrades, run as it stands there.

Only the places differ: /var/lib and /opt are folders of the test, the other machine is a folder
too, and `systemctl` is a program that starts and stops the one service there is.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deployed import archive, command, installed, night

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "running.md"
SYSTEMCTL = """#!/bin/sh
# start, stop or restart the pages: `tracuu serve` as deploy/tracuu.service has it.
what=$1; shift
case " $* " in *" tracuu "*) ;; *) exit 0 ;; esac
if [ "$what" != start ] && [ -f ROOT/pid ]; then
    kill "$(cat ROOT/pid)"; tail --pid="$(cat ROOT/pid)" -f /dev/null; rm ROOT/pid
fi
if [ "$what" != stop ] && [ ! -f ROOT/pid ]; then
    TRACUU_INDEX=ROOT/lib/index ROOT/opt/tracuu/bin/tracuu serve --port PORT >/dev/null 2>&1 &
    echo $! >ROOT/pid
fi
"""
#: Another version of the program: its rules of text are others.
NEXT = (
    'from indexer.engines import fields; fields.VERSION = f"{fields.LAYOUT}.next"; '
    "from indexer.cli import main; main()"
)


def steps(heading: str) -> list[str]:
    """The commands under a heading, block by block."""
    text = GUIDE.read_text("utf-8")
    part = text.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"```sh\n(.*?)```", part, re.S)


class Machine:
    """The folders, programs and pages of one installation."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = installed(root / "lib")
        command(root / "opt" / "tracuu-0.1" / "bin" / "tracuu")
        (root / "opt" / "tracuu").symlink_to("tracuu-0.1")
        with socket.create_server(("127.0.0.1", 0)) as there:
            self.port = there.getsockname()[1]
        systemctl = root / "path" / "systemctl"
        systemctl.parent.mkdir()
        systemctl.write_text(SYSTEMCTL.replace("ROOT", str(root)).replace("PORT", str(self.port)))
        systemctl.chmod(0o755)

    def night(self, title: str) -> None:
        """A round in which the one article has this title."""
        for ledger in self.home.glob("articles/.harvest/ledger*"):
            ledger.unlink()
        archive(self.home, title)
        assert night(self.home, self.root / "opt" / "tracuu" / "bin").returncode == 0

    def run(self, block: str) -> subprocess.CompletedProcess[str]:
        """Run commands of the guide here."""
        here = block.replace("/var/lib/tracuu", str(self.home)).replace("/opt", f"{self.root}/opt")
        here = here.replace("backup:/tracuu", f"{self.root}/backup")
        here = here.replace("runuser -u tracuu -- ", "")
        path = f"{self.root}/path:{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-c", here],
            env=os.environ | {"PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )

    def done(self, block: str) -> None:
        """Run commands of the guide of which none may fail."""
        ran = self.run(f"set -e\n{block}")
        assert ran.returncode == 0, ran.stdout

    def article(self) -> tuple[str, int]:
        """The title of the one article as the pages have it, and how often it was changed."""
        address = f"http://127.0.0.1:{self.port}/api/v1"
        deadline = time.monotonic() + 30
        while True:
            try:
                (hit,) = _json(f"{address}/search?q=thi+dua")["hits"]
                break
            except urllib.error.URLError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        article = _json(f"{address}/articles/{hit['id']}")
        return article["title"], len(article["versions"])


def _json(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return json.load(answer)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    machine.night("Thi đua")
    machine.night("Thi đua (đã sửa)")
    machine.done("systemctl start tracuu")
    assert machine.article() == ("Thi đua (đã sửa)", 1)
    yield machine
    machine.done("systemctl stop tracuu")


def test_a_lost_machine_is_restored_from_its_backup(machine: Machine) -> None:
    if not shutil.which("rsync"):
        pytest.skip("không có rsync / there is no rsync here")
    backup, restore = steps("Sao lưu")
    machine.done(backup)
    machine.night("Thi đua sau bản sao")
    shutil.rmtree(machine.home / "articles")
    for file in (machine.home / "index").iterdir():
        file.write_bytes(b"")
    machine.done(restore)
    assert machine.article() == ("Thi đua (đã sửa)", 1)
    machine.night("Thi đua, tiếp")
    assert machine.article() == ("Thi đua, tiếp", 2)


def test_an_upgrade_builds_beside_swaps_and_can_be_taken_back(machine: Machine) -> None:
    command(machine.root / "opt" / "tracuu-0.2" / "bin" / "tracuu", NEXT)
    look, beside, take_over, back = steps("Nâng cấp")
    look = "\n".join(line for line in look.splitlines() if "pip" not in line and "venv" not in line)
    looked = machine.run(look.replace("cp -r deploy", "cp -r /dev/null"))
    assert looked.returncode == 1
    assert "do một phiên bản khác" in looked.stdout
    building, swap = beside.split("systemctl stop tracuu\n")
    machine.done(building)
    assert machine.article() == ("Thi đua (đã sửa)", 1)
    machine.done(f"systemctl stop tracuu\n{swap}")
    machine.done(take_over)
    assert machine.article() == ("Thi đua (đã sửa)", 1)
    machine.night("Thi đua, bản mới")
    assert machine.article() == ("Thi đua, bản mới", 2)
    machine.done(f"systemctl stop tracuu\n{back}\nsystemctl start tracuu")
    assert machine.article() == ("Thi đua (đã sửa)", 1)
