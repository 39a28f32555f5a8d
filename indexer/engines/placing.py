"""Where keys stand in given articles, read from the mapped positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.fields import BLOCK
from indexer.engines.generation import Generation
from indexer.engines.merging import rows
from indexer.engines.segment import Field
from indexer.query.tree import View

#: A column, so that few long rows are added up and not many short ones.
_INSIDE = np.arange(BLOCK)[:, None]

#: The system maps so many bytes around one that is touched, in each of three columns.
_AROUND = 3 << 16


class Places(NamedTuple):
    """The places of keys in some articles, all in one ascending array.

    A place is the key's number × `size` + the article's base + the position, where the bases lie so
    far apart that no phrase reaches into the next article. Key k's are `at[edges[k]:edges[k + 1]]`;
    the last of `at` is beyond all. `rows` and `positions` say for each place which of the articles
    it is in, and where there.
    """

    edges: Array
    at: Array
    rows: Array
    positions: Array
    size: int

    @property
    def extent(self) -> int:
        """More than any place."""
        return max(len(self.edges) - 1, 1) * self.size


class _Read(NamedTuple):
    """Places in one segment, key after key: the key's number, the article's row, the position."""

    keys: Array
    rows: Array
    positions: Array


def places(generation: Generation, view: View, keys: Mapping[str, int], docs: Array) -> Places:
    """The places of numbered keys in these ascending articles."""
    edges = docs.searchsorted(generation.bases).tolist()
    parts = []
    for number, segment in enumerate(generation.segments):
        low, high = edges[number], edges[number + 1]
        if low < high:
            own = (docs[low:high] - generation.bases[number]).astype(np.uint32)
            read, size = _read(segment.fields[view], own, low, keys)
            parts += [read] if read else []
            generation.touched(size)
    extents = generation.extents[docs]
    ends = extents.cumsum()
    return _joined(len(keys), parts, ends - extents, int(ends[-1]) if len(ends) else 0)


def _joined(count: int, parts: Sequence[_Read], bases: Array, size: int) -> Places:
    if not parts:
        nothing = np.zeros(0, np.int64)
        edges = np.zeros(count + 1, np.int64)
        return Places(edges, np.array([2**62]), nothing, nothing, size)
    key, row, position = (
        parts[0] if len(parts) == 1 else map(np.concatenate, zip(*parts, strict=True))
    )
    if len(parts) > 1:
        # A stable sort of 16 bits counts; the keys of a query are few.
        order = key.astype(np.uint16).argsort(kind="stable")
        key, row, position = key[order], row[order], position[order]
    at = np.empty(len(key) + 1, np.int64)
    at[:-1] = key * size + bases[row] + position
    at[-1] = 2**62
    edges = key.searchsorted(np.arange(count + 1))
    return Places(edges, at, row, position, size)


def _read(field: Field, docs: Array, row: int, keys: Mapping[str, int]) -> tuple[_Read | None, int]:
    """The places of keys in these articles of a segment, and how many bytes were touched at most.

    All keys are read together: for few articles the calls cost more than the reading.
    """
    numbers = [(key, number) for text, key in keys.items() if (number := field.number(text)) >= 0]
    if not numbers:
        return None, 0
    which, articles, postings = _postings(field, docs, [number for _, number in numbers])
    sizes = field.freqs[postings].astype(np.int64)
    positions = field.positions[rows(_starts(field, postings), sizes)]
    # One row for each posting, repeated for each of its positions.
    known = np.array([[key for key, _ in numbers]])[0][which]
    read = _Read(known.repeat(sizes), (articles + row).repeat(sizes), positions)
    sizes_of_keys = sum(field.size(number) for _, number in numbers)
    return read, min(sizes_of_keys, len(postings) * _AROUND)


def _postings(field: Field, docs: Array, numbers: Sequence[int]) -> tuple[Array, Array, Array]:
    """The postings of keys in some articles: the key's place in `numbers`, the article's in `docs`,
    and the posting's number."""
    where = np.empty((len(numbers), len(docs)), np.int64)
    last = np.empty((len(numbers), 1), np.int64)
    for place, number in enumerate(numbers):
        first, end = field.first(number), field.first(number + 1)
        np.add(field.docs[first:end].searchsorted(docs), first, out=where[place])
        last[place] = end - 1
    # Beyond a key's last posting stands another key's.
    where = np.minimum(where, last)
    hit = field.docs[where] == docs
    keys, articles = hit.nonzero()
    return keys, articles, where[hit]


def _starts(field: Field, postings: Array) -> Array:
    """Where the positions of these postings begin."""
    inside = postings % BLOCK
    around = _INSIDE + (postings - inside)
    before = field.freqs.take(around, mode="clip") * (inside > _INSIDE)
    starts: Array = field.blocks[postings // BLOCK].astype(np.int64)
    starts += before.sum(axis=0, dtype=np.int64)
    return starts
