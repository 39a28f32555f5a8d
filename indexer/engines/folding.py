"""Near-identical articles (one release on several portals) known by their sketches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from indexer.engines.arrays import Array

#: Sketches differing in so many of their 256 bits are of one release: about three quarters of
#: all runs of three keys are shared. Lets a changed headline or a dateline pass, and one syllable
#: in thirty; two reports of one event stay apart (of 1,500 articles the nearest differ in 45).
APART = 40
#: Of those, the first 64 bits hold fewer than this for sure (10 are expected, deviation 3): looked
#: at first, they leave one pair in a hundred.
_GLANCE = 24


def folds(sketches: Array) -> dict[int, int]:
    """The near-identical ones of some sketches (rows), each with the place of its kind's first."""
    glance = sketches[:, 0]
    near = (np.bitwise_count(glance[:, None] ^ glance) < _GLANCE) & sketches.any(1)
    firsts, others = np.nonzero(np.triu(near, 1))
    apart = np.bitwise_count(sketches[firsts] ^ sketches[others]).sum(1, np.uint16)
    close = apart <= APART
    found: dict[int, int] = {}
    for first, other in zip(firsts[close].tolist(), others[close].tolist(), strict=True):
        if first not in found:
            found.setdefault(other, first)
    return found


def under(found: Mapping[int, int]) -> Mapping[int, Sequence[int]]:
    """The places of the others for each first, in their order."""
    others: dict[int, list[int]] = {}
    for other in sorted(found):
        others.setdefault(found[other], []).append(other)
    return others
