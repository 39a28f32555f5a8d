"""What a program asks for by its settings: open the engine, run the indexer, tell the state."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer.engines.base import Engine, Stored
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import ArticleNotFound, UsageError
from indexer.indexing import Options, Progress, RunReport, last_run, run
from indexer.settings import Settings

_MEGABYTE = 1024 * 1024


def open_engine(settings: Settings) -> Engine:
    """The engine the settings name. Raises UsageError where there is no such engine."""
    if settings.engine != "whoosh":
        raise UsageError(
            f"Chưa có bộ máy “{settings.engine}”; hãy dùng whoosh.",
            f"there is no engine “{settings.engine}”; use whoosh.",
        )
    return WhooshEngine(settings.index, cache_bytes=settings.cache_mb * _MEGABYTE)


def index(
    paths: Iterable[Path],
    settings: Settings,
    *,
    workers: int = 1,
    progress: Progress | None = None,
    rebuild: bool = False,
    prune: bool = False,
    wait: bool = False,
    dry_run: bool = False,
) -> RunReport:
    """One run of the indexer over these paths; raises as `indexing.run` does."""
    options = Options(
        prune=prune,
        rebuild=rebuild,
        dry_run=dry_run,
        wait=wait,
        workers=workers,
        max_bytes=settings.max_article_mb * _MEGABYTE,
        portals=settings.portals,
    )
    return run(paths, open_engine(settings), settings.index, options, progress)


def fetch(engine: Engine, id: str) -> Stored:
    """The article with this id. Raises ArticleNotFound."""
    found = engine.snapshot().stored([id])
    if not found:
        raise ArticleNotFound(
            f"Không có bài nào mang mã “{id}”.", f"no article bears the id “{id}”."
        )
    return found[0]


def report_json(report: RunReport) -> dict[str, Any]:
    """`index --json`."""
    refused = [
        {"path": str(r.path), "line": r.line, "reason": {"vi": r.vi, "en": r.en}}
        for r in report.refused
    ]
    return {
        "seen": report.seen,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "refused": refused,
        "refused_before": report.refused_before,
        "passed_over": report.passed_over,
        "repaired": report.repaired,
        "generation": report.generation,
        "seconds": round(report.seconds, 2),
    }


def status_json(settings: Settings) -> dict[str, Any]:
    """`status --json`."""
    status = open_engine(settings).status()
    return {
        "articles": status.articles,
        "engine": status.engine,
        "generation": status.generation,
        "newest": status.newest,
        "size_bytes": status.size_bytes,
        "index": str(settings.index),
        "last_run": last_run(settings.index),
    }
