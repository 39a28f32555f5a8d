"""A whole article with what a query asks for marked in it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.article import Article
from indexer.limits import Limits
from indexer.query.marking import mark_all, marks


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """A whole article as HTML, its marks numbered through from `hit-1` to `hit-{hits}`."""

    title: str | None
    summary: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    hits: int


def marked_article(
    article: Article, text: str, exact: bool = False, limits: Limits | None = None
) -> MarkedArticle:
    """The article with what the query `text` asks for marked; nothing for an empty query."""
    told = texts(article)
    done = mark_all(told, marks(text, exact, limits))
    title, summary, *rest = done.html
    paragraphs = len(rest) - len(article.captions)
    return MarkedArticle(
        title=None if article.title is None else title,
        summary=summary,
        paragraphs=tuple(rest[:paragraphs]),
        captions=tuple(rest[paragraphs:]),
        hits=done.hits,
    )


def texts(article: Article) -> list[str]:
    """Title, summary, each paragraph, each caption, as they stand on the article's page."""
    paragraphs = [each for each in article.body.split("\n") if each.strip()]
    return [article.title or "", article.summary, *paragraphs, *article.captions]
