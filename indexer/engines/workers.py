"""Articles prepared and built into segments, here or in processes of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from indexer.engines.base import Prepare, Progress, Refusal, Stored
from indexer.engines.building import Builder, Built
from indexer.engines.team import answers
from indexer.errors import TracuuError

#: Occurrences of keys a process holds before it writes a segment (about 100 bytes each at worst
#: while sorting).
_MOST = 10_000_000
#: Articles, and characters of theirs, handed to a process at a time.
_BATCH = 64
_BATCH_TEXT = 1 << 20
#: Fewer batches than this are not worth starting processes for.
_FEW = 5


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

    def __call__(self, tasks: Sequence[Task]) -> Outcome:
        """Prepare and gather tasks; no tasks means the end. A segment may come out."""
        refused = [refusal for task in tasks if (refusal := self._add(task))]
        full = self._builder.weight > _MOST or not tasks
        return Outcome(len(tasks), self._written() if full else (), tuple(refused))

    def _written(self) -> tuple[Built, ...]:
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
    batches = _batches(tasks)
    first = list(islice(batches, _FEW))
    batches = chain(first, batches)
    build = _Build(folder, prepare)
    few = workers <= 1 or len(first) < _FEW
    outcomes = map(build, chain(batches, [[]])) if few else answers(build, batches, workers, list)
    done = 0
    for outcome in outcomes:
        done += outcome.done
        if progress and outcome.done:
            progress(done)
        yield outcome


def _batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += len(task.stored.article.body)
        if len(batch) == _BATCH or size > _BATCH_TEXT:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
