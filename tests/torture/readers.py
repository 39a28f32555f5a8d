"""Eight threads that ask while a run after another changes the index: no answer is wrong.

A writer notes what every generation holds; an answer says which generation it is of.
"""

from __future__ import annotations

import random
import tempfile
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from indexer import Engine, SearchRequest, Settings, answer, open_engine
from tests.torture.library import Library, bodies
from tests.torture.row import Row, Scale

_THREADS = 8
_GENERATIONS = 3
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer: of which generation, to what, how many and the first of which articles."""

    generation: int
    words: str
    total: int
    ids: tuple[str, ...]


@dataclass
class _Writer:
    """Changes a tenth of the articles again and again; `states` is what each generation holds."""

    library: Library
    articles: int
    states: dict[int, Mapping[str, str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def run(self, edition: int) -> None:
        """One run: some replaced, some new, some gone."""
        start = edition * 37 % self.articles
        self.library.put(bodies(start, start + self.articles // 10, f"lứa {edition}"))
        self.library.drop({str((start * 7 + n) % self.articles) for n in range(5)})
        done = self.library.run()
        if done.returncode:
            self.broken.append(f"run {edition}: exit {done.returncode} {done.stderr[:200]}")
        generation = open_engine(Settings(index=self.library.index)).snapshot().generation
        self.states[generation] = dict(self.library.wanted)

    def until(self, stop: threading.Event) -> None:
        """Run after run."""
        edition = len(self.states)
        while not stop.is_set():
            self.run(edition)
            edition += 1


def torture(scale: Scale) -> Row:
    """Ask from many threads beside a writer, then compare every answer with its generation."""
    times = scale.of(400, 10_000, 200_000)
    with tempfile.TemporaryDirectory() as place:
        writer = _Writer(Library(Path(place)), scale.of(200, 2000, 5000))
        writer.library.put(bodies(0, writer.articles, "lứa 0"))
        writer.run(0)
        engine = open_engine(Settings(index=writer.library.index))
        stop = threading.Event()
        writing = threading.Thread(target=writer.until, args=(stop,))
        writing.start()
        try:
            said, failed = _ask(engine, writer, times)
        finally:
            stop.set()
            writing.join()
    seen = {each.generation for each in said}
    wrong = [_told(each) for each in said if not _is_right(each, writer.states)]
    if len(seen) < 2:
        wrong.append("the readers saw only one generation")
    return Row(
        f"queries from {_THREADS} threads, each compared with what its generation holds, while "
        f"`tracuu index` ran {len(writer.states) - 1} times over {writer.articles:,} articles",
        len(said),
        f"{len(seen)} generations seen, {len(wrong)} wrong answers, {len(failed)} errors",
        (*writer.broken, *failed[:10], *wrong[:10]),
    )


def _ask(engine: Engine, writer: _Writer, times: int) -> tuple[list[_Said], list[str]]:
    said: list[_Said] = []
    failed: list[str] = []

    def ask(number: int) -> None:
        for words in _words(random.Random(number), writer, times // _THREADS):
            try:
                page = answer(engine, SearchRequest(words, limit=_SHOWN))
            except Exception as problem:
                failed.append(f"{words}: {type(problem).__name__}: {problem}")
            else:
                ids = tuple(hit.id for hit in page.hits[: page.total])
                said.append(_Said(page.generation, words, page.total, ids))

    with ThreadPoolExecutor(_THREADS) as threads:
        list(threads.map(ask, range(_THREADS)))
    return said, failed


def _words(chance: random.Random, writer: _Writer, times: int) -> Iterator[str]:
    """So many, and more until the writer has got on."""
    asked = 0
    while asked < times or (len(writer.states) < _GENERATIONS and not writer.broken):
        asked += 1
        if chance.random() < 0.5:
            yield f'"số {chance.randrange(writer.articles)}"'
        else:
            yield f'"lứa {chance.randrange(len(writer.states) + 2)}"'


def _is_right(said: _Said, states: Mapping[int, Mapping[str, str]]) -> bool:
    state = states.get(said.generation)
    if state is None:
        return False
    phrase = f" {said.words.strip(chr(34))} "
    having = {id_ for id_, body in state.items() if phrase in body}
    shown = min(_SHOWN, len(having))
    return said.total == len(having) and len(said.ids) == shown and having.issuperset(said.ids)


def _told(said: _Said) -> str:
    return f"generation {said.generation}: {said.words} found {said.total}: {said.ids}"
