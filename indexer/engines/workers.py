"""Articles prepared and built into segments, here or in processes of ours.

A worker reads batches from its pipe; the parent's death closes it, so no worker outlives it.
Workers know nothing of the lock or the table of contents: what they leave unfinished is removed
by the next writer.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import NamedTuple

from indexer.engines.base import Prepare, Progress, Refusal, Stored
from indexer.engines.building import Builder, Built
from indexer.errors import TracuuError

#: Occurrences of keys a process holds before it writes a segment (about 100 bytes each at worst
#: while sorting).
_MOST = 6_000_000
#: Articles handed to a worker at a time, and how many such batches it may have waiting.
_BATCH = 64
_WAITING = 2
#: Fewer articles than this are not worth starting processes for.
_FEW = 256


class Task(NamedTuple):
    """An article to write, and its place in the stream of changes."""

    sequence: int
    stored: Stored


class Outcome(NamedTuple):
    """What became of some tasks."""

    done: int
    built: tuple[Built, ...] = ()
    refused: tuple[Refusal, ...] = ()


class _Build:
    """Prepares articles and writes a segment whenever enough are held."""

    def __init__(self, folder: Path, prepare: Prepare) -> None:
        self._folder = folder
        self._prepare = prepare
        self._builder = Builder()

    def take(self, tasks: Sequence[Task]) -> Outcome:
        """Prepare and gather; a segment may come out."""
        refused = [refusal for task in tasks if (refusal := self._add(task))]
        built = self.finish() if self._builder.weight > _MOST else ()
        return Outcome(len(tasks), built, tuple(refused))

    def finish(self) -> tuple[Built, ...]:
        """Write what is held."""
        builder, self._builder = self._builder, Builder()
        return (builder.write(self._folder),) if builder.count else ()

    def _add(self, task: Task) -> Refusal | None:
        try:
            prepared = self._prepare(task.stored)
        except MemoryError:
            raise
        except Exception as error:  # any fault of one article is that article's
            return Refusal(task.stored.article.id, _reason(error))
        self._builder.add(task.sequence, prepared)
        return None


def _reason(error: Exception) -> str:
    if isinstance(error, TracuuError):
        return str(error)
    said = f"{type(error).__name__}: {error}"
    return f"Không phân tích được bài ({said}) / The article could not be analysed ({said})"


def build(
    folder: Path, tasks: Iterable[Task], prepare: Prepare, workers: int, progress: Progress | None
) -> Iterator[Outcome]:
    """Build segments of the tasks in `folder`, in `workers` processes if there are many."""
    tasks = iter(tasks)
    first = list(islice(tasks, _FEW))
    outcomes = (
        _build_here(folder, _chain(first, tasks), prepare)
        if workers <= 1 or len(first) < _FEW
        else _build_in_processes(folder, _chain(first, tasks), prepare, workers)
    )
    done = 0
    for outcome in outcomes:
        done += outcome.done
        if progress and outcome.done:
            progress(done)
        yield outcome


def _chain(first: list[Task], rest: Iterator[Task]) -> Iterator[list[Task]]:
    """Batches, `first` before the rest."""
    for start in range(0, len(first), _BATCH):
        yield first[start : start + _BATCH]
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _build_here(folder: Path, batches: Iterator[list[Task]], prepare: Prepare) -> Iterator[Outcome]:
    build = _Build(folder, prepare)
    for batch in batches:
        yield build.take(batch)
    yield Outcome(0, build.finish())


class _Worker:
    """A process that builds, and the pipe to it."""

    def __init__(self, folder: Path, prepare: Prepare) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, folder, prepare), daemon=True)
        self._process.start()
        theirs.close()
        self.waiting = 0

    def send(self, batch: list[Task] | None) -> None:
        self.pipe.send(batch)
        self.waiting += 1

    def receive(self) -> Outcome:
        """The next answer. Raises what the worker raised, RuntimeError if it died."""
        try:
            answer = self.pipe.recv()
        except EOFError:
            raise RuntimeError("a worker process died") from None
        self.waiting -= 1
        if isinstance(answer, BaseException):
            raise answer
        return answer  # type: ignore[no-any-return]

    def stop(self) -> None:
        self.pipe.close()
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _work(pipe: Connection, folder: Path, prepare: Prepare) -> None:
    batches: SimpleQueue[list[Task] | None] = SimpleQueue()
    Thread(target=_read, args=(pipe, batches), daemon=True).start()
    build = _Build(folder, prepare)
    while batch := batches.get():
        pipe.send(_attempt(partial(build.take, batch)))
    pipe.send(_attempt(lambda: Outcome(0, build.finish())))


def _read(pipe: Connection, batches: SimpleQueue[list[Task] | None]) -> None:
    """Take batches off the pipe at all times, so that neither end waits for the other to read."""
    try:
        while batch := pipe.recv():
            batches.put(batch)
        batches.put(None)
        pipe.poll(None)
    except OSError:
        pass
    finally:
        os._exit(0)  # the parent is gone or done with us


def _attempt(step: Callable[[], Outcome]) -> Outcome | Exception:
    try:
        return step()
    except Exception as error:  # told to the parent, which raises it
        return error


def _build_in_processes(
    folder: Path, batches: Iterator[list[Task]], prepare: Prepare, workers: int
) -> Iterator[Outcome]:
    team = [_Worker(folder, prepare) for _ in range(workers)]
    try:
        for batch in batches:
            while not (free := min(team, key=lambda worker: worker.waiting)).waiting < _WAITING:
                yield from _receive(team)
            free.send(batch)
        for worker in team:
            worker.send(None)
        while any(worker.waiting for worker in team):
            yield from _receive(team)
    finally:
        for worker in team:
            worker.stop()


def _receive(team: Sequence[_Worker]) -> Iterator[Outcome]:
    """Answers of whoever has some."""
    busy = {worker.pipe: worker for worker in team if worker.waiting}
    for pipe in wait(list(busy)):
        yield busy[pipe].receive()  # type: ignore[index]
