"""The result page of a search narrowed to a month, a quarter or a year."""

from __future__ import annotations

from indexer import SearchRequest, days_of
from webui import urls


def narrowed_to(asked: SearchRequest, span: str) -> str:
    """The articles of `2020-07`, `2020-Q3` or `2020`, within the days that were asked for."""
    first, last = days_of(span)
    since = max(first, asked.since) if asked.since else first
    until = min(last, asked.until) if asked.until else last
    return urls.search(asked, since=since, until=until)
