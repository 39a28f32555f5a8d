"""What a reader of codes, dates, numbers, entities or abbreviations found at one place."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["syllable", "number", "code", "date", "entity", "abbreviation"]


class Piece(NamedTuple):
    """One position's key with the characters it stands for."""

    start: int
    end: int
    exact: str
    folded: str
    kind: Kind


class Found(NamedTuple):
    """A find that ends at character `end`.

    `pieces` take the place of the words read; None: the words stay. `stacked` stand on the first
    position, the most telling first. `phrase`: what the pieces spell, where they replace an
    abbreviation or another spelling. `back`: how many words before the one read it begins.
    """

    end: int
    pieces: tuple[Piece, ...] | None
    stacked: tuple[Piece, ...] = ()
    phrase: str = ""
    back: int = 0
