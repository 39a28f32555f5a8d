"""The article page: the whole text with the hits marked, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup

from indexer import (
    VIETNAM,
    Article,
    Explanation,
    MarkedArticle,
    SearchRequest,
    articles_like,
    explain,
    fetch,
    marked_article,
)
from webui import urls
from webui.citations import key, line
from webui.engine import engine
from webui.forms import FORMS
from webui.original import at_passage, original
from webui.parameters import read

blueprint = Blueprint("articles", __name__)


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
    text = marked_article(stored.article, asked.text, asked.exact, engine().limits)
    current = min(request.args.get("hit", 0, _hit_number), text.hits)
    return render_template(
        "article.html",
        stored=stored,
        article=stored.article,
        text=text,
        current=current,
        walk=_walk(id, asked, current, text.hits),
        asked=asked,
        original=_original(stored.article.url, text),
        similar=articles_like(engine(), stored),
        explanation=_explanation(asked, stored.article),
        citation=line(stored.article, today()),
        forms=FORMS.values(),
    )


@blueprint.get("/articles/")
def show_by_parameter() -> str:
    """The same, for an id that cannot stand in a path."""
    return show(request.args.get("id", ""))


@blueprint.get("/cite.<path:ending>")
def cite(ending: str) -> Response:
    """The article `id` as a file to cite or to count it by."""
    form = FORMS.get(ending) or abort(404)
    stored = fetch(engine(), request.args.get("id", ""))
    answer = Response("".join(form.write([stored], today(), None)), mimetype=form.mimetype)
    name = f"{key(stored.article)}.{ending}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.app_template_filter()
def singled_out(marked: str, current: int) -> Markup:
    """Escaped text with its marks as HTML, the current mark singled out."""
    here = f'<mark id="hit-{current}"'
    return Markup(marked.replace(here, f'{here} class="current"'))  # noqa: S704  # nosec B704 # escaped before


def today() -> date:
    """The day it is in Vietnam."""
    return datetime.now(VIETNAM).date()


def _original(url: str, text: MarkedArticle) -> str | None:
    safe = original(url)
    return at_passage(safe, text.paragraphs) if safe else None


def _explanation(asked: SearchRequest, article: Article) -> Explanation | None:
    if not asked.text:
        return None
    return explain(engine(), asked.text, exact=asked.exact, article=article)


def _walk(id: str, asked: SearchRequest, current: int, total: int) -> Walk | None:
    if not total:
        return None

    def url(number: int) -> str:
        return urls.article(id, asked, hit=number, anchor=f"hit-{number}")

    before = current - 1 if current > 1 else total
    return Walk(current, total, url(before), url(current % total + 1))


def _hit_number(written: str) -> int:
    """Only a plain number counts; anything else raises ValueError and the default stands."""
    if not written.isascii() or not written.isdigit() or len(written) > 6:
        raise ValueError(written)
    return int(written)
