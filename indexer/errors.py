"""The exceptions that leave our door; every message in Vietnamese, with English beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one parameter of a request, and what to write instead."""

    parameter: str
    vi: str
    en: str


class TracuuError(Exception):
    """A refusal a person can act on: what, where and what to do, in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.vi = vi
        self.en = en


class UsageError(TracuuError):
    """The request itself is wrong (exit code 2, HTTP 400).

    `problems` tells it parameter by parameter, where it is a search that is wrong.
    """

    def __init__(self, vi: str, en: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(vi, en)
        self.problems = problems

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> UsageError:
        """The refusal that says all of these."""
        told = tuple(problems)
        return cls(" ".join(each.vi for each in told), " ".join(each.en for each in told), told)


class IndexUnavailable(TracuuError):
    """No index, an unreadable one, or one made by another schema (exit code 1, HTTP 503)."""


class IndexLocked(TracuuError):
    """Another indexer holds the write lock (exit code 75)."""


class ArticleNotFound(TracuuError):
    """No article bears this id (exit code 1, HTTP 404)."""
