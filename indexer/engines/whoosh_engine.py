"""The embedded engine: a Whoosh index in one folder, written and searched over arrays."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

from indexer.engines import checking, lock, toc
from indexer.engines.arrays import BrokenFile
from indexer.engines.base import EngineStatus, Fault, Prepare
from indexer.engines.building import UNDATED
from indexer.engines.cache import Cache
from indexer.engines.fields import LAYOUT, VERSION
from indexer.engines.folder import require_private
from indexer.engines.generation import open_generation
from indexer.engines.scoring import Scorer
from indexer.engines.segment import Segment
from indexer.engines.snapshot import WhooshSnapshot
from indexer.engines.toc import Contents
from indexer.engines.writer import WhooshWriter
from indexer.errors import IndexUnavailable
from indexer.limits import Limits
from indexer.query.ranking import Ranking

_RANKING = Ranking()
_LIMITS = Limits()
#: How often a reader tries again when commits remove files under it.
_TRIES = 10
#: A folder's time of change may stand still for so many nanoseconds while its names change.
_TICK = 2_000_000_000


class WhooshEngine:
    """An index of articles in the folder `path`. See `base.Engine`.

    `cache_bytes` bounds the posting lists kept in memory, `limits` the questions. `verified` reads
    every file once and compares its SHA-256 before anything is answered from it. Safe to share
    between threads.
    """

    def __init__(
        self,
        path: Path,
        *,
        ranking: Ranking = _RANKING,
        cache_bytes: int = 256 << 20,
        limits: Limits = _LIMITS,
        verified: bool = False,
    ) -> None:
        self.limits = limits
        self._verified = verified
        self._path = path
        self._ranking = ranking
        self._cache = Cache(cache_bytes)
        self._lock = Lock()
        self._segments: dict[str, Segment] = {}
        self._snapshot: WhooshSnapshot | None = None
        #: When the folder had last changed when its names were last read, if that was a while ago.
        self._looked: int | None = None

    def snapshot(self) -> WhooshSnapshot:
        """The last committed state; cheap when nothing was committed since.

        Raises IndexUnavailable where there is no readable index.
        """
        with self._lock:
            changed = self._folder_changed()
            if self._snapshot is not None and changed == self._looked:
                return self._snapshot
            generations = toc.generations(self._path)
            if not generations:
                raise _absent(self._path)
            if self._snapshot is None or self._snapshot.generation != generations[-1]:
                self._snapshot = self._open(VERSION)
            self._looked = changed if time.time_ns() - changed > _TICK else None
            return self._snapshot

    def _folder_changed(self) -> int:
        """When a name in the folder last changed: asked of the system, quicker than its names."""
        try:
            status = self._path.stat()
        except OSError:
            return 0
        require_private(self._path, status.st_mode)
        return status.st_mtime_ns

    def former(self) -> WhooshSnapshot | None:
        """The last committed state, though other rules of text may have made it.

        For what only it remembers of its articles; whoever searches it may miss some. None where
        it cannot be read, or its files have another layout.
        """
        with self._lock:
            try:
                return self._open(str(LAYOUT)) if toc.generations(self._path) else None
            except IndexUnavailable:
                return None

    def _open(self, made_by: str) -> WhooshSnapshot:
        for attempt in range(_TRIES):
            generation = toc.generations(self._path)[-1]
            try:
                contents = toc.read(self._path, generation)
                _check_version(self._path, contents, made_by)
                if self._verified:
                    checking.require_unaltered(self._path, contents, self._segments)
                index, self._segments = open_generation(self._path, contents, self._segments)
            except FileNotFoundError as error:
                if attempt == _TRIES - 1 or toc.generations(self._path)[-1:] == [generation]:
                    raise _broken(self._path, error) from error
            except (BrokenFile, OSError) as error:
                raise _broken(self._path, error) from error
            else:
                scorer = Scorer(index, self._ranking, self._cache, self.limits.expansions)
                return WhooshSnapshot(index, scorer, self._ranking)
        raise AssertionError

    @contextmanager
    def writing(self, *, wait: bool = False, rebuild: bool = False) -> Iterator[WhooshWriter]:
        """Hold the write lock. Raises IndexLocked at once, or waits with `wait`.

        With `rebuild` the commit replaces the whole index; until then readers see the old one.
        Raises IndexUnavailable where the index was made by another version, or cannot be read.
        """
        with lock.hold(self._path, wait=wait):
            toc.clean(self._path)
            contents = self._contents(rebuild=rebuild)
            fresh = rebuild or not toc.generations(self._path)
            yield WhooshWriter(self._path, contents.generation, contents.entries, fresh)

    def _contents(self, *, rebuild: bool) -> Contents:
        generations = toc.generations(self._path)
        last = generations[-1] if generations else 0
        if rebuild or not generations:
            return Contents(last)
        try:
            contents = toc.read(self._path, last)
        except (BrokenFile, OSError) as error:
            raise _broken(self._path, error) from error
        _check_version(self._path, contents, VERSION)
        return contents

    def status(self) -> EngineStatus:
        """Facts about the last committed state."""
        index = self.snapshot().index
        published = index.published[index.live & (index.published != UNDATED)]
        newest = int(published.max()) if len(published) else None
        return EngineStatus(
            articles=index.articles,
            engine="whoosh",
            generation=index.number,
            newest=None if newest is None else checking.day(newest),
            size_bytes=sum(entry.stat().st_size for entry in os.scandir(self._path)),
            cache_bytes=self._cache.size,
        )

    def check(self, prepare: Prepare) -> list[Fault]:
        """Read everything again and name each fault; an index with nothing committed is sound."""
        return checking.check(self._path, prepare)

    def rollback(self, *, wait: bool = False) -> int:
        """Commit anew what the generation before the last held, and give its new number.

        Raises IndexLocked as `writing` does, IndexUnavailable where that one is not whole.
        """
        with lock.hold(self._path, wait=wait):
            generations = toc.generations(self._path)
            if len(generations) < 2:
                raise IndexUnavailable(
                    f"Chỉ mục {self._path} không giữ thế hệ nào trước đó.",
                    f"The index {self._path} keeps no generation before this one.",
                )
            contents, faults = checking.examine(self._path, generations[-2])
            if contents is None or faults:
                raise _not_whole(self._path, generations[-2], faults[0])
            toc.write(self._path, replace(contents, generation=generations[-1] + 1))
            return generations[-1] + 1


def _check_version(path: Path, contents: Contents, made_by: str) -> None:
    """`made_by` is a whole version, or the beginning that all its kind have in common."""
    if not all(f"{entry.version}.".startswith(f"{made_by}.") for entry in contents.entries):
        raise IndexUnavailable(
            f"Chỉ mục {path} do một phiên bản khác của tracuu tạo ra; "
            "hãy lập lại: tracuu index --rebuild THƯ_MỤC…",
            f"The index {path} was made by another version of tracuu; "
            "rebuild it: tracuu index --rebuild PATH…",
        )


def _absent(path: Path) -> IndexUnavailable:
    return IndexUnavailable(
        f"Chưa có chỉ mục ở {path}; hãy lập: tracuu index THƯ_MỤC…",
        f"There is no index at {path}; make one: tracuu index PATH…",
    )


def _broken(path: Path, error: Exception) -> IndexUnavailable:
    return IndexUnavailable(
        f"Không đọc được chỉ mục {path} ({error}); hãy về thế hệ trước: tracuu rollback, "
        "hoặc lập lại: tracuu index --rebuild THƯ_MỤC…",
        f"The index {path} cannot be read ({error}); go back: tracuu rollback, "
        "or rebuild it: tracuu index --rebuild PATH…",
    )


def _not_whole(path: Path, generation: int, fault: Fault) -> IndexUnavailable:
    vi, _, en = fault.what.partition(" / ")
    return IndexUnavailable(
        f"Không về được thế hệ {generation} của {path} ({fault.where}: {vi}); "
        "hãy lập lại: tracuu index --rebuild THƯ_MỤC…",
        f"Generation {generation} of {path} is not whole ({fault.where}: {en or vi}); "
        "rebuild the index: tracuu index --rebuild PATH…",
    )
