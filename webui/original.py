"""The link to an article where it first stood, straight to the passage that was found."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

#: Words before and after the hit: enough to be the only such passage on a page.
_AROUND = 4
_TAG = re.compile(r"<[^>]*>")
_HIT = re.compile(r"<mark[^>]*>(.*?)</mark>", re.DOTALL)


def original(url: str) -> str | None:
    """The article's own address, if it is one a browser may safely follow."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def at_passage(url: str, marked: Iterable[str]) -> str:
    """The address with a text fragment (wicg.github.io/scroll-to-text-fragment) of the first hit.

    `marked` are the article's paragraphs as HTML with hits in `<mark>`. A browser that knows no
    text fragments opens the page at its top.
    """
    passage = next(filter(None, map(_passage, marked)), None)
    if passage is None:
        return url
    # A minus separates a prefix from the text, so it may not stand for itself.
    fragment = quote(passage, safe="").replace("-", "%2D")
    return f"{url}{'' if '#' in url else '#'}:~:text={fragment}"


def _passage(paragraph: str) -> str | None:
    """The first hit of a paragraph with the words around it."""
    hit = _HIT.search(paragraph)
    if hit is None:
        return None
    before = _plain(paragraph[: hit.start()]).split(" ")[-_AROUND - 1 :]
    after = _plain(paragraph[hit.end() :]).split(" ")[: _AROUND + 1]
    return f"{' '.join(before)}{_plain(hit[1])}{' '.join(after)}".strip()


def _plain(marked: str) -> str:
    return html.unescape(_TAG.sub("", marked))
