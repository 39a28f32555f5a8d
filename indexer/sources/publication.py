"""When a source says an article came out, or why that cannot be told."""

from __future__ import annotations

from indexer.article import Published
from indexer.errors import TracuuError
from indexer.sources.dates import parse_published


def publication(raw: object) -> tuple[Published | None, str]:
    """The date, or None with the reason; both empty where the source gave none."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None, ""
    text = str(raw)[:200]
    try:
        return parse_published(text), ""
    except (TracuuError, ValueError, OverflowError) as problem:
        return None, str(problem) or f"không hiểu ngày / unreadable date: {text}"
