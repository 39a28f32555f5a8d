"""A link to what may be an article, and which of a list's links are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from indexer.harvest.wanted import Source
from indexer.sources.identity import canonical_url

#: The most links taken from one feed, sitemap or listing page; a sitemap may hold 50,000.
MOST_LINKS = 50_000


@dataclass(frozen=True, slots=True)
class Link:
    """An address and what the list that names it says of it, each text empty where nothing."""

    url: str
    title: str = ""
    summary: str = ""
    published: str = ""


def kept(links: Iterable[Link], source: Source) -> list[Link]:
    """Each address once, in canonical form, those that the source's `match` wants."""
    wanted = re.compile(source.match)
    found: dict[str, Link] = {}
    for link in links:
        url = canonical_url(link.url)
        if url and url not in found and wanted.search(url):
            found[url] = replace(link, url=url)
            if len(found) == MOST_LINKS:
                break
    return list(found.values())
