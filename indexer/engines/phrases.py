"""Keys beside or near each other, found in one run over the places of all keys.

All phrases of a query are looked for together: for the few articles that are rescored, the calls
cost more than what they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
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

    `key`: its number less the start's. `more`: how many more times it must stand there. `counted`:
    where it stands right at the start, that window is another start's.
    """

    key: int
    shift: int
    reach: int
    more: int = 0
    counted: bool = False


#: What every start meets: that it stands where it stands.
_ITSELF = _Other(0, 0, 1)


class _Start(NamedTuple):
    """A key from whose places on a phrase is looked for."""

    phrase: int
    key: int
    others: tuple[_Other, ...]


class _Others(NamedTuple):
    """One other key of every start, as columns of `_Other`; None where no start asks for it."""

    keys: Array
    shifts: Array
    reaches: Array
    more: Array | None
    counted: Array | None
    #: Whether all stand at one place alone.
    adjacent: bool


class Shapes(NamedTuple):
    """Phrases of one view made ready: once for a query, to be looked for in any articles.

    `keys` numbers the keys of all phrases. A start is a phrase's number and a key's.
    """

    phrases: Sequence[Phrase]
    keys: Mapping[str, int]
    owners: Array
    starts: Array
    others: Sequence[_Others]
    #: Which phrases are looked for in titles only; None where none is.
    titled: Array | None


def shapes(phrases: Sequence[Phrase], frequency: Callable[[str], float]) -> Shapes:
    """Make phrases ready; the search for each begins at its rarest key."""
    texts = dict.fromkeys(text for phrase in phrases for text in phrase.terms)
    keys = {text: number for number, text in enumerate(texts)}
    counts = list(map(frequency, texts))
    starts = [
        start
        for number, phrase in enumerate(phrases)
        for start in _starts(number, phrase, [keys[text] for text in phrase.terms], counts)
    ]
    turns = zip_longest(*(start.others for start in starts), fillvalue=_ITSELF)
    titled = np.array([phrase.scope == "title" for phrase in phrases], np.bool_)
    return Shapes(
        phrases,
        keys,
        np.array([start.phrase for start in starts], np.int64),
        np.array([start.key for start in starts], np.int64),
        [_columns(others) for others in turns],
        titled if titled.any() else None,
    )


def standing(looked_for: Shapes, found: Places) -> Standing:
    """Where phrases stand, among the places of all their keys."""
    firsts = found.edges[looked_for.starts]
    counts = found.edges[looked_for.starts + 1] - firsts
    places = rows(firsts, counts)
    starts = np.arange(len(counts)).repeat(counts)
    for others in looked_for.others:
        met = _met(others, starts, found.at[places], found)
        places, starts = places[met], starts[met]
    return Standing(looked_for.owners[starts], places)


def _starts(
    number: int, phrase: Phrase, keys: Sequence[int], counts: Sequence[float]
) -> Iterator[_Start]:
    if keys and phrase.slop is None:
        yield _adjacent(number, keys, counts)
    elif keys and phrase.slop is not None:
        yield from _near(number, keys, min(len(keys) + phrase.slop, GAP))


def _adjacent(number: int, keys: Sequence[int], counts: Sequence[float]) -> _Start:
    """From the rarest key on, the next rarest looked for first."""
    first, *rest = sorted(range(len(keys)), key=lambda at: counts[keys[at]])
    others = (_Other(keys[at] - keys[first], at - first, 1) for at in rest)
    return _Start(number, keys[first], tuple(others))


def _near(number: int, keys: Sequence[int], window: int) -> Iterator[_Start]:
    """From each of the keys on; a key given twice must stand there twice."""
    wanted = Counter(keys)
    for place, key in enumerate(wanted):
        others = (
            _Other(other - key, 0, window, times - 1, counted=before < place)
            for before, (other, times) in enumerate(wanted.items())
            if other != key or times > 1
        )
        yield _Start(number, key, tuple(others))


def _columns(others: Sequence[_Other]) -> _Others:
    keys, shifts, reaches, more, counted = np.array(others, np.int64).T
    return _Others(
        keys,
        shifts,
        reaches,
        more if more.any() else None,
        counted.astype(np.bool_) if counted.any() else None,
        bool((reaches == 1).all()),
    )


def _met(others: _Others, starts: Array, at: Array, found: Places) -> Array:
    """Which places of starts have their other key near them."""
    sought = at + (others.keys * found.size + others.shifts)[starts]
    if others.adjacent and found.extent <= _TABLE * len(sought):
        table = np.zeros(found.extent, np.bool_)
        table[found.at[:-1]] = True
        return np.asarray(table.take(sought, mode="clip"))
    where = found.at.searchsorted(sought)
    following = where if others.more is None else where + others.more[starts]
    beyond = found.at.take(following, mode="clip") - sought
    met: Array = beyond < others.reaches[starts]
    if others.counted is not None:
        at_once = beyond if others.more is None else found.at[where] - sought
        met &= (at_once != 0) | ~others.counted[starts]
    return met
