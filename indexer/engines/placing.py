"""Where keys stand in given articles, read from the mapped positions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.cache import Cache
from indexer.engines.generation import Generation
from indexer.engines.keys import encode
from indexer.engines.lists import find
from indexer.engines.merging import rows
from indexer.engines.segment import Field, Segment
from indexer.query.tree import View

#: The start of every so-manieth posting's positions is remembered; the others are added up.
_BLOCK = 16
#: Room after the last position of an article, so that no phrase reaches into the next.
_ROOM = 256


class Places(NamedTuple):
    """The places of keys in some articles: row × `width` + position, where the row is the
    article's number among those articles."""

    width: int
    size: int
    of: Mapping[str, Array]


class _Read(NamedTuple):
    """Postings of one segment: each one's row, and its positions' bounds in the file."""

    rows: Array
    starts: Array
    sizes: Array


def places(
    generation: Generation, cache: Cache, view: View, texts: Collection[str], docs: Array
) -> Places:
    """The places of keys in these ascending articles."""
    parts: dict[str, list[tuple[Array, Array]]] = {text: [] for text in texts}
    edges = np.searchsorted(docs, generation.bases).tolist()
    for number, segment in enumerate(generation.segments):
        low, high = edges[number], edges[number + 1]
        if low < high:
            own = (docs[low:high] - generation.bases[number]).astype(np.uint32)
            for text, part in _in_segment(segment, cache, view, texts, own, low):
                parts[text].append(part)
    highest = max((int(p.max()) for held in parts.values() for _, p in held if len(p)), default=0)
    width = highest + _ROOM
    return Places(
        width, width * len(docs), {text: _joined(held, width) for text, held in parts.items()}
    )


def _joined(parts: Sequence[tuple[Array, Array]], width: int) -> Array:
    if not parts:
        return np.zeros(0, np.int64)
    return np.concatenate([rows * width + positions for rows, positions in parts])


def _in_segment(
    segment: Segment, cache: Cache, view: View, texts: Collection[str], docs: Array, row: int
) -> list[tuple[str, tuple[Array, Array]]]:
    """For each key the rows and positions in these articles of the segment."""
    field = segment.fields[view]
    found = [
        (text, _postings(field, cache, number, docs, row))
        for text in texts
        if (number := field.keys.find(encode(text))) >= 0
    ]
    if not found:
        return []
    sizes = np.concatenate([read.sizes for _, read in found])
    starts = np.concatenate([read.starts for _, read in found])
    positions = field.all_positions()[rows(starts, sizes)]
    spread = np.repeat(np.concatenate([read.rows for _, read in found]), sizes)
    ends = np.cumsum([int(read.sizes.sum()) for _, read in found])[:-1]
    split = zip(np.split(spread, ends), np.split(positions, ends), strict=True)
    return list(zip((text for text, _ in found), split, strict=True))


def _postings(field: Field, cache: Cache, number: int, docs: Array, row: int) -> _Read:
    listed = field.docs(number)
    freqs = field.freqs(number)
    where, hit = find(docs, listed)
    where = where[hit]
    sizes = freqs[where].astype(np.int64)
    starts = field.place(number) + _starts(field, cache, number, freqs, where)
    return _Read(np.flatnonzero(hit) + row, starts, sizes)


def _starts(field: Field, cache: Cache, number: int, freqs: Array, where: Array) -> Array:
    """How many positions stand before those of the postings `where` of a list."""
    if len(where) * _BLOCK > len(freqs):
        ends = np.cumsum(freqs, dtype=np.int64)
        return ends[where] - freqs[where]
    key = ("blocks", field, number)
    blocks: Array | None = cache.get(key)
    if blocks is None:
        sums = np.add.reduceat(freqs, np.arange(0, len(freqs), _BLOCK), dtype=np.int64)
        blocks = np.cumsum(sums) - sums
        cache.put(key, blocks, blocks.nbytes)
    inside = where % _BLOCK
    before = np.arange(_BLOCK)
    around = np.minimum((where - inside)[:, None] + before, len(freqs) - 1)
    counted = np.where(before < inside[:, None], freqs[around], 0)
    starts: Array = blocks[where // _BLOCK] + counted.sum(axis=1, dtype=np.int64)
    return starts
