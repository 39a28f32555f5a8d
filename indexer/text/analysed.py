"""The keys of one stretch of text, as an engine wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Analysed:
    """One stretch of text as keys, ready for posting lists.

    `exact`, `folded` and `positions` run in parallel; several keys may stand at one position
    (a document code over its parts), never falling. `compounds` holds each segmented word of two or
    more syllables twice: folded (`thi_dua`) and, after a `=`, exact (`=thi_đua`).
    `length` is the number of positions.
    """

    exact: Sequence[str] = ()
    folded: Sequence[str] = ()
    positions: Sequence[int] = ()
    compounds: Sequence[str] = ()
    length: int = 0
