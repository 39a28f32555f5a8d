"""The report a harvest leaves for the status page."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

#: Hidden, so that `tracuu index` passes it by.
FOLDER = ".harvest"
_REPORT = "report.json"


def write_report(data: Path, at: datetime, report: Mapping[str, Any]) -> None:
    """Leave a run's report, in place of the last one."""
    path = data / FOLDER / _REPORT
    temporary = path.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump({"at": at.isoformat(timespec="seconds"), **report}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def last_report(data: Path) -> Mapping[str, Any] | None:
    """The report of the last run that came to its end; None before the first."""
    try:
        value = json.loads((data / FOLDER / _REPORT).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None
