"""What an HTML page says of itself: headline, summary, date, author, site, address, captions."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.etree import _Element as Element

from indexer.article import Published
from indexer.sources.identity import canonical_url, host
from indexer.sources.passages import line as one_line
from indexer.sources.publication import publication

_DATE_METAS = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "date",
)
_SUMMARY_METAS = ("description", "og:description", "dc.description", "twitter:description")
_SITE_METAS = ("og:site_name", "application-name")
#: Class names portals give to the date, the sapô and the captions, measured on real pages.
_DATES = {"date", "time", "datetime", "publish-date", "post-date", "article-date", "ngay-dang"}
_SUMMARIES = {"sapo", "summary", "lead", "chapeau", "article-summary", "detail-sapo"}
_CAPTIONS = {"fig", "caption", "photo-caption", "image-caption", "PhotoCMS_Caption"}
_ARTICLES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting")
_DATE_LENGTH = 80
#: How many candidates for a date, and how many linked headings, are looked at.
_LOOKS = 100


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page with the metas, by lower-case name, and the JSON-LD of its article."""

    tree: Element
    metas: Mapping[str, str]
    linked: Mapping[str, Any]
    elements: int

    @property
    def is_declared_article(self) -> bool:
        """The page itself says that it is one article."""
        return bool(self.linked) or self.metas.get("og:type", "").lower() == "article"

    def meta(self, names: Sequence[str]) -> str:
        """The first of these metas that says anything."""
        return next((self.metas[n] for n in names if self.metas.get(n)), "")


def examine(tree: Element) -> Page:
    """The page with its metas and linked data read."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        content = one_line(meta.get("content") or "")
        if content:
            metas.setdefault(name.lower(), content)
    elements = sum(1 for _ in tree.iter())
    return Page(tree, metas, next(_linked_articles(tree), {}), elements)


def headlines(page: Page) -> list[Element]:
    """The first-level headings with words of their own, outside links: an article's has some."""
    return [h for h in page.tree.iter("h1") if _unlinked_text(h) and not _inside(h, "a")]


def title(page: Page, guessed: str) -> str:
    """The headline the page's title agrees with, else what its metadata say, else the guess."""
    declared = page.meta(("og:title", "dc.title")) or _first_text(page.tree, "title")
    texts = [_text(h) for h in headlines(page)]
    agreeing = [t for t in texts if t.casefold() in declared.casefold()]
    return next(iter(agreeing or texts), "") or page.metas.get("og:title") or one_line(guessed)


def summary(page: Page) -> str:
    """The sapô: what stands in one of the usual classes, else the page's description."""
    described = page.meta(_SUMMARY_METAS)
    classed = (_text(e) for e in _classed(page.tree, _SUMMARIES))
    return next(filter(None, classed), described)


def captions(page: Page) -> tuple[str, ...]:
    """The captions under the page's pictures, each once, in their order."""
    marked = [*page.tree.iter("figcaption"), *_classed(page.tree, _CAPTIONS)]
    texts = [*map(_text, marked), *_captions_in_italics(page.tree)]
    return tuple(dict.fromkeys(filter(None, texts)))


def published(page: Page) -> tuple[Published | None, str, str]:
    """The date, the reason where there is none, and the line of text it was read from."""
    reasons = []
    for raw, shown in itertools.islice(_dates(page), _LOOKS):
        when, reason = publication(raw)
        if when:
            return when, "", shown
        reasons.append(reason)
    return None, next(filter(None, reasons), ""), ""


def author(page: Page) -> str:
    """The author the page names in its metadata."""
    named = page.linked.get("author")
    named = named[0] if isinstance(named, list) and named else named
    named = named.get("name") if isinstance(named, dict) else named
    return one_line(named) if isinstance(named, str) else page.meta(("author", "dc.creator"))


def address(page: Page) -> str:
    """The page's canonical URL; empty where it names none, or only its site's front page."""
    links = (e.get("href") for e in page.tree.iter("link") if e.get("rel") == "canonical")
    named = (*links, page.metas.get("og:url"))
    urls = (canonical_url(url) for url in named if url)
    return next((url for url in urls if url and not url.endswith(f"{host(url)}/")), "")


def site(page: Page, url: str) -> str:
    """The site's name, else its host."""
    return page.meta(_SITE_METAS) or host(url)


def teasers(page: Page) -> list[tuple[str, str]]:
    """Headings that lead to other pages, each with the text next to it."""
    links = page.tree.xpath(
        "(//h1|//h2|//h3|//h4)[(.//a|parent::a)[@href and not(starts-with(@href, '#'))]]"
    )
    return [(text, _text_after(link)) for link in links[:_LOOKS] if (text := _text(link))]


def _dates(page: Page) -> Iterator[tuple[str, str]]:
    """Dates as written, surest first: metadata, then what stands under the headline."""
    named = page.linked.get("datePublished")
    if isinstance(named, str):
        yield named, ""
    if meta := page.meta(_DATE_METAS):
        yield meta, ""
    # A clock in the page's head shows the day the page was saved, hence only after the headline.
    for element in _after_headline(page):
        shown = _text(element)
        for raw in filter(None, (element.get("datetime"), shown)):
            if len(raw) <= _DATE_LENGTH:
                yield raw, shown


def _after_headline(page: Page) -> Iterator[Element]:
    candidates = [e for e in page.tree.iter("time", *_TEXTUAL) if _is_date(e)]
    heads = headlines(page)
    if not heads:
        return
    order = {element: i for i, element in enumerate(page.tree.iter())}
    yield from (e for e in candidates if order[e] > order[heads[0]])


_TEXTUAL = ("p", "span", "div", "li", "em", "i", "small")


def _is_date(element: Element) -> bool:
    return element.tag == "time" or bool(_classes(element) & _DATES)


def _linked_articles(tree: Element) -> Iterator[Mapping[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        waiting = [value]
        while waiting:
            item = waiting.pop()
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                kinds = item.get("@type")
                if any(k in _ARTICLES for k in (kinds if isinstance(kinds, list) else [kinds])):
                    yield item
                waiting.append(item.get("@graph"))


def _captions_in_italics(tree: Element) -> Iterator[str]:
    """The paragraph right under one with a picture, all of it in italics."""
    for paragraph in tree.iter("p"):
        above = paragraph.getprevious()
        if above is None or above.find(".//img") is None:
            continue
        text = _text(paragraph)
        italics = one_line(" ".join(map(_text, paragraph.iter("em", "i"))))
        if text and text == italics:
            yield text


def _classed(tree: Element, names: set[str]) -> Iterator[Element]:
    return (e for e in tree.iter("p", "span", "div", "h2", "h3", "td") if _classes(e) & names)


def _classes(element: Element) -> set[str]:
    return set((element.get("class") or "").split())


def _first_text(tree: Element, tag: str) -> str:
    return next((_text(e) for e in tree.iter(tag)), "")


def _text(element: Element) -> str:
    return one_line("".join(str(piece) for piece in element.itertext()))


def _text_after(element: Element) -> str:
    following = element.getnext()
    return "" if following is None or not isinstance(following.tag, str) else _text(following)


def _unlinked_text(element: Element) -> str:
    return one_line("".join(element.xpath(".//text()[not(ancestor::a)]")))


def _inside(element: Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None
