"""Where keys stand in given articles, read from the mapped positions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.cache import Cache
from indexer.engines.generation import Generation
from indexer.engines.lists import find
from indexer.engines.merging import rows
from indexer.engines.segment import Field
from indexer.query.tree import View

#: The start of every so-manieth posting's positions is remembered; the others are added up.
_BLOCK = 8
_INSIDE = np.arange(_BLOCK)

#: The system maps so many bytes around one that is touched, in each of three columns.
_AROUND = 3 << 16

#: Rows and positions of one key in one segment.
_Part = tuple[Array, Array]


class Places(NamedTuple):
    """The places of keys in some articles: the article's base plus the position.

    `bases` ascend, one for each article, far enough apart that no phrase reaches into the next;
    all places are below `size`.
    """

    bases: Array
    size: int
    of: Mapping[str, Array]


class _Held(NamedTuple):
    """One key's postings in some articles of a segment.

    `rows` are those of the articles, `postings` the numbers in the view's columns. The positions
    start at `starts` and as many further on as the `inside` postings before have.
    """

    rows: Array
    postings: Array
    starts: Array
    inside: Array


def places(
    generation: Generation, cache: Cache, view: View, texts: Iterable[str], docs: Array
) -> Places:
    """The places of keys in these ascending articles."""
    parts: dict[str, list[_Part]] = {text: [] for text in texts}
    edges = np.searchsorted(docs, generation.bases).tolist()
    for number, segment in enumerate(generation.segments):
        low, high = edges[number], edges[number + 1]
        if low < high:
            own = (docs[low:high] - generation.bases[number]).astype(np.uint32)
            read = _read(segment.fields[view], cache, own, low, parts)
            generation.touched(read)
    ends = np.cumsum(generation.extents[docs])
    bases = ends - generation.extents[docs]
    size = int(ends[-1]) if len(ends) else 0
    return Places(bases, size, {text: _joined(held, bases) for text, held in parts.items()})


def _joined(parts: Sequence[_Part], bases: Array) -> Array:
    if not parts:
        return np.zeros(0, np.int64)
    joined = [bases[rows] + positions for rows, positions in parts]
    return joined[0] if len(joined) == 1 else np.concatenate(joined)


def _read(
    field: Field, cache: Cache, docs: Array, row: int, parts: Mapping[str, list[_Part]]
) -> int:
    """Add to each key's parts its rows and positions in these articles of a segment.

    All keys are read together: for few articles the calls cost more than the reading. Returns how
    many bytes were touched, at most.
    """
    texts = [text for text in parts if field.number(text) >= 0]
    if not texts:
        return 0
    held = [_held(field, cache, field.number(text), docs, row) for text in texts]
    articles, postings, starts, inside = map(np.concatenate, zip(*held, strict=True))
    sizes = field.freqs[postings].astype(np.int64)
    positions = field.positions[rows(starts + _before(field, postings, inside), sizes)]
    articles = np.repeat(articles, sizes)
    ends = np.concatenate(([0], np.cumsum(sizes)))[np.cumsum([len(one.rows) for one in held])]
    start = 0
    for text, end in zip(texts, ends.tolist(), strict=True):
        parts[text].append((articles[start:end], positions[start:end]))
        start = end
    whole = sum(field.size(field.number(text)) for text in texts)
    return min(whole, len(postings) * _AROUND)


def _held(field: Field, cache: Cache, number: int, docs: Array, row: int) -> _Held:
    where, hit = find(docs, field.docs_of(number))
    where = where[hit]
    first, place = field.first(number), field.place(number)
    if len(where) * _BLOCK > field.count(number):
        freqs = field.freqs[first : first + field.count(number)]
        starts = (np.cumsum(freqs, dtype=np.int64) - freqs)[where]
        inside = np.zeros(len(where), np.int64)
    else:
        starts = _blocks(field, cache, number)[where // _BLOCK]
        inside = where % _BLOCK
    return _Held(np.flatnonzero(hit) + row, where + first, starts + place, inside)


def _blocks(field: Field, cache: Cache, number: int) -> Array:
    """How many positions stand before every `_BLOCK`th posting of a key."""
    key = ("blocks", field, number)
    blocks: Array | None = cache.get(key)
    if blocks is None:
        first, count = field.first(number), field.count(number)
        freqs = field.freqs[first : first + count]
        sums = np.add.reduceat(freqs, np.arange(0, count, _BLOCK), dtype=np.int64)
        blocks = (np.cumsum(sums) - sums).astype(np.uint32)
        cache.put(key, blocks, blocks.nbytes + 200)
    return blocks


def _before(field: Field, postings: Array, inside: Array) -> Array:
    """How many positions the `inside` postings before each have."""
    around = np.minimum((postings - inside)[:, None] + _INSIDE, len(field.freqs) - 1)
    counted = np.where(inside[:, None] > _INSIDE, field.freqs[around], 0)
    return np.asarray(counted.sum(axis=1, dtype=np.int64))
