"""Keys beside or near each other, found in one run over the places of all keys.

All phrases of a query are looked for together: for the few articles that are rescored, the calls
cost more than what they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.fields import GAP
from indexer.engines.merging import rows
from indexer.engines.placing import Places
from indexer.query.tree import Phrase

#: A table of all places is quicker than searching up to so many places for each one looked for.
_TABLE = 500


class Standing(NamedTuple):
    """Where phrases stand: the phrase's number, and the number among all places of one of its keys.

    Once for each time that a phrase stands somewhere; a window begins at that place.
    """

    phrases: Array
    places: Array


class _Other(NamedTuple):
    """A key that must stand near a start: at `shift` from it or beyond, by less than `reach`.

    `more`: how many more times it must stand there. `counted`: where it stands right at the start,
    that window is another start's.
    """

    shift: int
    reach: int
    more: int = 0
    counted: bool = False


#: What every start meets: that it stands where it stands.
_ITSELF = _Other(0, 1)


class _Start(NamedTuple):
    """A key from whose places on a phrase is looked for."""

    phrase: int
    key: int
    others: tuple[_Other, ...]


def standing(phrases: Sequence[Phrase], found: Places) -> Standing:
    """Where these phrases stand, of one view and with all their keys among the places."""
    starts = [
        start for number, phrase in enumerate(phrases) for start in _starts(number, phrase, found)
    ]
    edges = np.array([found.edges[start.key : start.key + 2] for start in starts], np.int64)
    edges = edges.reshape(-1, 2)
    counts = edges[:, 1] - edges[:, 0]
    places = rows(edges[:, 0], counts)
    owners = np.repeat(np.arange(len(starts)), counts)
    for turn in range(max((len(start.others) for start in starts), default=0)):
        others = [s.others[turn] if turn < len(s.others) else _ITSELF for s in starts]
        met = _met(others, owners, found.at[places], found)
        places, owners = places[met], owners[met]
    return Standing(np.array([start.phrase for start in starts], np.int64)[owners], places)


def _starts(number: int, phrase: Phrase, found: Places) -> Iterator[_Start]:
    keys = [found.keys[text] for text in phrase.terms]
    if keys and phrase.slop is None:
        yield _adjacent(number, keys, found)
    elif keys and phrase.slop is not None:
        yield from _near(number, keys, min(len(keys) + phrase.slop, GAP), found.size)


def _adjacent(number: int, keys: Sequence[int], found: Places) -> _Start:
    """From the rarest key on, the next rarest looked for first."""
    order = sorted(range(len(keys)), key=lambda at: found.count(keys[at]))
    first, *rest = order
    shifts = [(keys[at] - keys[first]) * found.size + at - first for at in rest]
    return _Start(number, keys[first], tuple(_Other(shift, 1) for shift in shifts))


def _near(number: int, keys: Sequence[int], window: int, size: int) -> Iterator[_Start]:
    """From each of the keys on; a key given twice must stand there twice."""
    wanted = Counter(keys)
    for place, key in enumerate(wanted):
        others = (
            _Other((other - key) * size, window, times - 1, counted=before < place)
            for before, (other, times) in enumerate(wanted.items())
            if other != key or times > 1
        )
        yield _Start(number, key, tuple(others))


def _met(others: Sequence[_Other], owners: Array, starts: Array, found: Places) -> Array:
    """Which starts have their other key near them."""
    shift, reach, more, counted = np.array(others, np.int64).T
    sought = starts + shift[owners]
    if all(other.reach == 1 for other in others) and found.extent <= _TABLE * len(sought):
        table = np.zeros(found.extent, np.bool_)
        table[found.at[:-1]] = True
        return np.asarray(table.take(sought, mode="clip"))
    at = found.at
    where = at.searchsorted(sought)
    following = where + more[owners] if more.any() else where
    met: Array = at.take(following, mode="clip") - sought < reach[owners]
    if counted.any():
        met &= ~((at[where] == sought) & counted.astype(np.bool_)[owners])
    return met
