"""An article made ready for the index: its places tagged, its fields analysed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from indexer.engines.base import Prepared, Stored
from indexer.places import tag
from indexer.text import Analysed, analyse
from indexer.text.sketch import sketch

#: Empty positions before each caption, more than any nearness a query may ask for.
CAPTION_GAP = 100


def prepare(stored: Stored) -> Prepared:
    """The article with its places and the keys of its title, summary, and body with captions."""
    article = stored.article
    places = tag(
        article.title or "",
        article.summary,
        article.body,
        published=article.published.at.date() if article.published else None,
        province=article.province,
        source=article.source,
        captions=article.captions,
    )
    title, summary, body = map(analyse, (article.title or "", article.summary, article.body))
    # A summary that opens the body stands there once, so that it may stand in either or both.
    opening = () if article.body.startswith(article.summary) else summary.exact
    return Prepared(
        stored=dataclasses.replace(stored, places=places),
        title=title,
        summary=summary,
        body=_apart([body, *map(analyse, article.captions)]),
        sketch=sketch(title.exact, opening, body.exact),
    )


def _apart(pieces: Iterable[Analysed]) -> Analysed:
    """The pieces one after the other, too far apart for a phrase to cross."""
    first, *others = pieces
    if not others:
        return first
    exact, folded = list(first.exact), list(first.folded)
    positions, compounds = list(first.positions), list(first.compounds)
    length = first.length
    for piece in others:
        start = length + CAPTION_GAP
        exact += piece.exact
        folded += piece.folded
        positions += [start + position for position in piece.positions]
        compounds += piece.compounds
        length = start + piece.length
    return Analysed(exact, folded, positions, compounds, length)
