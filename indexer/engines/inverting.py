"""Occurrences of keys, in the order of articles, turned into posting lists by one sort."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array, ArrayWriter
from indexer.engines.fields import BLOCK, MOST
from indexer.engines.keys import encode, write_keys

_LOW = np.uint64(0xFFFFFFFF)


class Occurrences:
    """The keys of one view as they stand in the articles, each as a number."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._stream = array("I")

    def __len__(self) -> int:
        return len(self._stream)

    def add(self, keys: Iterable[str]) -> None:
        """Take the next stretch of text."""
        self._stream.extend(map(self._numbers.__getitem__, keys))

    def sorted(self) -> tuple[list[bytes], Array, Array]:
        """The keys in order; and all occurrences by key: the key's rank, the place in the text."""
        keys = sorted(self._numbers)
        rank = np.empty(len(keys), np.uint64)
        rank[np.fromiter(map(self._numbers.__getitem__, keys), np.int64, len(keys))] = np.arange(
            len(keys), dtype=np.uint64
        )
        stream = np.frombuffer(self._stream, np.uint32)
        packed = rank[stream] << np.uint64(32)
        packed |= np.arange(len(stream), dtype=np.uint64)
        packed.sort()
        order = (packed & _LOW).astype(np.uint32)
        packed >>= np.uint64(32)
        return [encode(key) for key in keys], packed.astype(np.uint32), order


class Text(NamedTuple):
    """For each occurrence of a view: its article, its part (0 title, 1 summary, 2 body)."""

    docs: Array
    parts: Array


def write_field(
    writer: ArrayWriter, view: str, found: Occurrences, text: Text, positions: Array | None
) -> None:
    """Write the posting lists of one view."""
    keys, ranks, order = found.sorted()
    docs = text.docs[order]
    starts = _starts(ranks, docs)
    write_keys(writer, view, keys)
    bounds = np.arange(len(keys) + 1)
    writer.put(f"{view}.first", np.searchsorted(ranks[starts], bounds).astype(np.uint64))
    writer.put(f"{view}.docs", docs[starts])
    freqs = np.diff(np.append(starts, len(order)))
    writer.put(f"{view}.freqs", narrow(freqs))
    writer.put(f"{view}.heads", _heads(text.parts[order], starts))
    if positions is not None:
        writer.put(f"{view}.blocks", starts[::BLOCK].astype(np.uint64))
        writer.put(f"{view}.place", np.searchsorted(ranks, bounds).astype(np.uint64))
        writer.put(f"{view}.positions", narrow(positions[order]))


def narrow(numbers: Array) -> Array:
    """Counts or positions in 16 bits where all of them fit, else in 32."""
    fits = not numbers.size or int(numbers.max()) <= 0xFFFF
    return numbers.astype(np.uint16 if fits else np.uint32)


def _starts(ranks: Array, docs: Array) -> Array:
    """Where a new pair of key and article begins."""
    if not ranks.size:
        return np.zeros(0, np.int64)
    change = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    return np.concatenate(([0], np.flatnonzero(change) + 1))


def _heads(parts: Array, starts: Array) -> Array:
    if not starts.size:
        return np.zeros(0, np.uint8)
    titles = np.add.reduceat((parts == 0).astype(np.int32), starts)
    summaries = np.add.reduceat((parts == 1).astype(np.int32), starts)
    heads = np.minimum(titles, MOST) | (np.minimum(summaries, MOST) << 4)
    return np.asarray(heads, np.uint8)
