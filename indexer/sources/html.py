"""A saved web page: its main text by trafilatura, its facts from the page's own markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.article import Article
from indexer.errors import TracuuError
from indexer.sources import html_facts
from indexer.sources.base import Received, Unfit
from indexer.sources.dates import published_in_url
from indexer.sources.html_facts import Page
from indexer.sources.identity import received
from indexer.sources.passages import line as one_line
from indexer.sources.passages import paragraphs
from indexer.sources.publication import publication
from indexer.text import decode

if TYPE_CHECKING:
    from trafilatura.settings import Document

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_END = re.compile(r"</\s*(?:html|body)\s*>", re.IGNORECASE)
_HEAD = 4096
#: A page with this many linked headings and no headline of its own, or that shows this many of
#: them, or of the texts next to them, in its main text, is a list of articles.
_LISTED = 3
_TEASER = 40
#: trafilatura's second opinion (justext) takes quadratic time: minutes on 100,000 elements. A real
#: portal page has a few thousand.
_MANY_ELEMENTS = 8000


def parse(data: bytes, path: Path) -> Received:
    """The article of one page.

    Raises Unfit for a page cut short, one without main text, and a list of articles.
    """
    charset = _CHARSET.search(data[:_HEAD])
    text = decode(data, charset[1].decode("ascii") if charset else None)
    if not _END.search(text):
        raise Unfit(
            "trang HTML bị cắt giữa chừng (không có </body> hay </html>)",
            "the HTML page is cut short (no </body> or </html>)",
        )
    try:
        return received(_read(text), "", path, None)
    except TracuuError:
        raise
    except Exception as problem:  # lxml and trafilatura fail in many ways on a crafted page
        raise Unfit(
            "không đọc được trang HTML này", f"this HTML page cannot be read ({problem})"[:200]
        ) from problem


def _read(text: str) -> Article:
    # Here, as it loads for a quarter of a second what only web pages need.
    import trafilatura
    from trafilatura.settings import Document

    tree = trafilatura.load_html(text)
    if tree is None:
        raise Unfit("không phải trang HTML", "not an HTML page")
    page = html_facts.examine(tree)
    # trafilatura works in the tree it is given, hence the text and not our tree. Its extensive
    # date search guesses from any date in the text, and government news is full of dates.
    extracted = trafilatura.bare_extraction(
        text,
        with_metadata=True,
        include_comments=False,
        fast=page.elements > _MANY_ELEMENTS,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(extracted, Document):
        raise _no_text()
    body = paragraphs(extracted.text or "")
    _require_article(page, body)
    return _article(page, extracted, body)


def _no_text() -> Unfit:
    return Unfit(
        "không phải bài viết: trang không có phần nội dung chính",
        "not an article: the page has no main text",
    )


def _require_article(page: Page, body: str) -> None:
    if page.is_declared_article:
        return
    teasers = html_facts.teasers(page)
    shown = sum(
        heading in body or (len(text) >= _TEASER and text[:_TEASER] in body)
        for heading, text in teasers
    )
    if shown >= _LISTED or (len(teasers) >= _LISTED and not html_facts.headlines(page)):
        raise Unfit(
            "không phải bài viết: đây là trang danh mục hay trang chủ",
            "not an article: this is an index or category page",
        )


def _article(page: Page, extracted: Document, body: str) -> Article:
    title = html_facts.title(page, extracted.title or "")
    captions = html_facts.captions(page)
    published, undated_because, shown_date = html_facts.published(page)
    if published is None and not undated_because:
        published, undated_because = publication(extracted.date)
    url = html_facts.address(page)
    if published is None and not undated_because:
        published = published_in_url(url)
    summary = html_facts.summary(page)
    lines = _without(body.split("\n"), {title, shown_date, *captions})
    if not lines:
        raise _no_text()
    return Article(
        id="",
        title=title or None,
        summary=summary,
        # A photo page may have no text but its sapô.
        body="\n".join(_without(lines, {summary}) or lines),
        captions=captions,
        published=published,
        undated_because=undated_because,
        source=one_line(html_facts.site(page, url)),
        url=url,
        author=html_facts.author(page),
    )


def _without(lines: Sequence[str], told: set[str]) -> list[str]:
    """The lines that say more than what is kept in fields of its own."""
    return [line for line in lines if line not in told]
