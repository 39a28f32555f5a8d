"""How the index and the harvest stand, for the page Tình trạng and for whatever watches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from indexer import harvest
from indexer.article import VIETNAM
from indexer.engines.base import Engine, EngineStatus
from indexer.errors import TracuuError
from indexer.manifest import last_run
from indexer.search import SearchRequest, facets
from indexer.settings import Settings

#: The most sources told one by one.
_SOURCES = 200


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the index holds of a source: all articles, and by month (`2020-07`)."""

    source: str
    articles: int
    months: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Condition:
    """How things stand at `at`. The reports of the last runs are None before the first.

    `last_run` is the indexer's: at, seen, new, changed, removed, refused. `harvested` is the
    report of the last harvest with `at`, where the settings name its SOURCES.toml; `wanted`
    are the sources named there.
    """

    at: datetime
    status: EngineStatus
    last_run: Mapping[str, Any] | None
    harvested: Mapping[str, Any] | None
    wanted: tuple[harvest.Source, ...] = ()

    @property
    def newest_age(self) -> timedelta | None:
        """The age of the newest article, from the beginning of its day."""
        if self.status.newest is None:
            return None
        day = date.fromisoformat(self.status.newest)
        return self.at - datetime(day.year, day.month, day.day, tzinfo=VIETNAM)

    @property
    def run_age(self) -> timedelta | None:
        """How long ago the indexer last came to its end."""
        return _since(self.last_run, self.at)

    @property
    def harvest_age(self) -> timedelta | None:
        """How long ago the harvest last came to its end."""
        return _since(self.harvested, self.at)


def condition(engine: Engine, settings: Settings) -> Condition:
    """How things stand now. Raises IndexUnavailable."""
    wanted = _wanted(settings.harvest)
    return Condition(
        at=datetime.now(VIETNAM),
        status=engine.status(),
        last_run=last_run(settings.index),
        harvested=harvest.last_report(wanted.data) if wanted else None,
        wanted=wanted.sources if wanted else (),
    )


def coverage(engine: Engine) -> list[Coverage]:
    """The sources of the index, the largest first, each with its last months."""
    sources = facets(engine, SearchRequest(), "sources").sources[:_SOURCES]
    return [_coverage(engine, source.code, source.count) for source in sources]


def _coverage(engine: Engine, source: str, articles: int) -> Coverage:
    months = facets(engine, SearchRequest(sources=(source,)), "months").months
    return Coverage(source, articles, {month.code: month.count for month in months})


def _wanted(path: Path) -> harvest.Wanted | None:
    """What the SOURCES.toml asks for; None where none is named or it cannot be read."""
    if path == Path():
        return None
    try:
        return harvest.read(path)
    except TracuuError:
        return None


def _since(report: Mapping[str, Any] | None, now: datetime) -> timedelta | None:
    return now - datetime.fromisoformat(report["at"]) if report else None
