"""What a program asks for by its settings: run the indexer, tell the state."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from logging import Logger, NullHandler
from pathlib import Path
from sqlite3 import DatabaseError
from typing import Any

from indexer import logfile
from indexer.engines.base import Fault
from indexer.errors import IndexUnavailable, TracuuError
from indexer.indexing import Options, Progress, RunReport, run
from indexer.manifest import ids_recorded, last_run
from indexer.opening import open_engine
from indexer.preparing import prepare
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
    """One run of the indexer over these paths, entered in the log; raises as `indexing.run`."""
    options = Options(
        prune=prune,
        rebuild=rebuild,
        dry_run=dry_run,
        wait=wait,
        workers=workers,
        max_bytes=settings.max_article_mb * _MEGABYTE,
        portals=settings.portals,
    )
    engine = open_engine(settings)
    try:
        report = run(paths, engine, settings.index, options, progress)
    except TracuuError as problem:
        with _log(settings, dry_run) as log:
            log.error("%s", problem)
        raise
    with _log(settings, dry_run) as log:
        for refused in report.refused:
            log.warning("refused %s:%s: %s", refused.path, refused.line, refused.en)
        log.info("done: %s", {**report_json(report), "refused": len(report.refused)})
    return report


def check(settings: Settings) -> list[Fault]:
    """Each fault of the index, and of its articles against the list of sources; none if sound."""
    engine = open_engine(settings)
    faults = engine.check(prepare)
    try:
        listed, recorded = ids_recorded(settings.index)
    except DatabaseError as problem:
        return [*faults, Fault(str(settings.index), f"Sổ nguồn hỏng / Bad source list: {problem}")]
    if faults or listed is None:
        return faults
    try:
        snapshot = engine.snapshot()
    except IndexUnavailable:
        return [_missing(listed)] if listed else []
    if listed > snapshot.generation:
        return [_missing(listed)]
    # After a kill or a rollback the list describes another commit, which the next run puts right.
    differing = recorded ^ set(snapshot.ids()) if snapshot.generation == listed else ()
    return [_astray(id_, id_ in recorded) for id_ in sorted(differing)]


def _missing(generation: int) -> Fault:
    return Fault(f"generation {generation}", "Không còn mục lục của nó / Its TOC is gone")


def _astray(id_: str, recorded: bool) -> Fault:
    if recorded:
        return Fault(id_, "Có nguồn mà không có trong chỉ mục / In a source, but not in the index")
    return Fault(id_, "Có trong chỉ mục mà không có nguồn nào / In the index, but in no source")


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


@contextlib.contextmanager
def _log(settings: Settings, dry_run: bool) -> Iterator[Logger]:
    """The log of the indexer. A trial writes none; nor does a run that made no index folder."""
    folder = settings.log_folder or settings.index
    if dry_run or not (settings.log_folder or folder.is_dir()):
        silent = Logger("tracuu.index")
        silent.addHandler(NullHandler())  # without any, logging would write to the terminal itself
        yield silent
        return
    with logfile.log(folder, "index") as log:
        yield log
