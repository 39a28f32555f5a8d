"""Links from the listing pages of a portal."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml.etree import LxmlError

from indexer.harvest.errors import UnfitList
from indexer.harvest.fetching import Fetched
from indexer.harvest.links import Link
from indexer.harvest.pages import text_of
from indexer.sources.identity import canonical_url, host, joined

#: A headline has at least so many syllables; "Trang chủ", "Liên hệ", "Tin trong tỉnh" have fewer.
_HEADLINE = 5
_NEXT = re.compile(r"^(?:trang\s+)?(?:sau|tiếp|kế tiếp|tiếp theo|next)?\s*[›»>]*$", re.IGNORECASE)


def read(fetched: Fetched) -> tuple[list[Link], str]:
    """The headlines of a listing that lead to the same host, and the address of its next page.

    The address is empty where there is none. Raises UnfitList for what is no HTML page.
    """
    try:
        tree = lxml.html.fromstring(text_of(fetched))
    except (LxmlError, ValueError) as problem:
        raise UnfitList("không phải trang HTML", "not an HTML page") from problem
    here = canonical_url(fetched.url)
    links = [(joined(fetched.url, a.get("href").strip()), a) for a in tree.iter("a") if _leads(a)]
    same_host = [(url, a) for url, a in links if host(canonical_url(url)) == host(here)]
    found = [
        Link(url, title) for url, a in same_host if len((title := _text(a)).split()) >= _HEADLINE
    ]
    return found, _next_page(tree, same_host, here, fetched.url)


def _next_page(
    tree: lxml.html.HtmlElement,
    links: list[tuple[str, lxml.html.HtmlElement]],
    here: str,
    base: str,
) -> str:
    declared = (joined(base, e.get("href")) for e in tree.iter("link") if _is_next(e))
    shown = (url for url, a in links if _is_next(a) or (_text(a) and _NEXT.match(_text(a))))
    candidates: Iterator[str] = (canonical_url(url) for url in (*declared, *shown))
    return next((url for url in candidates if url and url != here and host(url) == host(here)), "")


def _is_next(element: lxml.html.HtmlElement) -> bool:
    return bool(element.get("href")) and "next" in (element.get("rel") or "").lower().split()


def _leads(a: lxml.html.HtmlElement) -> bool:
    href = (a.get("href") or "").strip()
    return bool(href) and not href.startswith(("#", "javascript:", "mailto:", "tel:"))


def _text(a: lxml.html.HtmlElement) -> str:
    return " ".join((a.text_content() or a.get("title") or "").split())
