"""From files to the changes of a run, as a stream."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from indexer.article import VIETNAM, Places
from indexer.batches import SIZE
from indexer.engines.base import Change, Put, Remove, Snapshot, Stored, Version
from indexer.errors import TracuuError
from indexer.manifest import KnownFile, Manifest, Occurrence
from indexer.settings import Portal
from indexer.sources import Found, Received, Refused, credit, read

#: More than one in this many of the known articles vanishing looks like an unmounted folder.
VANISHING = 5
_BATCH_CHARACTERS = 8_000_000


@dataclass(frozen=True, slots=True)
class Task:
    """What a run is to do: the files to read with what was known of them, under which roots."""

    files: Sequence[tuple[Found, KnownFile | None]]
    roots: Sequence[Path]
    max_bytes: int
    portals: Sequence[Portal]
    prune: bool
    rebuild: bool


class Changes:
    """The changes a task comes to. The counts grow as `stream` is drawn.

    What is drawn counts as seen or changed at `now`. `put` says of each article put whether it is
    new; `origin` where those came from that were put since it was last cleared: file number,
    path, line, digest.
    """

    def __init__(self, task: Task, manifest: Manifest, snapshot: Snapshot | None) -> None:
        self._task = task
        self._manifest = manifest
        self._snapshot = snapshot
        self.now = datetime.now(VIETNAM)
        self._refused_before: dict[int, set[tuple[bytes, str]]] = {}
        self.put: dict[str, bool] = {}
        self.origin: dict[str, tuple[int, Path, int | None, bytes]] = {}
        self.removed = 0
        self.refused: list[Refused] = []
        self._bytes = sum(found.size for found, _ in task.files)
        self._passed = 0

    @property
    def expected(self) -> int | None:
        """About how many changes there will be, as the bytes that were read lead one to expect.

        None before a file was read to its end.
        """
        drawn = len(self.put) + self.removed
        return round(drawn * self._bytes / self._passed) if self._passed else None

    def stream(self) -> Iterator[Change]:
        """Every change, those that remove articles last.

        Raises TracuuError where too many articles would vanish.
        """
        for found, known in self._task.files:
            if known and known.size == found.size and _hash(found.path) == known.hash:
                self._touched(found, known)
            else:
                yield from self._file(found)
            self._passed += found.size
        vanished: list[str] = []
        elsewhere: dict[int, set[str]] = defaultdict(set)
        for ids in self._manifest.affected():
            best, indexed = self._manifest.best(ids), self._manifest.indexed(ids)
            vanished += (id_ for id_ in indexed if id_ not in best)
            for occurrence in best.values():
                if indexed.get(occurrence.id) != occurrence.digest:
                    elsewhere[occurrence.file].add(occurrence.id)
        for file, ids_there in elsewhere.items():
            yield from self._fetch(file, ids_there)
        self._require_most_stay(vanished)
        self._manifest.drop_indexed(vanished)
        self._manifest.drop_gone()
        self.removed += len(vanished)
        for id_ in vanished:
            yield Remove(id_)

    def refuse(self, file: int, refused: Refused) -> None:
        """Note a refusal; it is reported unless it was there before."""
        mark = refused.digest
        self._manifest.add_refusals(file, [(refused.line, mark, refused.vi, refused.en)])
        if (mark, refused.vi) not in self._refused_before.get(file, ()):
            self.refused.append(refused)

    def _read(self, path: Path) -> Iterator[Received | Refused]:
        return credit(read(path, self._task.max_bytes), self._task.portals)

    def _touched(self, found: Found, known: KnownFile) -> None:
        """Same content, other time: only which of two occurrences is newer can have changed."""
        self._manifest.end_file(replace(known, mtime_ns=found.mtime_ns))
        self._manifest.affect_shared(known.file)

    def _file(self, found: Found) -> Iterator[Change]:
        file = self._manifest.file_number(found.path)
        self._refused_before[file] = self._manifest.refusals(file)
        self._manifest.clear_refusals(file)
        self._manifest.begin_file(file, found.mtime_ns)
        content = _hash(found.path)
        merge = _Merge(self._manifest, file)
        whole = True
        for batch in _batches(self._read(found.path)):
            taken = [item for item in batch if isinstance(item, Received)]
            for item in batch:
                if isinstance(item, Refused):
                    self.refuse(file, item)
                    whole = whole and item.line is not None
            merge.enter(taken)
            yield from self._due(file, taken)
        # What could not be read to its end keeps what was known of the rest.
        if whole:
            merge.drop_rest()
        size = found.size if content and _unchanged(found) else -1
        articles = self._manifest.count_in(file)
        self._manifest.end_file(
            KnownFile(file, found.path, size, found.mtime_ns, content, articles)
        )

    def _due(self, file: int, taken: Sequence[Received]) -> Iterator[Put]:
        """Puts for those that are their article's best occurrence and not indexed like that."""
        ids = [received.article.id for received in taken]
        best, indexed = self._manifest.best(ids), self._manifest.indexed(ids)
        due = []
        for received in taken:
            winner = best.get(received.article.id)
            if winner is None:
                continue
            if (winner.file, winner.place) != (file, received.line or 0):
                self._manifest.affect([winner.id])
            elif indexed.get(winner.id) != received.digest:
                due.append(received)
        yield from self._puts(file, due, indexed)

    def _puts(
        self, file: int, due: Sequence[Received], indexed: Mapping[str, bytes]
    ) -> Iterator[Put]:
        ids = [received.article.id for received in due]
        before = self._manifest.before(ids) if self._task.rebuild else indexed
        stored = self._snapshot.stored([i for i in ids if i in before]) if self._snapshot else []
        earlier = {s.article.id: s for s in stored}
        for received in due:
            id_ = received.article.id
            self._manifest.set_indexed([(id_, received.digest)])
            if before.get(id_) != received.digest:
                self.put.setdefault(id_, id_ not in before)
            self.origin[id_] = file, received.path, received.line, received.digest
            yield Put(_stored(received, earlier.get(id_), self.now))

    def _fetch(self, file: int, ids: set[str]) -> Iterator[Put]:
        """Puts for articles of a file that has not changed but now holds their best occurrence."""
        for batch in _batches(self._read(self._manifest.path(file))):
            found = [r for r in batch if isinstance(r, Received) and r.article.id in ids]
            yield from self._due(file, found)
            ids -= {received.article.id for received in found}
        # The file is not there now: left for a run that can read it.
        self._manifest.read_again(ids)

    def _require_most_stay(self, vanished: Sequence[str]) -> None:
        gone = len(vanished)
        if self._task.rebuild:
            gone = self._manifest.vanished_by_rebuild()
            self.removed = gone
            left = self._manifest.count_indexed()
        elif gone:
            left = self._manifest.count_under(self._task.roots)
        known = gone and left + gone - sum(self.put.values())
        if self._task.prune or gone * VANISHING <= known:
            return
        raise TracuuError(
            f"{gone} trong {known} bài đã biết không còn ở nguồn, quá một phần năm: có thể thư mục "
            "chưa được gắn. Chưa gỡ bài nào; nếu đúng là đã xoá, chạy lại với --prune.",
            f"{gone} of {known} known articles are no longer in their files, more than a fifth: "
            "perhaps a folder is not mounted. None was removed; if they are meant to go, run "
            "again with --prune.",
        )


class _Merge:
    """The rows of one file compared, in the order of their places, with what is read now."""

    def __init__(self, manifest: Manifest, file: int) -> None:
        self._manifest = manifest
        self._file = file
        self._rows = manifest.occurrences(file)
        self._row = next(self._rows, None)

    def enter(self, taken: Iterable[Received]) -> None:
        """Enter these articles at their places and drop what stood there and in between."""
        entered, dropped = [], []
        for received in taken:
            place = received.line or 0
            now = Occurrence(self._file, place, received.article.id, received.digest)
            was = None
            while self._row and self._row.place <= place:
                was = self._row
                if was != now:
                    dropped.append(was)
                self._row = next(self._rows, None)
            if was != now:
                entered.append(now)
        self._drop(dropped)
        self._manifest.put_occurrences(entered)

    def drop_rest(self) -> None:
        """Drop what stood after the last article entered."""
        rest = [] if self._row is None else [self._row, *self._rows]
        self._drop(rest)

    def _drop(self, dropped: Sequence[Occurrence]) -> None:
        self._manifest.drop_occurrences(self._file, (o.place for o in dropped))
        self._manifest.affect(o.id for o in dropped)


def _stored(received: Received, earlier: Stored | None, now: datetime) -> Stored:
    """The article with its history; a new version where title, summary or body changed."""
    article, gone = received.article, received.gone
    if earlier is None:
        return Stored(article, Places(), first_seen=now, gone=gone)
    was = earlier.article
    if (was.title, was.summary, was.body) == (article.title, article.summary, article.body):
        return replace(earlier, article=article, gone=gone)
    seen = earlier.changed or earlier.first_seen
    version = Version(was.title, was.summary, was.body, seen)
    versions = (*earlier.versions, version)
    return replace(earlier, article=article, changed=now, gone=gone, versions=versions)


def _batches(items: Iterable[Received | Refused]) -> Iterator[list[Received | Refused]]:
    """Lists bounded in number and, as articles may be large, in characters."""
    batch: list[Received | Refused] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.article.body) if isinstance(item, Received) else 0
        if len(batch) >= SIZE or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _hash(path: Path) -> bytes:
    """SHA-256 of the content, empty where it cannot be read (`read` then says why)."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except OSError:
        return b""


def _unchanged(found: Found) -> bool:
    """False where the file was written to while it was read."""
    try:
        status = found.path.stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (found.size, found.mtime_ns)
