"""The articles of a file with their dates, and with the places our tagger finds in them.

The peers know no Vietnamese places; so that all filter and count alike, each gets the tags that
our own indexing run gives. They stand in a file beside the articles, made once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from indexer import Engine
from tests.bench.documents import Document, plain_documents, records

_SUFFIX = ".places.json"
_BATCH = 1000


def write_tags(engine: Engine, source: Path) -> None:
    """Writes the districts and the province of every article that the engine holds."""
    snapshot = engine.snapshot()
    ids = list(snapshot.ids())
    tags: dict[str, list[str]] = {}
    for start in range(0, len(ids), _BATCH):
        for stored in snapshot.stored(ids[start : start + _BATCH]):
            places = stored.places
            province = places.province.code if places.province else ""
            tags[stored.article.id] = [province, *(d.code for d in places.districts)]
    _beside(source).write_text(json.dumps(tags), "utf-8")


def tagged_documents(source: Path) -> Iterator[Document]:
    """The articles; without places and dates where `write_tags` was not called."""
    if not _beside(source).is_file():
        yield from plain_documents(source)
        return
    tags: Mapping[str, list[str]] = json.loads(_beside(source).read_text("utf-8"))
    for document, record in zip(plain_documents(source), records(source), strict=True):
        province, *districts = tags.get(document.id, [""])
        published = record.get("published")
        yield replace(
            document,
            day=date.fromisoformat(published[:10]).toordinal() if published else 0,
            month=published[:7] if published else "",
            source=record.get("source") or "",
            province=province,
            districts=tuple(districts),
        )


def _beside(source: Path) -> Path:
    return source.with_name(source.name + _SUFFIX)
