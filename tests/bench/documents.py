"""The articles that all engines of a bench get, from one JSON Lines file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the peers index it. `day` is `date.toordinal()`, 0 where unknown."""

    id: str
    title: str
    summary: str
    body: str
    day: int = 0
    month: str = ""
    source: str = ""
    province: str = ""
    districts: tuple[str, ...] = ()


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, packed or not."""
    packed = path.suffix == ".gz"
    with gzip.open(path) if packed else path.open("rb") as lines:
        for line in lines:
            yield json.loads(line)


def write(path: Path, articles: Iterable[Mapping[str, Any]]) -> Path:
    """Writes articles as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
    return path


def plain_documents(path: Path) -> Iterator[Document]:
    """The articles of a file without dates and places."""
    for record in records(path):
        yield Document(
            record["id"],
            record.get("title") or "",
            record.get("summary") or "",
            record.get("body") or "",
        )
