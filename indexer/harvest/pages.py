"""A fetched page → the article it holds."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from indexer.article import Article
from indexer.harvest.fetching import Fetched
from indexer.harvest.links import Link
from indexer.harvest.wanted import Source
from indexer.sources import html
from indexer.sources.identity import canonical_url, host, received
from indexer.sources.passages import line as one_line
from indexer.sources.publication import publication
from indexer.text import decode

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
#: Two addresses with the same text are one article only if the text is long enough to tell.
_TELLING = 200


@dataclass(frozen=True, slots=True)
class Harvested:
    """An article with the digest of all it says, and that of its text (empty if too short)."""

    article: Article
    digest: bytes
    text: bytes


def text_of(fetched: Fetched) -> str:
    """The page's text by the encoding its header declares, else by what the bytes say."""
    return decode(fetched.answer.body, _charset(fetched) or None)


def read(fetched: Fetched, source: Source, link: Link) -> Harvested:
    """The article of a page; the list that named it fills in what the page does not say.

    Raises TracuuError for a page that holds no article.
    """
    body = fetched.answer.body
    if _charset(fetched):
        # The header rules over the page's own declaration; sound UTF-8 is believed before both.
        body = text_of(fetched).encode()
    page = html.parse(body, Path()).article
    published, undated_because = page.published, page.undated_because
    if published is None and link.published:
        published, undated_because = publication(link.published)
    article = replace(
        page,
        title=page.title or one_line(link.title) or None,
        summary=page.summary or one_line(link.summary),
        published=published,
        undated_because=undated_because,
        url=_own_address(page.url, fetched.url),
        source=source.name,
        province=source.province,
        office=page.office or source.office,
    )
    identified = received(article, "", Path(), None)
    return Harvested(identified.article, identified.digest, _text_digest(article))


def record(article: Article, gone: str = "") -> dict[str, Any]:
    """The article as one JSON line; `gone` is when it was last seen on its site."""
    fields = {
        "id": article.id,
        "title": article.title,
        "summary": article.summary,
        "body": article.body,
        "captions": list(article.captions),
        "published": article.published.isoformat() if article.published else None,
        "source": article.source,
        "url": article.url,
        "province": article.province,
        "author": article.author,
        "office": article.office,
        "gone": gone,
    }
    return {name: value for name, value in fields.items() if value}


def _own_address(named: str, fetched_from: str) -> str:
    """What the page calls its own address, unless that is on another host: it could be anyone's."""
    here = canonical_url(fetched_from)
    same = named and host(named) == host(here) and urlsplit(named).path != "/"
    return named if same else here


def _text_digest(article: Article) -> bytes:
    if len(article.body) < _TELLING:
        return b""
    return hashlib.sha256(f"{article.title}\0{article.body}".encode()).digest()


def _charset(fetched: Fetched) -> str:
    found = _CHARSET.search(fetched.answer.headers.get("content-type", ""))
    return found[1] if found and found[1].lower() not in ("utf-8", "utf8") else ""
