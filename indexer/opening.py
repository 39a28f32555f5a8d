"""The engine the settings name, and an article of it."""

from __future__ import annotations

import contextlib
import threading

from indexer.engines.base import Engine, Stored
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import ArticleNotFound, IndexUnavailable, UsageError
from indexer.heap import one_heap
from indexer.settings import Settings

_MEGABYTE = 1024 * 1024


def open_engine(settings: Settings, *, verified: bool = False) -> Engine:
    """The engine the settings name, its files compared with their SHA-256 first if `verified`.

    Raises UsageError where there is no such engine.
    """
    if settings.engine != "whoosh":
        raise UsageError(
            f"Chưa có bộ máy “{settings.engine}”; hãy dùng whoosh.",
            f"there is no engine “{settings.engine}”; use whoosh.",
        )
    return WhooshEngine(
        settings.index,
        cache_bytes=settings.cache_mb * _MEGABYTE,
        limits=settings.limits,
        verified=verified,
    )


def open_ahead(engine: Engine) -> threading.Thread:
    """Open the index in a thread while the caller does other things; whoever asks meanwhile waits.

    Comparing files with their SHA-256 leaves Python's lock free: a server's imports take as long.
    What is wrong with the index is said to each who asks, not here.
    """
    one_heap()  # before there is a thread that could have its own
    thread = threading.Thread(target=_opened, args=[engine], daemon=True)
    thread.start()
    return thread


def _opened(engine: Engine) -> None:
    with contextlib.suppress(IndexUnavailable):
        engine.snapshot()


def fetch(engine: Engine, id: str) -> Stored:
    """The article with this id. Raises ArticleNotFound."""
    found = engine.snapshot().stored([id])
    if not found:
        raise ArticleNotFound(
            f"Không có bài nào mang mã “{id}”.", f"no article bears the id “{id}”."
        )
    return found[0]
