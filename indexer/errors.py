"""The exceptions that leave our door; every message in Vietnamese, with English beside."""

from __future__ import annotations


class TracuuError(Exception):
    """A refusal a person can act on: what, where and what to do, in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.vi = vi
        self.en = en


class UsageError(TracuuError):
    """The request itself is wrong (exit code 2, HTTP 400)."""


class IndexUnavailable(TracuuError):
    """No index, an unreadable one, or one made by another schema (exit code 1, HTTP 503)."""


class IndexLocked(TracuuError):
    """Another indexer holds the write lock (exit code 75)."""


class ArticleNotFound(TracuuError):
    """No article bears this id (exit code 1, HTTP 404)."""
