"""Concordance lines: every hit of a query with what stands left and right of it.

A line is a mark of the article's page and bears its number there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, islice
from typing import Literal

from indexer.article import Article
from indexer.engines.base import Engine, Stored
from indexer.marked import texts
from indexer.query.marking import Marks, Span, marks, spans_of_all
from indexer.query.request import SearchRequest
from indexer.query.tree import Filters
from indexer.search import select
from indexer.text.collation import Key, collation_key

LineOrder = Literal["article", "left", "right"]
#: No syllable with what follows it is longer; so a context never reads a whole long paragraph.
_SYLLABLE = 24


@dataclass(frozen=True, slots=True)
class Line:
    """A hit of an article, number `hit` among its marks, between its neighbours.

    `left` and `right` end where the paragraph does.
    """

    stored: Stored
    hit: int
    left: str
    found: str
    right: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """The lines of the articles from number `first` to `last` among the `total` that match.

    `first` stands behind `last` where there are no such articles.
    The lines come in the order of the articles and are read as they are drawn. The other fields
    are those of a Selection.
    """

    request: SearchRequest
    total: int
    first: int
    last: int
    generation: int
    as_of: datetime | None
    filters: Filters
    lines: Iterator[Line]


def concordance(
    engine: Engine,
    request: SearchRequest,
    context: int,
    *,
    skip: int = 0,
    most: int | None = None,
) -> Concordance:
    """The lines of all articles that have what is asked for, with `context` syllables each side.

    Of the articles the first `skip` are passed over, and at most `most` are read. A query
    without words has no lines. Raises as `answer` does.
    """
    found = select(engine, request, skip)
    last = found.total if most is None else min(found.total, skip + most)
    what = marks(request.text, request.exact, engine.limits)
    articles = islice(found.articles, most)
    return Concordance(
        request=found.request,
        total=found.total,
        first=skip + 1,
        last=last,
        generation=found.generation,
        as_of=found.as_of,
        filters=found.filters,
        lines=(line for each in articles for line in _lines(each, what, context)),
    )


def in_order(lines: Iterable[Line], order: LineOrder) -> list[Line]:
    """The lines by their left or their right neighbours, as Vietnamese dictionaries order them."""
    if order == "article":
        return list(lines)
    return sorted(lines, key=_by_left if order == "left" else _by_right)


def _by_left(line: Line) -> tuple[Key, Key, Key]:
    """From the hit outwards."""
    return collation_key(line.left)[::-1], collation_key(line.found), collation_key(line.right)


def _by_right(line: Line) -> tuple[Key, Key, Key]:
    return (
        collation_key(line.right),
        collation_key(line.found),
        collation_key(line.left)[::-1],
    )


def _lines(stored: Stored, what: Marks, context: int) -> Iterator[Line]:
    told = texts(stored.article)
    number = 0
    for place, (text, spans) in enumerate(zip(told, spans_of_all(told, what), strict=True)):
        for span in spans:
            number += 1
            if not (place == 1 and _stands_twice(stored.article)):
                yield _line(stored, number, text, span, context)


def _stands_twice(article: Article) -> bool:
    """Whether the body opens with the summary: its hits are counted there."""
    return bool(article.summary) and article.body.startswith(article.summary)


def _line(stored: Stored, number: int, text: str, span: Span, context: int) -> Line:
    reach = context * _SYLLABLE
    left = text[max(0, span.start - reach) : span.start].split()[::-1]
    right = text[span.end : span.end + reach].split()
    return Line(
        stored,
        number,
        " ".join(left[: _near(left, context)][::-1]),
        " ".join(text[span.start : span.end].split()),
        " ".join(right[: _near(right, context)]),
    )


def _near(words: Sequence[str], context: int) -> int:
    """How many words from the hit outwards hold `context` syllables; a lone `–` is none."""
    syllables = accumulate(any(map(str.isalnum, word)) for word in words)
    return sum(held <= context for held in syllables)
