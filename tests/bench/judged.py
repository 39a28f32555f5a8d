"""The judged searches of the relevance bench, read from ../shared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench.documents import SHARED, records

#: Known-item searches run over so many first articles of the corpus, without title and summary.
KNOWN_ITEM_ARTICLES = 30_000


@dataclass(frozen=True, slots=True)
class Searches:
    """Queries by id, and per query the grades of the judged articles.

    `measures` in the notation of ir-measures; the first is the one that counts.
    """

    name: str
    queries: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, int]]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles and the searches over them."""

    name: str
    searches: tuple[Searches, ...]

    def articles(self) -> Iterator[dict[str, Any]]:
        """The articles as JSON Lines objects, as the index run takes them."""
        return _ARTICLES[self.name]()


def collections() -> list[Collection]:
    """All there are."""
    return [
        Collection("collection", (_topics(),)),
        Collection("alqac2022", (_retrieval("alqac2022"),)),
        Collection("catalog_phumybac", (_retrieval("catalog_phumybac"),)),
        Collection("knownitem", _known_items()),
    ]


def _topics() -> Searches:
    topics = (line.split("\t") for line in _lines(SHARED / "collection" / "topics.tsv"))
    return Searches(
        "27 topics",
        {number: query for number, query, _ in topics},
        _judgements(_lines(SHARED / "collection" / "qrels.tsv")),
        ("nDCG@10", "nDCG(judged_only=True)@10", "Judged@10"),
    )


def _known_items() -> tuple[Searches, ...]:
    rows = [line.split("\t") for line in _lines(SHARED / "knownitem" / "queries.tsv")]
    searches = []
    for kind, name in (("title", "titles"), ("compounds", "two compounds")):
        own = {str(n): (id_, query) for n, (id_, k, query) in enumerate(rows) if k == kind}
        searches.append(
            Searches(
                name,
                {number: query for number, (_, query) in own.items()},
                {number: {id_: 1} for number, (id_, _) in own.items()},
                ("RR@10", "Success@1", "R@100"),
            )
        )
    return tuple(searches)


def _retrieval(name: str) -> Searches:
    folder = SHARED / "retrieval" / name
    queries = (json.loads(line) for line in _lines(folder / "queries.jsonl"))
    return Searches(
        name,
        {query["_id"]: query["text"] for query in queries},
        _judgements(_lines(folder / "qrels.tsv")[1:]),
        ("Success@1", "RR@10", "R@100"),
    )


def _judgements(lines: list[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for line in lines:
        query, article, grade = line.split()
        found.setdefault(query, {})[article] = int(grade)
    return found


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _bodies() -> Iterator[dict[str, Any]]:
    corpus = records(SHARED / "corpus" / "news-100k.jsonl.gz")
    for article in islice(corpus, KNOWN_ITEM_ARTICLES):
        yield {"id": article["id"], "body": article["body"]}


def _texts(name: str) -> Iterator[dict[str, Any]]:
    for text in records(SHARED / "retrieval" / name / "corpus.jsonl"):
        yield {"id": text["_id"], "title": text["title"], "body": text["text"]}


_ARTICLES = {
    "collection": lambda: records(SHARED / "collection" / "articles.jsonl.gz"),
    "knownitem": _bodies,
    "alqac2022": lambda: _texts("alqac2022"),
    "catalog_phumybac": lambda: _texts("catalog_phumybac"),
}
