"""Stored articles as compressed JSON: written and read without running anything of theirs."""

from __future__ import annotations

import json
import zlib
from datetime import datetime
from typing import Any

from indexer.article import Article, Commune, District, Places, Province, Published
from indexer.engines.base import Stored, Version

_ARTICLE = [
    "id",
    "title",
    "summary",
    "body",
    "undated_because",
    "source",
    "url",
    "province",
    "author",
    "office",
    "submitted_by",
]


def pack(stored: Stored) -> bytes:
    """An article as the bytes that the index keeps."""
    text = json.dumps(_plain(stored), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 3)


def unpack(data: bytes) -> Stored:
    """The article of `pack`."""
    plain = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return Stored(
        article=_article(plain["a"], plain),
        places=_places(plain["l"]),
        first_seen=datetime.fromisoformat(plain["f"]),
        changed=_moment(plain.get("c")),
        gone=_moment(plain.get("g")),
        versions=tuple(
            Version(title, summary, body, datetime.fromisoformat(seen))
            for title, summary, body, seen in plain.get("v", ())
        ),
    )


def _plain(stored: Stored) -> dict[str, Any]:
    article, published = stored.article, stored.article.published
    return {
        "a": {name: value for name in _ARTICLE if (value := getattr(article, name))},
        "t": article.title,
        "k": article.captions,
        "p": None if published is None else [published.at.isoformat(), published.day_only],
        "l": _plain_places(stored.places),
        "f": stored.first_seen.isoformat(),
        "c": stored.changed and stored.changed.isoformat(),
        "g": stored.gone and stored.gone.isoformat(),
        "v": [(v.title, v.summary, v.body, v.seen.isoformat()) for v in stored.versions],
    }


def _plain_places(places: Places) -> list[Any]:
    province = places.province
    return [
        province and [province.code, province.name],
        [(d.code, d.name, d.role) for d in places.districts],
        [(c.code, c.name) for c in places.communes],
    ]


def _article(fields: dict[str, str], plain: dict[str, Any]) -> Article:
    return Article(
        **{**fields, "title": plain["t"]},
        captions=tuple(plain["k"]),
        published=_published(plain["p"]),
    )


def _published(plain: list[Any] | None) -> Published | None:
    return (plain and Published(datetime.fromisoformat(plain[0]), plain[1])) or None


def _places(plain: list[Any]) -> Places:
    province, districts, communes = plain
    return Places(
        Province(*province) if province else None,
        tuple(District(*district) for district in districts),
        tuple(Commune(*commune) for commune in communes),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
