"""The order of matches, and the first of them without sorting all."""

from __future__ import annotations

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.building import UNDATED
from indexer.engines.generation import Generation
from indexer.query.tree import Sort


def first(generation: Generation, docs: Array, scores: Array, sort: Sort, wanted: int) -> Array:
    """The places in `docs` of the first `wanted`, in order.

    By relevance: score, then newest, then id. By date: undated articles last, then id.
    """
    main = _main(generation, docs, scores, sort)
    chosen = _best(main, wanted)
    newest = -generation.published[docs[chosen]]
    order = np.lexsort((newest, main[chosen]))
    chosen, main, newest = chosen[order], main[chosen][order], newest[order]
    return _by_id(generation, docs, chosen, main, newest, wanted)[:wanted]


def _main(generation: Generation, docs: Array, scores: Array, sort: Sort) -> Array:
    """What comes first, ascending."""
    if sort == "relevance":
        return -scores
    published = generation.published[docs]
    if sort == "newest":
        return -published
    return np.where(published == UNDATED, -UNDATED, published)


def _best(main: Array, wanted: int) -> Array:
    """The places of the least `wanted`, and of all that equal the last of them."""
    if len(main) <= wanted or wanted <= 0:
        return np.arange(len(main))
    last = np.partition(main, wanted - 1)[wanted - 1]
    return np.flatnonzero(main <= last)


def _by_id(
    generation: Generation, docs: Array, chosen: Array, main: Array, newest: Array, wanted: int
) -> Array:
    """Runs of equals put in the order of their ids, as far as they are wanted."""
    same = (main[1:] == main[:-1]) & (newest[1:] == newest[:-1])
    if not same.any():
        return chosen
    edges = np.concatenate(([0], np.flatnonzero(~same) + 1, [len(chosen)]))
    runs = np.flatnonzero(np.diff(edges) > 1)
    chosen = chosen.copy()
    for start, stop in zip(edges[runs].tolist(), edges[runs + 1].tolist(), strict=True):
        if start >= wanted:
            break
        run = chosen[start:stop].tolist()
        chosen[start:stop] = sorted(run, key=lambda place: generation.id(int(docs[place])))
    return chosen
