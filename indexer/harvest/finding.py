"""The links a source names now, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.harvest import feeds, listings, sitemaps
from indexer.harvest.connection import Limits
from indexer.harvest.errors import Unfetched, UnfitList, Unreachable
from indexer.harvest.fetching import Fetched, Fetcher
from indexer.harvest.ledger import Ledger
from indexer.harvest.links import Link, kept
from indexer.harvest.wanted import Source


@dataclass(slots=True)
class Found:
    """Links, the validators of the list that named them, and faults that hid none of them."""

    links: list[Link]
    validators: dict[str, tuple[str, str]] = field(default_factory=dict)
    faults: list[UnfitList] = field(default_factory=list)


def find(source: Source, fetcher: Fetcher, ledger: Ledger, limits: Limits) -> Found:
    """The links of a feed, sitemap or listing; none where it has not changed since.

    Raises Unfetched where it cannot be had or read.
    """
    etag, modified = ledger.validators(source.url)
    first = fetcher.get(source.url, pace=source.pace, etag=etag, modified=modified)
    if first.answer.status == 304:
        return Found([])
    _require_ok(first)
    found = Found([])
    links: list[Link] = []
    if source.kind == "feed":
        links, fault = feeds.read(first)
        found.faults += [fault] if fault else []
    elif source.kind == "sitemap":
        links = sitemaps.read(first, lambda url: _get(fetcher, url, source), limits.max_bytes)
    else:
        links = _turned_over(first, fetcher, source)
    found.links = kept(links, source)
    # Sitemaps below an index and further pages of a listing change without the first one.
    if source.kind == "feed" and not found.faults:
        found.validators[source.url] = validators(first)
    return found


def validators(fetched: Fetched) -> tuple[str, str]:
    """The ETag and Last-Modified of an answer, empty where it has none."""
    headers = fetched.answer.headers
    return headers.get("etag", ""), headers.get("last-modified", "")


def _turned_over(first: Fetched, fetcher: Fetcher, source: Source) -> list[Link]:
    """The links of a listing's first pages, each page once."""
    links, following = listings.read(first)
    visited = {first.url, source.url}
    for _ in range(source.depth - 1):
        if not following or following in visited:
            break
        visited.add(following)
        more, following = listings.read(_get(fetcher, following, source))
        links += more
    return links


def _get(fetcher: Fetcher, url: str, source: Source) -> Fetched:
    fetched = fetcher.get(url, pace=source.pace)
    _require_ok(fetched)
    return fetched


def _require_ok(fetched: Fetched) -> None:
    status = fetched.answer.status
    if status != 200:
        kind = Unreachable if status >= 500 else Unfetched
        raise kind(f"máy chủ trả lời {status}", f"the server answers {status}")
