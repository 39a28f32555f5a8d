"""A run: what is new, changed or gone under the given paths, committed to the index.

Incremental by size, time and content hash: a file that has not changed is not opened, and of a
changed file only the articles that say something else are indexed. An article found in several
places is one article, and says what its newest occurrence says: that in the file changed last
(then by name), there in the last line; it goes when the last occurrence goes.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indexer.article import VIETNAM
from indexer.changes import Changes, Task
from indexer.engines.base import Applied, Change, Engine, Snapshot, Writer
from indexer.errors import IndexUnavailable, TracuuError, UsageError
from indexer.manifest import KnownFile, Manifest, opened
from indexer.preparing import prepare
from indexer.repairing import drifted, find_orphans, reconcile
from indexer.settings import Portal
from indexer.sources import MAX_BYTES, Discovered, Found, Refused, discover

#: Changes committed together, so that a kill in a long first run costs minutes and not hours.
COMMIT_EVERY = 20_000

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to run.

    `prune` accepts missing paths and that many articles vanish; `rebuild` replaces the index by
    what all known files hold; `dry_run` commits nothing; `wait` waits for the write lock.
    `max_bytes` is the size of the largest article taken. `portals` say what their articles do not.
    """

    prune: bool = False
    rebuild: bool = False
    dry_run: bool = False
    wait: bool = False
    workers: int = 1
    max_bytes: int = MAX_BYTES
    portals: tuple[Portal, ...] = ()
    commit_every: int = COMMIT_EVERY


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did.

    `seen` articles stand in the files; `refused` lists what was refused now, `refused_before`
    counts what was refused earlier and has not changed. `passed_over` files are of no known
    format. `repaired` articles differed between the index and its manifest, as after a kill.
    """

    seen: int
    new: int
    changed: int
    unchanged: int
    removed: int
    refused: tuple[Refused, ...]
    refused_before: int
    passed_over: int
    repaired: int
    seconds: float
    generation: int


def run(
    paths: Iterable[Path],
    engine: Engine,
    folder: Path,
    options: Options | None = None,
    progress: Progress | None = None,
) -> RunReport:
    """Bring the index up to date with the files under `paths`.

    `folder` holds the manifest. `progress` is called with the number of changes done and, as
    soon as that can be guessed, of all. Raises UsageError for a path that does not exist,
    TracuuError where too many articles would vanish, IndexLocked and IndexUnavailable as the
    engine does.
    """
    options = options or Options()
    started = time.monotonic()
    found = _discover(paths, folder, options)
    with contextlib.ExitStack() as stack:
        writer = None
        if not options.dry_run:
            lock = engine.writing(wait=options.wait, rebuild=options.rebuild)
            writer = stack.enter_context(lock)
        manifest = stack.enter_context(opened(folder, for_trial=options.dry_run))
        before = engine.former() if options.rebuild else _snapshot(engine)
        this = _Run(manifest, before, found, options)
        this.commit(writer, progress)
        return this.report(started)


def _discover(paths: Iterable[Path], folder: Path, options: Options) -> Discovered:
    try:
        found = discover(paths, exclude=[folder])
    except OSError as problem:
        raise TracuuError(
            f"Không đọc được thư mục {problem.filename} ({problem.strerror}); chưa thay đổi gì.",
            f"the folder {problem.filename} cannot be read ({problem.strerror}); nothing changed.",
        ) from problem
    if found.missing and not options.prune:
        named = ", ".join(map(str, found.missing))
        raise UsageError(
            f"Không có {named}. Nếu đã cố ý xoá, thêm --prune để gỡ các bài ở đó.",
            f"{named} does not exist. If that is meant, --prune removes the articles from there.",
        )
    return found


def _snapshot(engine: Engine) -> Snapshot | None:
    """The last commit; None where there is none yet, or none that can be read."""
    try:
        return engine.snapshot()
    except IndexUnavailable:
        return None


class _Run:
    """One run, from the comparison of files to its report."""

    def __init__(
        self, manifest: Manifest, snapshot: Snapshot | None, found: Discovered, options: Options
    ) -> None:
        self._manifest = manifest
        self._options = options
        self._found = found
        self._generation = snapshot.generation if snapshot else 0
        self._repaired = 0
        self._interrupted = self._repair(snapshot)
        task = Task(
            files=sorted(self._files(), key=lambda pair: (pair[0].mtime_ns, pair[0].path)),
            roots=found.roots,
            max_bytes=options.max_bytes,
            portals=options.portals,
            prune=options.prune,
            rebuild=options.rebuild,
        )
        self._changes = Changes(task, manifest, snapshot)
        self._note_start(bool(task.files))

    def commit(self, writer: Writer | None, progress: Progress | None) -> None:
        """Draw all changes and commit them; without a writer only draw them."""
        if self._options.rebuild:
            self._manifest.start_over()
        stream = self._changes.stream()
        if writer is None:
            for _ in stream:
                pass
            return
        done = 0
        for chunk in self._chunks(stream):
            applied = writer.commit(
                chunk,
                prepare,
                workers=self._options.workers,
                progress=functools.partial(self._told, progress, done) if progress else None,
            )
            done += applied.put + applied.removed
            self._note(applied)
        if settled := writer.settle():
            self._note(settled)

    def _told(self, progress: Progress, before: int, done: int) -> None:
        expected = self._changes.expected
        progress(before + done, None if expected is None else max(expected, before + done))

    def report(self, started: float) -> RunReport:
        """What was done, recorded for `last_run`. `started` is by the monotonic clock."""
        here = self._manifest.files(self._found.roots).values()
        seen = sum(known.articles for known in here)
        new = sum(self._changes.put.values())
        changed = len(self._changes.put) - new
        refused = tuple(self._changes.refused)
        standing = self._manifest.count_refusals(known.file for known in here)
        report = RunReport(
            seen=seen,
            new=new,
            changed=changed,
            unchanged=max(0, seen - new - changed),
            removed=self._changes.removed,
            refused=refused,
            refused_before=max(0, standing - len(refused)),
            passed_over=self._found.passed_over,
            repaired=self._repaired,
            seconds=time.monotonic() - started,
            generation=self._generation,
        )
        self._manifest.set_fact("running", self._interrupted)
        self._manifest.set_fact("last_run", _summary(report))
        self._manifest.commit(self._generation)
        return report

    def _repair(self, snapshot: Snapshot | None) -> list[str]:
        described = self._manifest.fact("generation")
        in_step = described == self._generation and not drifted(self._manifest, snapshot)
        # An index that cannot be read says nothing of what it holds, and is about to be replaced.
        if not in_step and (snapshot or not self._options.rebuild):
            repaired = reconcile(self._manifest, snapshot)
            self._repaired = repaired if described is not None else 0
        if described is None and self._generation:
            # The manifest was lost: what came from other paths is not known, and stays.
            self._manifest.set_fact("running", ["/"])
        return find_orphans(self._manifest, self._found.roots, in_step)

    def _files(self) -> Iterator[tuple[Found, KnownFile | None]]:
        files = {found.path: found for found in self._found.files}
        if self._options.rebuild:
            files |= _others(self._manifest.files([Path("/")]), files)
            yield from ((found, None) for found in files.values())
            return
        known = self._manifest.files(self._found.roots)
        self._manifest.set_gone(k.file for path, k in known.items() if path not in files)
        for path, found in files.items():
            was = known.get(path)
            if was is None or (was.size, was.mtime_ns) != (found.size, found.mtime_ns):
                yield found, was

    def _note_start(self, any_files: bool) -> None:
        """Let a later run know over which paths this one was, should it be killed."""
        if not any_files:
            return
        roots = map(str, self._found.roots)
        self._manifest.set_fact("running", [*self._interrupted, *roots])
        self._manifest.commit(self._generation)

    def _chunks(self, stream: Iterator[Change]) -> Iterator[Iterator[Change]]:
        """The stream in parts to commit; whole for a rebuild, which replaces the index at once."""
        if self._options.rebuild:
            yield stream
            return
        for first in stream:
            rest = itertools.islice(stream, self._options.commit_every - 1)
            yield itertools.chain([first], rest)
            # Later than all that is committed, so that a cited state of the index is known by time.
            self._changes.now = datetime.now(VIETNAM)

    def _note(self, applied: Applied) -> None:
        """Enter a commit in the manifest."""
        self._generation = applied.generation
        for refusal in applied.refused:
            file, path, line, digest = self._changes.origin[refusal.id]
            vi, _, en = refusal.reason.partition(" / ")
            self._changes.put.pop(refusal.id, None)
            self._changes.refuse(file, Refused(path, line, vi, en or vi, digest))
        self._manifest.drop_indexed(refusal.id for refusal in applied.refused)
        self._changes.origin.clear()
        self._manifest.commit(applied.generation)


def _others(known: Mapping[Path, KnownFile], found: Mapping[Path, Found]) -> dict[Path, Found]:
    """The known files elsewhere that are still there."""
    there: dict[Path, Found] = {}
    for path in known.keys() - found.keys():
        with contextlib.suppress(OSError):
            status = path.stat()
            there[path] = Found(path, status.st_size, status.st_mtime_ns)
    return there


def _summary(report: RunReport) -> dict[str, object]:
    return {
        "at": datetime.now(VIETNAM).isoformat(timespec="seconds"),
        "seen": report.seen,
        "new": report.new,
        "changed": report.changed,
        "removed": report.removed,
        "refused": len(report.refused) + report.refused_before,
    }
