"""Several segments joined into one, without the removed articles, by moving whole arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array, ArrayWriter
from indexer.engines.building import Built, new_name, segment_path, write_ids
from indexer.engines.fields import BLOCK, POSITIONAL, VIEWS
from indexer.engines.keys import encode, write_keys
from indexer.engines.moments import COLUMNS
from indexer.engines.segment import Segment
from indexer.query.tree import View

_COLUMNS = [
    "published",
    "title.length",
    "title.words",
    "summary.length",
    "summary.words",
    "body.length",
    "body.words",
]
_LABELS = ("district", "province", "commune", "source")
#: Postings moved at a time: bounds the memory of a merge.
_STEP = 1 << 20


class Source(NamedTuple):
    """A segment to be merged, and which of its articles stay."""

    segment: Segment
    live: Array


def merge(folder: Path, sources: Sequence[Source]) -> Built:
    """Write one segment with the live articles of all, in their order; sync it to the disk."""
    name = new_name()
    writer = ArrayWriter(segment_path(folder, name))
    count = sum(int(source.live.sum()) for source in sources)
    try:
        labels = {label: _merge_labels(writer, label, sources) for label in _LABELS}
        for column in _COLUMNS:
            _merge_column(writer, column, sources)
        _merge_moments(writer, sources)
        writer.put("sketch", np.concatenate([s.segment.sketches[s.live] for s in sources]))
        _merge_articles(writer, sources)
        for view in VIEWS:
            _merge_field(writer, view, sources)
        written = writer.finish({"articles": count, "labels": labels})
    except BaseException:
        writer.abandon()
        raise
    return Built(name, count, written, np.zeros(0, np.uint64))


def rows(starts: Array, sizes: Array) -> Array:
    """The indices of all items of ranges, range after range."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if ends.size else 0
    indices: Array = np.arange(total) + np.repeat(starts - (ends - sizes), sizes)
    return indices


def _merge_column(writer: ArrayWriter, name: str, sources: Sequence[Source]) -> None:
    writer.put(name, np.concatenate([s.segment.file.view(name)[s.live] for s in sources]))


def _merge_moments(writer: ArrayWriter, sources: Sequence[Source]) -> None:
    for number, name in enumerate(COLUMNS):
        writer.put(name, np.concatenate([s.segment.moments[number][s.live] for s in sources]))


def _merge_labels(writer: ArrayWriter, name: str, sources: Sequence[Source]) -> list[str]:
    numbers: dict[str, int] = {}
    sizes, codes, roles = [], [], []
    for segment, live in sources:
        names = segment.file.facts["labels"][name]
        known = np.array([numbers.setdefault(n, len(numbers)) for n in names], np.uint32)
        ends = segment.file.view(f"{name}.ends").astype(np.int64)
        size = np.diff(ends)[live]
        taken = rows(ends[:-1][live], size)
        sizes.append(size)
        codes.append(known[segment.file.view(f"{name}.codes")[taken]] if taken.size else taken)
        roles.append(segment.file.view(f"{name}.roles")[taken])
    writer.put(f"{name}.ends", _ends(np.concatenate(sizes)))
    writer.put(f"{name}.codes", np.concatenate(codes).astype(np.uint32))
    writer.put(f"{name}.roles", np.concatenate(roles))
    return list(numbers)


def _ends(sizes: Array) -> Array:
    ends = np.zeros(len(sizes) + 1, np.uint64)
    np.cumsum(sizes, out=ends[1:])
    return ends


def _merge_articles(writer: ArrayWriter, sources: Sequence[Source]) -> None:
    ids = [encode(s.segment.id(doc)) for s in sources for doc in np.flatnonzero(s.live).tolist()]
    write_ids(writer, ids)
    sizes = [np.diff(s.segment.file.view("stored.ends").astype(np.int64))[s.live] for s in sources]
    ends = _ends(np.concatenate(sizes))
    writer.put("stored.ends", ends)
    section = writer.section("stored", np.uint8, int(ends[-1]))
    for source in sources:
        stored = source.segment.file.view("stored")
        bounds = source.segment.file.view("stored.ends")
        for first, last in _runs(source.live):
            section.write(stored[int(bounds[first]) : int(bounds[last])])


def _runs(live: Array) -> list[list[int]]:
    """The stretches of live articles."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], live.astype(np.int8), [0]))))
    return np.asarray(edges).reshape(-1, 2).tolist()


class _Lists(NamedTuple):
    """The posting lists of a view in one segment, and where they go."""

    source: Source
    #: New numbers of the articles, -1 for the removed.
    moved: Array
    #: For each merged key its number here, or -1.
    numbers: Array


def _merge_field(writer: ArrayWriter, view: View, sources: Sequence[Source]) -> None:
    keys, numbers = _merge_keys(view, sources)
    lists = list(map(_Lists, sources, _moved(sources), numbers))
    totals = np.zeros((len(keys), 2), np.int64)
    for held in lists:
        totals[held.numbers >= 0] += _live_counts(view, held)[held.numbers[held.numbers >= 0]]
    used = totals[:, 0] > 0
    write_keys(writer, view, compress(keys, used.tolist()))
    del keys
    writer.put(f"{view}.first", _ends(totals[used, 0]))
    if view in POSITIONAL:
        writer.put(f"{view}.place", _ends(totals[used, 1]))
    _move(writer, view, lists, totals)


def _merge_keys(view: View, sources: Sequence[Source]) -> tuple[list[bytes], list[Array]]:
    held = [source.segment.fields[view].keys.all() for source in sources]
    keys = sorted(set().union(*held))
    rank = dict(zip(keys, range(len(keys)), strict=True))
    numbers = []
    for own in held:
        number = np.full(len(keys), -1, np.int32)
        number[np.fromiter(map(rank.__getitem__, own), np.int32, len(own))] = np.arange(len(own))
        numbers.append(number)
    return keys, numbers


def _moved(sources: Sequence[Source]) -> Iterator[Array]:
    base = 0
    for _, live in sources:
        moved = np.where(live, np.cumsum(live) - 1 + base, -1).astype(np.int32)
        base += int(live.sum())
        yield moved


def _live_counts(view: View, held: _Lists) -> Array:
    """For each key of a segment its live postings and their positions."""
    file = held.source.segment.file
    first = file.view(f"{view}.first").astype(np.int64)
    keep = held.source.live[file.view(f"{view}.docs")]
    return np.stack([_sums(keep, first), _sums(file.view(f"{view}.freqs") * keep, first)], axis=1)


def _sums(values: Array, first: Array) -> Array:
    running = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=running[1:])
    return running[first[1:]] - running[first[:-1]]


def _move(writer: ArrayWriter, view: View, lists: Sequence[_Lists], totals: Array) -> None:
    files = [held.source.segment.file for held in lists]
    total = int(totals[:, 0].sum())
    docs = writer.section(f"{view}.docs", np.uint32, total)
    freqs = writer.section(f"{view}.freqs", _widest(files, f"{view}.freqs"), total)
    heads = writer.section(f"{view}.heads", np.uint8, total)
    written = 0
    if view in POSITIONAL:
        kind = _widest(files, f"{view}.positions")
        positions = writer.section(f"{view}.positions", kind, int(totals[:, 1].sum()))
        blocks = writer.section(f"{view}.blocks", np.uint64, -(-total // BLOCK))
        placed = 0
    for low, high in _steps(totals.sum(axis=1)):
        piece = _gather(view, lists, low, high)
        docs.write(piece.docs)
        freqs.write(piece.freqs)
        heads.write(piece.heads)
        if view in POSITIONAL:
            positions.write(piece.positions)
            ends = np.cumsum(piece.freqs, dtype=np.int64) + placed
            blocks.write((ends - piece.freqs)[-written % BLOCK :: BLOCK])
            placed += len(piece.positions)
        written += len(piece.docs)


def _widest(files: Sequence[object], name: str) -> np.dtype[np.generic]:
    return np.result_type(*(file.view(name).dtype for file in files))  # type: ignore[attr-defined]


def _steps(weights: Array) -> Iterator[tuple[int, int]]:
    """Ranges of keys of bounded weight."""
    running = np.cumsum(weights)
    low = 0
    while low < len(weights):
        before = int(running[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(running, before + _STEP)))
        yield low, high
        low = high


class _Piece(NamedTuple):
    docs: Array
    freqs: Array
    heads: Array
    positions: Array


def _gather(view: View, lists: Sequence[_Lists], low: int, high: int) -> _Piece:
    """The merged lists of keys `low` to `high`: each segment's in turn, then sorted by key."""
    parts = [_take(view, held, low, high) for held in lists]
    ranks = np.concatenate([rank for rank, _ in parts])
    order = np.argsort(ranks, kind="stable")
    freqs = np.concatenate([piece.freqs for _, piece in parts])
    positions = np.concatenate([piece.positions for _, piece in parts])
    if positions.size:
        starts = np.cumsum(freqs, dtype=np.int64) - freqs
        positions = positions[rows(starts[order], freqs[order].astype(np.int64))]
    return _Piece(
        np.concatenate([piece.docs for _, piece in parts])[order],
        freqs[order],
        np.concatenate([piece.heads for _, piece in parts])[order],
        positions,
    )


def _take(view: View, held: _Lists, low: int, high: int) -> tuple[Array, _Piece]:
    """One segment's live postings for these keys, with the rank of each one's key."""
    present = np.flatnonzero(held.numbers[low:high] >= 0)
    file = held.source.segment.file
    if not present.size:
        none = np.zeros(0, np.uint32)
        return np.zeros(0, np.int64), _Piece(none, none, none.astype(np.uint8), none)
    numbers = held.numbers[low:high][present]
    # A segment's keys are a sorted part of the merged keys: their numbers run without a hole.
    first = file.view(f"{view}.first")[numbers[0] : numbers[-1] + 2].astype(np.int64)
    ranks = np.repeat(present, np.diff(first))
    docs = held.moved[file.read(f"{view}.docs", int(first[0]), int(first[-1]))]
    freqs = file.read(f"{view}.freqs", int(first[0]), int(first[-1]))
    heads = file.read(f"{view}.heads", int(first[0]), int(first[-1]))
    positions = np.zeros(0, np.uint16)
    keep = docs >= 0
    if view in POSITIONAL:
        place = file.view(f"{view}.place")
        start, stop = int(place[numbers[0]]), int(place[numbers[-1] + 1])
        positions = file.read(f"{view}.positions", start, stop)
        if not keep.all():
            positions = positions[np.repeat(keep, freqs)]
    return ranks[keep], _Piece(docs[keep], freqs[keep], heads[keep], positions)
