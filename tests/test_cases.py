"""Every row of the tables of cases through the real index: what matches, what comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.article import Article
from indexer.engines.base import Engine
from indexer.search import Hit, SearchRequest, answer
from indexer.text import normalise

TABLES = (
    Path(__file__).with_name("cases.tsv"),
    Path(__file__).resolve().parents[2] / "shared" / "cases.tsv",
)


@dataclass(frozen=True)
class Case:
    """A query and texts, each of which is one article: its body, or `title || body`."""

    query: str
    matching: tuple[str, ...]
    others: tuple[str, ...]
    first: tuple[str, ...]


def texts(cell: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in cell.split(" | ") if text.strip())


def cases() -> list[object]:
    """The rows of the tables that are there, each named by its table, line and query."""
    found = []
    for table in filter(Path.is_file, TABLES):
        for number, line in enumerate(table.read_text(encoding="utf-8").split("\n"), 1):
            if line.strip() and not line.startswith("#"):
                query, *cells = (line + "\t\t\t").split("\t")[:4]
                row = Case(query, *map(texts, cells))
                name = f"{table.parent.name}-{number}-{query}"
                found.append(pytest.param(row, id=name))
    return found


def articles(case: Case) -> list[Article]:
    told = dict.fromkeys((*case.matching, *case.others, *case.first))
    return [article(text) for text in told]


def article(text: str) -> Article:
    title, between, body = text.rpartition(" || ")
    return Article(text, normalise(title) if between else None, body=normalise(body))


def strict(hits: Sequence[Hit]) -> list[str]:
    return [hit.id for hit in hits if not hit.missing]


@pytest.mark.parametrize("case", cases())
def test_case_holds_through_the_real_index(
    case: Case, indexed: Callable[[Sequence[Article]], Engine]
) -> None:
    page = answer(indexed(articles(case)), SearchRequest(case.query, limit=100))
    found = strict(page.hits)
    assert set(case.matching) <= set(found)
    assert not set(case.others) & set(found)
    assert page.total == len(found)
    assert not case.first or page.hits[0].id in case.first
    assert all("<mark>" in f"{hit.title_html} {hit.snippet}" for hit in page.hits)
