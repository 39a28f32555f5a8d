"""How much of a query is read: what keeps every query cheap, whatever was typed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the query language; beyond them something is left out and a Notice says what.

    `characters` of the query are read. `terms` syllables, codes and phrases are asked for, the
    rarest first; the first `scored` still count for the order (alqac's long questions: success@1
    0.879 against 0.858 where only the rarest 16 count). A phrase holds at most `phrase`
    syllables, a nearness at most `nearness` others between them; a prefix has at least `prefix`
    letters and stands for its `expansions` most frequent keys; parentheses nest at most `depth`
    deep. Of the hits, the first `hits` can be paged through, `page_size` at a time.
    """

    characters: int = 256
    terms: int = 16
    scored: int = 64
    phrase: int = 12
    nearness: int = 50
    prefix: int = 2
    expansions: int = 64
    depth: int = 8
    hits: int = 10_000
    page_size: int = 1000
