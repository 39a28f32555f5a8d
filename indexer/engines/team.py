"""Processes of ours that answer messages, and that never outlive their parent.

Each reads its messages from a pipe; the parent's death closes it. They know nothing of the lock or
of the table of contents: what they leave unfinished is removed by the next writer.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from typing import Any

from indexer.errors import TracuuError

#: Messages a process may have waiting, the one it answers among them.
_WAITING = 2


class _Process:
    """A process, and the pipe to it."""

    def __init__(self, answer: Callable[[Any], Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, answer), daemon=True)
        self._process.start()
        theirs.close()
        self.waiting = 0

    def send(self, message: Any) -> None:
        """Hand over a message. Raises TracuuError if the process died."""
        try:
            self.pipe.send(message)
        except OSError:
            raise _died() from None
        self.waiting += 1

    def receive(self) -> Any:
        """The next answer. Raises what the process raised, TracuuError if it died."""
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):
            raise _died() from None
        self.waiting -= 1
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def stop(self) -> None:
        self.pipe.close()
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def answers(
    answer: Callable[[Any], Any],
    messages: Iterable[Any],
    count: int,
    last: Callable[[], Any] | None = None,
) -> Iterator[Any]:
    """What `count` processes answer, in any order; each has an `answer` of its own.

    `last()` is sent to every process when the messages are at their end.
    """
    with ExitStack() as stack:
        team = []
        for _ in range(count):
            team.append(_Process(answer))
            stack.callback(team[-1].stop)
        for message in messages:
            while (free := min(team, key=_waiting)).waiting >= _WAITING:
                yield from _received(team)
            free.send(message)
        if last is not None:
            for process in team:
                process.send(last())
        while any(process.waiting for process in team):
            yield from _received(team)


def _died() -> TracuuError:
    return TracuuError(
        "Một tiến trình lập chỉ mục đã chết (thiếu bộ nhớ?); chỉ mục vẫn như cũ. "
        "Hãy chạy lại với --workers 1.",
        "A worker process died (out of memory?); the index is as it was. "
        "Run again with --workers 1.",
    )


def _waiting(process: _Process) -> int:
    return process.waiting


def _received(team: Iterable[_Process]) -> Iterator[Any]:
    """The answers of those that have some."""
    busy: dict[Any, _Process] = {process.pipe: process for process in team if process.waiting}
    for pipe in wait(list(busy)):
        yield busy[pipe].receive()


def _serve(pipe: Connection, answer: Callable[[Any], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends us
    messages: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_read, args=(pipe, messages), daemon=True).start()
    while True:
        message = messages.get()
        try:
            answered = answer(message)
        except Exception as error:  # told to the parent, which raises it
            answered = error
        pipe.send(answered)


def _read(pipe: Connection, messages: SimpleQueue[Any]) -> None:
    """Take messages off the pipe at all times, so that neither end waits for the other to read."""
    try:
        while True:
            messages.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(0)  # the parent is gone, or done with us
