"""`/kwic`: a query's hits with what stands left and right of them, as lines and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from flask import Blueprint, Response, abort, render_template, request

from indexer import Concordance, Line, LineOrder, SearchRequest, concordance, in_order
from webui import csv_cells, exports, filters, urls
from webui.choices import by_kind
from webui.compared import choice, faulty, required
from webui.engine import engine
from webui.parameters import read
from webui.trend import searched

blueprint = Blueprint("kwic", __name__)

#: Every article of a page is read as a whole, some 3 ms each.
ARTICLES = 100
#: More lines are not looked through on one page.
LINES = 1000
#: Lines in an order of their own are kept until the last is read; so a file has those of so many.
SORTED = 2000
ORDERS: tuple[LineOrder, ...] = get_args(LineOrder)
CONTEXTS = ("5", "10", "20", "40")
_CONTEXT = "10"


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the template shows. `lines` are the first LINES of the `count` on this page."""

    asked: SearchRequest
    found: Concordance
    order: LineOrder
    context: str
    lines: Sequence[Line]
    count: int

    @property
    def most(self) -> int:
        """How many articles a page reads."""
        return ARTICLES

    @property
    def articles(self) -> int:
        """How many articles were read for this page."""
        return self.found.last - self.found.first + 1

    @property
    def active(self) -> list[filters.Active]:
        """The filters in force."""
        return filters.active(self.asked)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form carries along beside its own box."""
        kept = {**urls.arguments(urls.whole(self.asked)), **self._chosen()}
        for own in ("q", "exact"):
            kept.pop(own, None)
        several = ((name, v if isinstance(v, list) else [v]) for name, v in kept.items())
        return [(name, str(value)) for name, values in several for value in values]

    @property
    def previous_url(self) -> str | None:
        """The articles before these."""
        page = self.asked.page
        return self.url(self.asked, page=str(page - 1)) if page > 1 else None

    @property
    def next_url(self) -> str | None:
        """The articles behind these."""
        more = self.found.last < self.found.total
        return self.url(self.asked, page=str(self.asked.page + 1)) if more else None

    @property
    def csv_url(self) -> str:
        """All lines as CSV, in the order of this page."""
        return urls.analysis("kwic.csv", [self.asked], **self._chosen())

    @property
    def csv_articles(self) -> int:
        """How many articles that file has the lines of."""
        return self.found.total if self.order == "article" else min(SORTED, self.found.total)

    def url(self, asked: SearchRequest, **chosen: str) -> str:
        """This page of another request, or with another choice, from its beginning."""
        return urls.analysis("kwic.show", [asked], **{**self._chosen(), **chosen})

    def line_url(self, line: Line) -> str:
        """The article, at this hit."""
        asked = urls.whole(self.asked)
        return urls.article(line.stored.article.id, asked, hit=line.hit, anchor=f"hit-{line.hit}")

    def _chosen(self) -> dict[str, str]:
        order = {"order": self.order} if self.order != "article" else {}
        return order | ({"context": self.context} if self.context != _CONTEXT else {})


@blueprint.get("/kwic")
def show() -> str | Response:
    """Concordance lines; the conditions and the order of the articles are the result page's."""
    if (elsewhere := faulty()) is not None:
        return cast(Response, elsewhere)
    asked = by_kind(read(request.args).request)
    order, context = choices()
    found = concordance(
        engine(),
        urls.whole(asked),
        context,
        skip=(asked.page - 1) * ARTICLES,
        most=ARTICLES,
    )
    if asked.page > 1 and found.first > found.last:
        abort(404)
    lines = in_order(found.lines, order)
    by_code = urls.changed(filters.by_code(found), page=asked.page)
    shown = Shown(by_code, found, order, str(context), lines[:LINES], len(lines))
    return render_template("kwic.html", shown=shown)


@blueprint.get("/kwic.csv")
def csv() -> Response:
    """One row for each line of the whole result, streamed; see SORTED."""
    required(request.args, order=ORDERS, context=CONTEXTS)
    asked = by_kind(urls.whole(read(request.args).request))
    order, context = choices()
    most = None if order == "article" else SORTED
    found = concordance(engine(), asked, context, most=most)
    told = searched(filters.by_code(found), found.generation)
    rows = _rows(found, order, told)
    return exports.sent(csv_cells.lines(rows), csv_cells.MIMETYPE, "kwic.csv")


def url(asked: SearchRequest) -> str:
    """The page for this request."""
    return urls.analysis("kwic.show", [asked])


def choices() -> tuple[LineOrder, int]:
    """The order and the syllables on each side that were asked for."""
    order = cast(LineOrder, choice("order", ORDERS, "article"))
    return order, int(choice("context", CONTEXTS, _CONTEXT))


def _rows(
    found: Concordance, order: LineOrder, told: Sequence[csv_cells.Cell]
) -> Iterator[Sequence[csv_cells.Cell]]:
    """Tidy rows; what was searched, and of how many articles, stands in every row."""
    yield (
        *("article", "url", "published", "source", "province", "districts"),
        *("hit", "left", "found", "right", "query", "articles_read", "articles_found"),
        *("exact", "search_filters", "searched_at", "index_generation"),
    )
    same = (found.request.text, found.last, found.total, *told)
    lines = found.lines if order == "article" else in_order(found.lines, order)
    for line in lines:
        yield (*_article(line), line.hit, line.left, line.found, line.right, *same)


def _article(line: Line) -> tuple[csv_cells.Cell, ...]:
    article, places = line.stored.article, line.stored.places
    return (
        article.id,
        article.url,
        article.published.isoformat() if article.published else None,
        article.source,
        places.province.name if places.province else None,
        "; ".join(district.name for district in places.districts),
    )
