"""The engine the settings name, and an article of it."""

from __future__ import annotations

from indexer.engines.base import Engine, Stored
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import ArticleNotFound, UsageError
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


def fetch(engine: Engine, id: str) -> Stored:
    """The article with this id. Raises ArticleNotFound."""
    found = engine.snapshot().stored([id])
    if not found:
        raise ArticleNotFound(
            f"Không có bài nào mang mã “{id}”.", f"no article bears the id “{id}”."
        )
    return found[0]
