"""The article page: the whole text with the hits marked, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request
from markupsafe import Markup

from indexer import fetch, marking
from indexer.engines.base import Stored
from indexer.search import SearchRequest
from webui import urls
from webui.engine import engine
from webui.marks import Marks
from webui.parameters import read

blueprint = Blueprint("articles", __name__)


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text as HTML, and how many hits are marked in it."""

    title: Markup | None
    summary: Markup
    paragraphs: tuple[Markup, ...]
    captions: tuple[Markup, ...]
    hits: int


@dataclass(frozen=True, slots=True)
class Walk:
    """The way from hit to hit: which one is current (0: none yet), and the links."""

    current: int
    total: int
    previous_url: str
    next_url: str


@blueprint.get("/articles/<path:id>")
def show(id: str) -> str:
    """One article; with `q` its hits are marked, with `hit` one of them is current."""
    asked = read(request.args).request
    stored = fetch(engine(), id)
    current = request.args.get("hit", 0, _hit_number)
    text = _text(stored, asked, current)
    return render_template(
        "article.html",
        stored=stored,
        article=stored.article,
        text=text,
        walk=_walk(id, asked, min(current, text.hits), text.hits),
        asked=asked,
        original=original(stored.article.url),
    )


@blueprint.get("/articles/")
def show_by_parameter() -> str:
    """The same, for an id that cannot stand in a path."""
    return show(request.args.get("id", ""))


def original(url: str) -> str | None:
    """The article's own address, if it is one a browser may safely follow."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _text(stored: Stored, asked: SearchRequest, current: int) -> Text:
    article = stored.article
    marks = Marks(marking(asked), current)
    return Text(
        marks.mark(article.title) if article.title else None,
        marks.mark(article.summary),
        marks.all(line for line in article.body.split("\n") if line.strip()),
        marks.all(article.captions),
        marks.total,
    )


def _walk(id: str, asked: SearchRequest, current: int, total: int) -> Walk | None:
    if not total:
        return None

    def url(number: int) -> str:
        return urls.article(id, asked, hit=number, anchor=f"m{number}")

    before = current - 1 if current > 1 else total
    return Walk(current, total, url(before), url(current % total + 1))


def _hit_number(written: str) -> int:
    """Only a plain number counts; anything else raises ValueError and the default stands."""
    if not written.isascii() or not written.isdigit() or len(written) > 6:
        raise ValueError(written)
    return int(written)
