"""Links from RSS and Atom feeds."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser

from indexer.harvest import xml
from indexer.harvest.errors import UnfitList
from indexer.harvest.fetching import Fetched
from indexer.harvest.links import Link
from indexer.sources.identity import joined

_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


def read(fetched: Fetched) -> tuple[list[Link], UnfitList | None]:
    """The entries of a feed, and what was wrong with it where it could be read all the same.

    Raises UnfitList for XML with entities and for what holds no entry of a feed.
    """
    data = fetched.answer.body
    fault = None
    try:
        xml.parse(data)
    except xml.NotWellFormed as problem:
        fault = problem
        # The lenient reader below must not see what the strict one could not get to.
        if _ENTITY.search(data):
            raise
    headers = {"content-type": fetched.answer.headers.get("content-type", "application/xml")}
    parsed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    links = list(_links(parsed.entries, fetched.url))
    if not links and fault:
        raise fault
    if not links and not parsed.version:
        raise UnfitList("không phải nguồn tin RSS hay Atom", "not an RSS or Atom feed")
    return links, fault


def _links(entries: list[Any], base: str) -> Iterator[Link]:
    for entry in entries:
        if entry.get("link"):
            yield Link(
                joined(base, entry.link),
                _plain(entry.get("title", "")),
                _plain(entry.get("summary", "")),
                entry.get("published", "") or entry.get("updated", ""),
            )


def _plain(markup: str) -> str:
    """The text of a title or summary, which feeds give with tags and without."""
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())
