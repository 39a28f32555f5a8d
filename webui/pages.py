"""The links between the pages of a result."""

from __future__ import annotations

import math
from dataclasses import dataclass

from indexer import ResultPage, SearchRequest
from webui import urls
from webui.engine import engine


@dataclass(frozen=True, slots=True)
class Pages:
    """The way through a long result; a None among the numbers is a gap."""

    current: int
    last: int
    previous_url: str | None
    next_url: str | None
    numbers: tuple[tuple[int, str] | None, ...]


def pages(page: ResultPage, asked: SearchRequest) -> Pages | None:
    """The links from this page; None where everything stands on one."""
    hits = page.total + page.relaxed - page.folded
    last = math.ceil(min(hits, engine().limits.hits) / asked.limit)
    if last < 2:
        return None
    here = asked.page

    def url(number: int) -> str:
        return urls.search(asked, page=number)

    return Pages(
        here,
        last,
        url(min(here - 1, last)) if here > 1 else None,
        url(here + 1) if here < last else None,
        tuple((n, url(n)) if n else None for n in _numbers(here, last)),
    )


def _numbers(here: int, last: int) -> list[int | None]:
    """The first, the last, and those around the current page."""
    shown = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
