"""Links from sitemaps, and from the sitemaps a sitemap index names (sitemaps.org protocol)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

from indexer.harvest import xml
from indexer.harvest.errors import UnfitList
from indexer.harvest.fetching import Fetched
from indexer.harvest.links import Link

_GZIP = b"\x1f\x8b"
#: How deep one index may name another, and how many sitemaps are read for one source.
_DEPTH = 2
_SITEMAPS = 100

Get = Callable[[str], Fetched]


def read(first: Fetched, get: Get, max_bytes: int) -> list[Link]:
    """The pages of a sitemap and of those it names, each fetched by `get`.

    Raises UnfitList for what is no sitemap, too large once unpacked, or XML with entities.
    """
    links: list[Link] = []
    waiting = [(first, 0)]
    left = _SITEMAPS
    while waiting:
        fetched, depth = waiting.pop(0)
        pages, sitemaps = _entries(_unpacked(fetched.answer.body, max_bytes))
        links += pages
        for url in sitemaps[:left] if depth < _DEPTH else ():
            waiting.append((get(url), depth + 1))
            left -= 1
    return links


def _entries(data: bytes) -> tuple[list[Link], list[str]]:
    root = xml.parse(data)
    kind = _local(root.tag)
    if kind not in ("urlset", "sitemapindex"):
        raise UnfitList(
            f"không phải sitemap (phần tử gốc là {kind})", f"not a sitemap (its root is {kind})"
        )
    found = [_values(element) for element in root]
    if kind == "sitemapindex":
        return [], [values["loc"] for values in found if values.get("loc")]
    return [
        Link(values["loc"], values.get("title", ""), "", values.get("publication_date", ""))
        for values in found
        if values.get("loc")
    ], []


def _values(element: object) -> dict[str, str]:
    """The texts below one entry by local name, the first of each."""
    values: dict[str, str] = {}
    for name, text in _texts(element):
        values.setdefault(name, text)
    return values


def _texts(element: object) -> Iterator[tuple[str, str]]:
    for below in element.iter():  # type: ignore[attr-defined]
        if below.text and below.text.strip():
            yield _local(below.tag), below.text.strip()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _unpacked(data: bytes, max_bytes: int) -> bytes:
    """A sitemap is often a .gz file, which no header says."""
    if not data.startswith(_GZIP):
        return data
    try:
        unpacked = zlib.decompressobj(wbits=31).decompress(data, max_bytes + 1)
    except zlib.error as problem:
        raise UnfitList("tệp gzip hỏng", f"a damaged gzip file ({problem})") from problem
    if len(unpacked) > max_bytes:
        raise UnfitList(
            f"sitemap quá lớn, tối đa {max_bytes:,} byte sau khi giải nén",
            f"the sitemap is too large, at most {max_bytes:,} bytes once unpacked",
        )
    return unpacked
