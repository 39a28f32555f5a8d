"""Tables, and the report files they are written to."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_BEGIN = "<!-- measured: begin -->"
_END = "<!-- measured: end -->"


@dataclass(frozen=True, slots=True)
class Table:
    """A table in Markdown."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        lines = [self.head, ["---"] + ["--:"] * (len(self.head) - 1), *self.rows]
        drawn = "\n".join("| " + " | ".join(line) + " |" for line in lines)
        return f"### {self.title}\n\n{drawn}"


def machine(*packages: str) -> str:
    """When, on what and with which versions something was measured, as one sentence."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"Measured {datetime.now(UTC):%d %B %Y, %H:%M} UTC at commit {commit()}, "
        f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {versions}."
    )


def commit() -> str:
    """What the working copy stands at."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    run = subprocess.run(asked, capture_output=True, text=True, check=False)
    return run.stdout.strip() or "unknown"


def put(path: Path, text: str, how: str) -> None:
    """Writes what was measured between the marks of a report, keeping what is around them."""
    measured = f"{_BEGIN}\n\n{how}\n\n{text}\n\n{_END}"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text("utf-8") if path.is_file() else ""
    if _BEGIN not in before:
        path.write_text(f"{before}\n{measured}\n".lstrip(), "utf-8")
        return
    marks = re.compile(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", re.DOTALL)
    path.write_text(marks.sub(lambda _: measured, before), "utf-8")


def _processor() -> str:
    try:
        names = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    except OSError:
        names = []
    return names[0] if names else platform.machine()
