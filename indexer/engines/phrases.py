"""Keys beside or near each other, found in arrays of positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.merging import rows

#: An article's number and a position make one number: the article times this, plus the position.
WIDTH = 1 << 32


class Placed(NamedTuple):
    """A key's articles, ascending; those of `docs[i]` are `positions[starts[i]:starts[i + 1]]`."""

    docs: Array
    starts: Array
    positions: Array

    @property
    def size(self) -> int:
        """Bytes held in memory."""
        return int(self.docs.nbytes + self.starts.nbytes + self.positions.nbytes)

    def at(self, docs: Array) -> Array:
        """All places of the key in these ascending articles, as article × WIDTH + position."""
        which = np.searchsorted(self.docs, docs)
        which[which == len(self.docs)] = 0
        if not len(self.docs):
            return np.zeros(0, np.int64)
        held = self.docs[which] == docs
        which, docs = which[held], docs[held]
        sizes = self.starts[which + 1] - self.starts[which]
        positions = self.positions[rows(self.starts[which], sizes)]
        return np.repeat(docs.astype(np.int64) * WIDTH, sizes) + positions


def adjacent(lists: Sequence[Placed], docs: Array) -> Array:
    """Where in these articles the keys stand in this order, side by side: the first key's places."""
    order = sorted(range(len(lists)), key=lambda number: len(lists[number].positions))
    found: Array | None = None
    for number in order:
        places = lists[number].at(docs) - number
        found = places if found is None else found[_in(found, places)]
        if not len(found):
            break
        docs = np.unique(found // WIDTH)
    assert found is not None
    return found


def near(lists: Sequence[Placed], docs: Array, width: int) -> Array:
    """Where a window of `width` positions begins that holds all the keys, in any order.

    A key asked for twice must stand there twice.
    """
    places: dict[int, Array] = {}
    wanted: dict[int, int] = {}
    for placed in lists:
        wanted[id(placed)] = wanted.get(id(placed), 0) + 1
        places[id(placed)] = placed.at(docs)
    starts = np.unique(np.concatenate(list(places.values())))
    fits = np.ones(len(starts), np.bool_)
    for key, own in places.items():
        last = np.searchsorted(own, starts) + wanted[key] - 1
        inside = last < len(own)
        last[~inside] = 0
        fits &= inside & (own[last] - starts < width) if len(own) else False
    return starts[fits]


def _in(places: Array, others: Array) -> Array:
    if not len(others):
        return np.zeros(len(places), np.bool_)
    found = np.searchsorted(others, places)
    found[found == len(others)] = 0
    return others[found] == places
