"""The files under deploy/ name commands, options and settings that exist, and do what they say."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from indexer import alerts, harvest
from indexer.cli import tracuu
from indexer.settings import Settings
from tests.deployed import DEPLOY, archive, installed, night


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return installed(tmp_path)


def test_a_night_harvests_indexes_and_tells_and_the_next_says_nothing(home: Path) -> None:
    archive(home, "Phát động thi đua")
    (home / "alerts.toml").write_text('[[alert]]\nname = "A"\nquery = "thi đua"\n')
    first = night(home)
    assert (first.returncode, first.stderr) == (0, "")
    assert "Phát động thi đua" in first.stdout
    again = night(home)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_night_without_its_sources_still_indexes_and_says_so(home: Path) -> None:
    archive(home, "Phát động thi đua")
    night(home)
    shutil.rmtree(home / "index")
    (home / "sources.toml").unlink()
    done = night(home)
    assert done.returncode == 2
    assert "Không đọc được tệp nguồn" in done.stderr
    assert (home / "index").is_dir()


def test_the_examples_are_read() -> None:
    assert {source.kind for source in harvest.read(DEPLOY / "sources.toml").sources} == {
        "feed",
        "sitemap",
        "listing",
        "warc",
    }
    assert len(alerts.read(DEPLOY / "alerts.toml").alerts) == 2


def test_every_command_and_setting_named_exists() -> None:
    text = "\n".join(path.read_text("utf-8") for path in DEPLOY.iterdir())
    commands = set(re.findall(r'bin/tracuu"? ([a-z]+)', text))
    assert commands == {"harvest", "index", "alert", "serve"}
    assert commands <= set(tracuu.commands)
    known = {f"TRACUU_{field.name.upper()}" for field in fields(Settings)}
    named = set(re.findall(r"TRACUU_[A-Z_]+", text)) - {"TRACUU_HOME", "TRACUU_BIN"}
    assert named <= known
    assert len(named) > 4


def test_every_file_is_listed() -> None:
    listed = (DEPLOY / "README.md").read_text("utf-8")
    assert [path.name for path in DEPLOY.iterdir() if path.name not in listed] == ["README.md"]


@pytest.mark.parametrize("unit", sorted(path.name for path in DEPLOY.glob("*.[st][ei][rm]*")))
def test_systemd_understands_the_unit(unit: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("không có systemd / no systemd here")
    # Every program of ours that a unit names is not installed where the tests run.
    for path in DEPLOY.glob("tracuu*.*"):
        text = re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", path.read_text("utf-8"))
        (tmp_path / path.name).write_text(re.sub(r"(?m)^(User|Group)=.*\n", "", text))
    (tmp_path / "tracuu.service.d").mkdir()
    (tmp_path / "tracuu-gunicorn.conf").rename(tmp_path / "tracuu.service.d" / "gunicorn.conf")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in done.stderr.splitlines() if unit.split(".")[0] in line]
    assert complaints == []
