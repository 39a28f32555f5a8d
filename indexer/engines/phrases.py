"""Keys beside or near each other, found in arrays of places.

A place is one number: an article's base + a position, where the bases of articles lie so far apart
that no phrase reaches from one into the next. Places ascend.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engines.arrays import Array

#: A table of all places is quicker than searching up to so many places for each one looked for.
_TABLE = 500


def adjacent(lists: Sequence[Array], size: int) -> Array:
    """Where the keys stand in this order, side by side: the first key's places.

    All places are below `size`.
    """
    order = sorted(range(len(lists)), key=lambda number: len(lists[number]))
    found = lists[order[0]] - order[0]
    for number in order[1:]:
        if not len(found):
            break
        found = found[_stand(found + number, lists[number], size)]
    return found[found >= 0]


def near(lists: Sequence[Array], window: int) -> Array:
    """Where a window of `window` positions begins that holds all the keys, in any order.

    A key given twice must stand there twice.
    """
    distinct = {id(places): places for places in lists}
    wanted = {key: sum(id(places) == key for places in lists) for key in distinct}
    starts = np.unique(np.concatenate(list(distinct.values())))
    fits = np.ones(len(starts), np.bool_)
    for key, places in distinct.items():
        if len(places) < wanted[key]:
            return starts[:0]
        last = np.searchsorted(places, starts) + wanted[key] - 1
        inside = last < len(places)
        last[~inside] = 0
        fits &= inside & (places[last] - starts < window)
    return starts[fits]


def _stand(wanted: Array, places: Array, size: int) -> Array:
    """Which of the wanted places are there."""
    if size <= _TABLE * len(wanted):
        table = np.zeros(size + 1, np.bool_)
        table[places] = True
        return table.take(np.clip(wanted, 0, size))
    if not len(places):
        return np.zeros(len(wanted), np.bool_)
    found = np.searchsorted(places, wanted)
    found[found == len(places)] = 0
    return np.equal(places[found], wanted)
