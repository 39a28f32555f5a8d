"""Changes applied to an index in one commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from indexer.engines import merging, policy, toc
from indexer.engines.arrays import Array
from indexer.engines.base import Applied, Change, Prepare, Progress, Refusal, Remove
from indexer.engines.building import Built, segment_path
from indexer.engines.segment import Segment
from indexer.engines.team import answers
from indexer.engines.toc import Contents, Entry
from indexer.engines.workers import Task, build

#: Looking ids up one by one costs more than reading them all when there are more than this share.
_MANY = 1 / 20


@dataclass(frozen=True, slots=True)
class WhooshWriter:
    """The write side of an index whose lock is held."""

    folder: Path
    #: The generation the next one follows, and what it takes over from it.
    last: int
    entries: tuple[Entry, ...]
    #: Whether to commit even if nothing changed: a new index, or one that is rebuilt.
    fresh: bool

    def commit(
        self,
        changes: Iterable[Change],
        prepare: Prepare,
        *,
        workers: int = 1,
        progress: Progress | None = None,
    ) -> Applied:
        """Apply all changes at once. See `base.Writer`.

        A refused article leaves an earlier version of it as it was.
        """
        current = Contents(*self._current())
        removed: dict[str, int] = {}
        built: list[Built] = []
        refused: list[Refusal] = []
        try:
            tasks = _tasks(changes, removed)
            for outcome in build(self.folder, tasks, prepare, workers, progress):
                built += outcome.built
                refused += outcome.refused
            new, winners = _resolve(self.folder, built, removed)
            old, gone = _without(self.folder, current.entries, winners | set(removed))
            new = _pack(self.folder, new, workers)
            entries = _merge(self.folder, (*old, *new))
        except BaseException:
            toc.clean(self.folder)
            raise
        contents = Contents(current.generation + 1, entries)
        if not self.fresh and not new and not gone:
            return Applied(current.generation, 0, 0, tuple(refused))
        toc.write(self.folder, contents)
        toc.clean(self.folder)
        dropped = gone - winners
        return Applied(contents.generation, len(winners), len(dropped), tuple(refused))

    def settle(self) -> Applied | None:
        """Merge most segments, where most were made since the lock was taken. See `base.Writer`."""
        generation, entries = self._current()
        before = {entry.name for entry in self.entries}
        brought = sum(entry.live for entry in entries if entry.name not in before)
        groups = policy.settled([entry.live for entry in entries], brought)
        if not groups:
            return None
        merged = [entries[number] for group in groups for number in group]
        rest = [entry for entry in entries if entry not in merged]
        try:
            joined = [_join(self.folder, [entries[number] for number in own]) for own in groups]
        except OSError:  # no room, for one: what is committed stands
            toc.clean(self.folder)
            return None
        toc.write(self.folder, Contents(generation + 1, (*joined, *rest)))
        toc.clean(self.folder, keep=1)
        return Applied(generation + 1, 0, 0)

    def _current(self) -> tuple[int, tuple[Entry, ...]]:
        """What this commit follows: what was there, or this writer's own last commit."""
        generations = toc.generations(self.folder)
        if generations and generations[-1] > self.last:
            return generations[-1], toc.read(self.folder, generations[-1]).entries
        return self.last, self.entries


def _tasks(changes: Iterable[Change], removed: dict[str, int]) -> Iterator[Task]:
    """The articles to write; removals are noted in `removed` with their place in the stream."""
    for sequence, change in enumerate(changes):
        if isinstance(change, Remove):
            removed[change.id] = sequence
        else:
            yield Task(sequence, change.stored)


def _resolve(
    folder: Path, built: Sequence[Built], removed: Mapping[str, int]
) -> tuple[list[Entry], set[str]]:
    """The new segments, with all but the last change of each id removed; and the ids left."""
    last = dict(removed)
    held: list[list[tuple[str, int]]] = []
    for made in built:
        sequence = made.sequence.tolist()
        ids = Segment(segment_path(folder, made.name)).all_ids()
        held.append([(id_, sequence[doc]) for id_, doc in ids])
        for id_, number in held[-1]:
            last[id_] = max(number, last.get(id_, -1))
    entries = []
    for made, changes in zip(built, held, strict=True):
        stale = [number for id_, number in changes if last[id_] != number]
        entries.append(_entry(made, np.flatnonzero(np.isin(made.sequence, stale))))
    return entries, {id_ for id_, number in last.items() if removed.get(id_) != number}


def _without(folder: Path, entries: Sequence[Entry], ids: Set[str]) -> tuple[list[Entry], set[str]]:
    """The segments without the articles of these ids; and the ids that were there."""
    kept: list[Entry] = []
    gone: set[str] = set()
    for entry in entries:
        before = set(entry.deleted.tolist())
        found = {
            id_: doc
            for id_, doc in _find(Segment(segment_path(folder, entry.name)), ids)
            if doc not in before
        }
        gone |= found.keys()
        if found:
            deleted = np.array(sorted(before.union(found.values())), np.uint32)
            entry = replace(entry, deleted=deleted)
        kept.append(entry)
    return kept, gone


def _find(segment: Segment, ids: Set[str]) -> Iterator[tuple[str, int]]:
    if len(ids) > _MANY * segment.count:
        return ((id_, doc) for id_, doc in segment.all_ids() if id_ in ids)
    return ((id_, doc) for id_ in ids if (doc := segment.find(id_)) >= 0)


def _entry(made: Built, deleted: Array | None = None) -> Entry:
    gone = np.zeros(0, np.uint32) if deleted is None else deleted.astype(np.uint32)
    return Entry(made.name, made.articles, made.written, gone)


def _source(folder: Path, entry: Entry) -> merging.Source:
    live = np.ones(entry.count, np.bool_)
    live[entry.deleted] = False
    return merging.Source(Segment(segment_path(folder, entry.name)), live)


def _pack(folder: Path, new: list[Entry], workers: int) -> list[Entry]:
    """The new segments of a large commit as few."""
    groups = [[new[number] for number in group] for group in policy.pack([e.live for e in new])]
    left = [entry for entry in new if not any(entry in group for group in groups)]
    join = partial(_join, folder)
    apart = workers > 1 and len(groups) > 1
    joined = answers(join, groups, min(workers, len(groups))) if apart else map(join, groups)
    return [*left, *joined]


def _join(folder: Path, entries: Sequence[Entry]) -> Entry:
    return _entry(merging.merge(folder, [_source(folder, entry) for entry in entries]))


def _merge(folder: Path, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Merge as the policy says, until it says nothing."""
    entries = tuple(entry for entry in entries if entry.live)
    while chosen := policy.choose([e.live for e in entries], [e.count for e in entries]):
        picked = [entries[number] for number in sorted(chosen)]
        rest = tuple(entry for entry in entries if entry not in picked)
        entries = (*rest, _join(folder, picked))
    return entries
