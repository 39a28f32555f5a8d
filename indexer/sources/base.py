"""What a source yields: articles, and refusals with their place and reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indexer.article import Article
from indexer.errors import TracuuError

#: The largest article taken, in bytes: a text or HTML file, or one JSON line.
MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """An article read from `path`, at `line` (1-based; None for a file that is one article).

    `article.id` is the given id, else `u-` and a hash of the canonical URL, else `f-` and a hash
    of the file's resolved path and the line. `digest` is a SHA-256 of everything the article says.
    `gone` is when the article was last seen on its site, if it has vanished from there.
    """

    article: Article
    path: Path
    line: int | None
    digest: bytes
    gone: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Input that could not be taken, with the reason in Vietnamese and English.

    `line` is None where the file, or the rest of it, was refused. `digest` is a hash of a refused
    line, so that it is reported once and not at every run.
    """

    path: Path
    line: int | None
    vi: str
    en: str
    digest: bytes = b""


class Unfit(TracuuError):
    """Raised by a parser for input that is no article; `read` turns it into a Refused."""
