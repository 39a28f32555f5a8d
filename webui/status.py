"""The page Tình trạng: what a person wants to know of the last runs, the sources, the coverage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from flask import Blueprint, Flask, current_app, render_template

from indexer import Condition, Coverage, Settings, condition, coverage
from webui.engine import engine
from webui.language import day, moment

blueprint = Blueprint("status", __name__)

_KEY = "tracuu-settings"
_MONTHS = 12
_REFUSED = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A source: its articles, those of the shown months, and what the last harvest brought."""

    source: str
    articles: int
    months: tuple[int, ...]
    harvested: dict[str, Any] | None


def init_app(app: Flask, settings: Settings) -> None:
    """Tell how the index of these settings stands."""
    app.extensions[_KEY] = settings


@blueprint.get("/status")
def show() -> str:
    """How things stand."""
    settings = cast(Settings, current_app.extensions[_KEY])
    now = condition(engine(), settings)
    months = _last_months(now.at.date())
    refused = (now.harvested or {}).get("refused", [])
    return render_template(
        "status.html",
        now=now,
        months=months,
        rows=_rows(now, coverage(engine()), months),
        refused=refused[:_REFUSED],
        refused_more=max(0, len(refused) - _REFUSED),
    )


@blueprint.app_template_filter()
def moment_of(written: str) -> str:
    """An ISO date-time as the language writes it."""
    return moment(datetime.fromisoformat(written))


@blueprint.app_template_filter()
def day_of(written: str) -> str:
    """An ISO date likewise."""
    return day(date.fromisoformat(written))


def _rows(now: Condition, covered: list[Coverage], months: list[str]) -> list[Row]:
    """A row for each source the index holds, and for each that is harvested and gave nothing."""
    brought = {source["name"]: source for source in (now.harvested or {}).get("sources", [])}
    rows = [
        Row(c.source, c.articles, tuple(c.months.get(m, 0) for m in months), brought.get(c.source))
        for c in covered
    ]
    held = {row.source for row in rows}
    nothing = tuple(0 for _ in months)
    empty = (s.name for s in now.wanted if s.name not in held)
    return rows + [Row(name, 0, nothing, brought.get(name)) for name in empty]


def _last_months(today: date) -> list[str]:
    """The last twelve months, `2020-07`, the oldest first."""
    count = today.year * 12 + today.month - 1
    numbers = range(count - _MONTHS + 1, count + 1)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers]
