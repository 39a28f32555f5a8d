"""Where keys stand in given articles, read from the mapped positions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.fields import BLOCK
from indexer.engines.generation import Generation
from indexer.engines.merging import rows
from indexer.engines.segment import Field
from indexer.query.tree import View

_INSIDE = np.arange(BLOCK)

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


def places(generation: Generation, view: View, texts: Iterable[str], docs: Array) -> Places:
    """The places of keys in these ascending articles."""
    parts: dict[str, list[_Part]] = {text: [] for text in texts}
    edges = np.searchsorted(docs, generation.bases).tolist()
    for number, segment in enumerate(generation.segments):
        low, high = edges[number], edges[number + 1]
        if low < high:
            own = (docs[low:high] - generation.bases[number]).astype(np.uint32)
            read = _read(segment.fields[view], own, low, parts)
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


def _read(field: Field, docs: Array, row: int, parts: Mapping[str, list[_Part]]) -> int:
    """Add to each key's parts its rows and positions in these articles of a segment.

    All keys are read together: for few articles the calls cost more than the reading. Returns how
    many bytes were touched, at most.
    """
    numbers = {text: number for text in parts if (number := field.number(text)) >= 0}
    if not numbers:
        return 0
    keys, articles, postings = _postings(field, docs, list(numbers.values()))
    sizes = field.freqs[postings].astype(np.int64)
    positions = field.positions[rows(_starts(field, postings), sizes)]
    articles = np.repeat(articles + row, sizes)
    ends = np.cumsum(np.bincount(keys, sizes, len(numbers))).astype(np.int64)
    start = 0
    for text, end in zip(numbers, ends.tolist(), strict=True):
        parts[text].append((articles[start:end], positions[start:end]))
        start = end
    return min(sum(map(field.size, numbers.values())), len(postings) * _AROUND)


def _postings(field: Field, docs: Array, numbers: Sequence[int]) -> tuple[Array, Array, Array]:
    """The postings of keys in some articles: the key's place in `numbers`, the article's in `docs`,
    and the posting's number."""
    where = np.stack([np.searchsorted(field.docs_of(number), docs) for number in numbers])
    first = np.array([[field.first(number)] for number in numbers])
    inside = where < np.array([[field.count(number)] for number in numbers])
    where = np.where(inside, where, 0) + first
    hit = inside & (field.docs[where] == docs)
    keys, articles = np.nonzero(hit)
    return keys, articles, where[hit]


def _starts(field: Field, postings: Array) -> Array:
    """Where the positions of these postings begin."""
    inside = postings % BLOCK
    around = np.minimum((postings - inside)[:, None] + _INSIDE, len(field.freqs) - 1)
    before = np.where(inside[:, None] > _INSIDE, field.freqs[around], 0)
    starts: Array = field.blocks[postings // BLOCK].astype(np.int64)
    starts += before.sum(axis=1, dtype=np.int64)
    return starts
