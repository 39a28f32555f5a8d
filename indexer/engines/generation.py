"""One generation open for reading: its segments as one run of articles, and their columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.engines.arrays import Array, mapped
from indexer.engines.building import UNDATED, segment_path
from indexer.engines.fields import GAP, SKETCH
from indexer.engines.merging import rows
from indexer.engines.moments import NEVER
from indexer.engines.segment import Segment
from indexer.engines.toc import Contents

#: Vietnam's clock is this many seconds ahead of UTC.
_OFFSET = 7 * 3600
_DAY = 86_400
#: A day and a month for articles without a date: before all others.
NO_DAY = -(2**31)
#: How much of all mapped files may stay mapped, about.
_MAPPED = 240 << 20
_SLICES = 32
#: Labels of more than this share of the articles are counted by going through all of them.
_FEW = 1 / 4


@dataclass(frozen=True, slots=True)
class Labels:
    """A column of labels: those of article d are `codes[ends[d]:ends[d + 1]]`."""

    names: Sequence[str]
    numbers: Mapping[str, int]
    ends: Array
    codes: Array
    roles: Array
    #: For each code the articles, ascending: those of code c are `docs[starts[c]:starts[c + 1]]`.
    docs: Array
    doc_roles: Array
    starts: Array
    #: Whether each article has exactly one label.
    single: bool

    def of(self, name: str) -> tuple[Array, Array]:
        """The articles with this label, ascending, and its role in each."""
        number = self.numbers.get(name)
        if number is None:
            return self.docs[:0], self.doc_roles[:0]
        which = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return self.docs[which], self.doc_roles[which]

    def count(self, docs: Array) -> dict[str, int]:
        """How many of these articles have each label; zeros are left out."""
        if not len(self.codes) or not len(docs):
            return {}
        counts = np.bincount(self._codes_of(docs), minlength=len(self.names))
        codes = np.flatnonzero(counts)
        names = self.names
        return {names[c]: n for c, n in zip(codes.tolist(), counts[codes].tolist(), strict=True)}

    def _codes_of(self, docs: Array) -> Array:
        """All codes of these articles."""
        if self.single:
            return self.codes[docs]
        if len(docs) > _FEW * len(self.ends):
            mask = np.zeros(len(self.ends) - 1, np.bool_)
            mask[docs] = True
            return self.codes[np.repeat(mask, np.diff(self.ends))]
        starts = self.ends[docs]
        return self.codes[rows(starts, self.ends[docs + 1] - starts)]


class Generation:
    """A generation's articles, numbered through; immutable."""

    def __init__(self, contents: Contents, segments: Sequence[Segment]) -> None:
        self.number = contents.generation
        self.segments = tuple(segments)
        counts = [segment.count for segment in segments]
        self.bases = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
        self._bases: list[int] = self.bases.tolist()
        self.count = self._bases[-1]
        self.live = np.ones(self.count, np.bool_)
        for entry, base in zip(contents.entries, self.bases.tolist(), strict=False):
            self.live[entry.deleted.astype(np.int64) + base] = False
        self.articles = int(self.live.sum())
        self.whole = self.articles == self.count
        self._touched = 0
        self._slice = 0

    @cached_property
    def published(self) -> Array:
        """Seconds since 1970, `UNDATED` where unknown."""
        return self._column("published")

    @cached_property
    def days(self) -> Array:
        """Days since 1970 in Vietnam, `NO_DAY` where unknown."""
        days = (self.published + _OFFSET) // _DAY
        return np.where(self.published == UNDATED, NO_DAY, days).astype(np.int32)

    @cached_property
    def ordered_days(self) -> Array:
        """The days in their order, to tell how many lie within a span."""
        return np.sort(self.days)

    @cached_property
    def months(self) -> Array:
        """Months since January 1970 in Vietnam, `NO_DAY` where unknown."""
        months = self.days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        return np.where(self.days == NO_DAY, NO_DAY, months).astype(np.int32)

    @cached_property
    def seen(self) -> Array:
        """When each article was first seen: microseconds since 1970."""
        return self._moments(0)

    @cached_property
    def changed(self) -> Array:
        """When each article was last changed, `NEVER` where it was not."""
        return self._moments(1)

    @cached_property
    def latest(self) -> int:
        """The last moment at which a live article was seen or changed, `NEVER` without any."""
        if not self.articles:
            return NEVER
        return int(max(self.seen[self.live].max(), self.changed[self.live].max()))

    @cached_property
    def districts(self) -> Labels:
        """Districts in any role."""
        return self._labels("district")

    @cached_property
    def provinces(self) -> Labels:
        """Each article's province."""
        return self._labels("province")

    @cached_property
    def communes(self) -> Labels:
        """Communes named."""
        return self._labels("commune")

    @cached_property
    def sources(self) -> Labels:
        """Each article's source."""
        return self._labels("source")

    @cached_property
    def title_lengths(self) -> Array:
        """Positions in each title."""
        return self._column("title.length")

    @cached_property
    def summary_lengths(self) -> Array:
        """Positions in each summary."""
        return self._column("summary.length")

    @cached_property
    def sketches(self) -> Array:
        """Each article's sketch, in words of 64 bits."""
        parts = [segment.sketches for segment in self.segments]
        joined = np.concatenate(parts) if parts else np.zeros(0, SKETCH)
        return joined.view(np.uint64).reshape(self.count, -1)

    @cached_property
    def extents(self) -> Array:
        """More than the last position in each article, and a gap."""
        return self.lengths("length", 1, 1).astype(np.int64) + 3 * GAP

    def lengths(self, unit: str, title: float, summary: float) -> Array:
        """Weighted lengths in positions (`length`) or segmented words (`words`)."""
        return (
            self._column(f"body.{unit}")
            + np.float32(title) * self._column(f"title.{unit}")
            + np.float32(summary) * self._column(f"summary.{unit}")
        ).astype(np.float32)

    def locate(self, doc: int) -> tuple[Segment, int]:
        """The segment of an article, and its number there."""
        which = bisect_right(self._bases, doc) - 1
        return self.segments[which], doc - self._bases[which]

    def touched(self, size: int) -> None:
        """Note that so many bytes of mapped files were read at most, and let go of some if need be.

        They would count as this process's memory otherwise, though the system could take them.
        A slice at a time, for letting go takes milliseconds. Most bytes were mapped before: only
        the system knows how many are.
        """
        self._touched += size
        if self._touched > _MAPPED // _SLICES:
            self._touched = 0
            if mapped() < _MAPPED:
                return
            self._slice = (self._slice + 1) % _SLICES
            for segment in self.segments:
                segment.file.forget(self._slice, _SLICES)

    def find(self, id_: str) -> int:
        """The number of the live article with this id, or -1."""
        for segment, base in zip(self.segments, self.bases.tolist(), strict=False):
            doc = segment.find(id_)
            if doc >= 0 and self.live[doc + base]:
                return doc + int(base)
        return -1

    def id(self, doc: int) -> str:
        """The id of an article."""
        segment, own = self.locate(doc)
        return segment.id(own)

    def _column(self, name: str) -> Array:
        parts = [segment.file.view(name) for segment in self.segments]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _moments(self, which: int) -> Array:
        parts = [segment.moments[which] for segment in self.segments]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _labels(self, name: str) -> Labels:
        numbers: dict[str, int] = {}
        sizes, codes, roles = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, "u1")]
        for segment in self.segments:
            names = segment.file.facts["labels"][name]
            known = np.array([numbers.setdefault(n, len(numbers)) for n in names], np.int64)
            ends = segment.file.view(f"{name}.ends").astype(np.int64)
            sizes.append(ends[1:] - ends[:-1])
            codes.append(known[segment.file.view(f"{name}.codes")])
            roles.append(segment.file.view(f"{name}.roles"))
        return _invert(numbers, np.concatenate(sizes), np.concatenate(codes), np.concatenate(roles))


def _invert(numbers: dict[str, int], sizes: Array, codes: Array, roles: Array) -> Labels:
    ends = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=ends[1:])
    order = np.argsort(codes, kind="stable")
    docs = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order]
    starts = np.searchsorted(codes[order], np.arange(len(numbers) + 1))
    return Labels(
        list(numbers),
        numbers,
        ends,
        codes,
        roles,
        docs,
        roles[order],
        starts,
        single=bool((sizes == 1).all()),
    )


def open_generation(
    folder: Path, contents: Contents, known: Mapping[str, Segment]
) -> tuple[Generation, dict[str, Segment]]:
    """Open a generation, taking over segments that are open already; and all of its segments.

    Raises OSError or `BrokenFile`.
    """
    segments = {
        entry.name: known.get(entry.name) or Segment(segment_path(folder, entry.name))
        for entry in contents.entries
    }
    return Generation(contents, list(segments.values())), segments
