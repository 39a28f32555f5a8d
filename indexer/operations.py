"""What a program asks for by its settings: run the indexer, tell the state."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer.indexing import Options, Progress, RunReport, last_run, run
from indexer.opening import open_engine
from indexer.settings import Settings

_MEGABYTE = 1024 * 1024


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
