"""A portal, a data folder and a clock that is wound by hand."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from indexer.article import VIETNAM
from indexer.harvest import HarvestReport, Options, harvest, read
from indexer.harvest.clock import Clock
from indexer.harvest.connection import Limits
from tests.harvest import portal as portal_
from tests.harvest.portal import Portal


class Time:
    """A clock that stands still but for being slept by; `slept` lists how long."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 3, 0, tzinfo=VIETNAM)
        self.slept: list[float] = []
        self.clock = Clock(lambda: self.now, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_(seconds=seconds)

    def pass_(self, **spans: float) -> None:
        self.now += timedelta(**spans)


class Harvester:
    """A folder with its SOURCES.toml, harvested from a portal."""

    def __init__(self, place: Path, portal: Portal, time: Time) -> None:
        self.place = place
        self.portal = portal
        self.time = time
        self.data = place / "data"
        self.toml = place / "sources.toml"
        self._head = 'data = "data"\nallow_hosts = ["127.0.0.1"]\ncontact = "ai@example.gov.vn"\n'

    def source(
        self, kind: str = "feed", path: str = "/rss", name: str = "Cổng", **more: Any
    ) -> None:
        """One more source."""
        url = {"path": path} if kind == "warc" else {"url": self.portal.url(path)}
        values = {"name": name, "kind": kind, "province": "Lạng Sơn", **url, **more}
        table = "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
        self.toml.write_text(
            (self.toml.read_text() if self.toml.exists() else self._head) + f"[[source]]\n{table}"
        )

    def run(self, *, dry_run: bool = False, **limits: Any) -> HarvestReport:
        return harvest(
            read(self.toml), Options(dry_run), clock=self.time.clock, limits=Limits(**limits)
        )

    def records(self) -> list[dict[str, Any]]:
        """What lies in the files, by file and line."""
        files = sorted(self.data.glob("*/*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]

    def titles(self) -> list[str]:
        return sorted(record["title"] for record in self.records())


@pytest.fixture
def portal() -> Iterator[Portal]:
    with portal_.opened() as opened:
        yield opened


@pytest.fixture
def certified(tmp_path: Path) -> Iterator[Portal]:
    """A portal over TLS whose certificate nobody vouches for."""
    if not shutil.which("openssl"):
        pytest.skip("không có lệnh openssl / there is no openssl here to make a certificate")
    pem = tmp_path / "portal.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
    ]
    done = subprocess.run([*command, "-keyout", "-"], check=True, capture_output=True)
    pem.write_bytes(done.stdout)
    with portal_.opened(pem) as opened:
        yield opened


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def harvester(tmp_path: Path, portal: Portal, time: Time) -> Harvester:
    return Harvester(tmp_path, portal, time)


def reasons(report: HarvestReport) -> str:
    """What was refused, as a person reads it."""
    return "\n".join(f"{refused.url}: {refused.vi}" for refused in report.refused)
