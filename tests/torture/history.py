"""Random adding, replacing, removing and committing, beside a dictionary that is always right."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from indexer import SearchRequest, Settings, answer, count, open_engine
from indexer.article import Article, Places
from indexer.engines.base import Change, Put, Remove, Stored
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.preparing import prepare
from tests.torture.library import MOMENT
from tests.torture.row import Row, Scale

_STEPS = 50
_IDS = st.integers(0, 30).map(str)
_STEPS_OF = st.sampled_from(("put", "put", "remove", "commit"))
_WORDS = ("lúa", "bão", "trường", "đường")
#: Seconds within which a server must show what was committed.
_SHOWN = 5.0


class History(RuleBasedStateMachine):
    """What was committed is in `model`; `reader` is the engine of a server that never restarts."""

    steps: ClassVar[int] = 0
    compared: ClassVar[int] = 0
    slowest: ClassVar[float] = 0.0

    @initialize()
    def begin(self) -> None:
        """An index that does not exist yet."""
        self.place = tempfile.TemporaryDirectory()
        path = Path(self.place.name) / "index"
        self.writer = WhooshEngine(path)
        self.reader = open_engine(Settings(index=path), verified=True)
        self.model: dict[str, str] = {}
        self.pending: dict[str, str | None] = {}

    # One rule, as Hypothesis leaves whole rules out of a history: without commits it tests nothing.
    @rule(what=_STEPS_OF, id=_IDS, word=st.sampled_from(_WORDS))
    def step(self, what: str, id: str, word: str) -> None:
        """Add, replace or remove an article at the next commit, or commit."""
        History.steps += 1
        if what == "commit":
            self._commit()
        else:
            self.pending[id] = word if what == "put" else None

    def _commit(self) -> None:
        """The server shows the model within seconds, and nothing that was removed."""
        changes = [_change(id, word) for id, word in self.pending.items()]
        with self.writer.writing() as writer:
            writer.commit(changes, prepare)
        self.model.update({id: word for id, word in self.pending.items() if word})
        for id in [id for id, word in self.pending.items() if not word]:
            self.model.pop(id, None)
        self.pending.clear()
        History.compared += len(self.model)
        History.slowest = max(History.slowest, self._seconds_until_shown())

    def _seconds_until_shown(self) -> float:
        started = time.monotonic()
        while (held := self._held()) != self.model:
            assert time.monotonic() - started < _SHOWN, (held, self.model)
            time.sleep(0.01)
        for word in _WORDS:
            found = answer(self.reader, SearchRequest(word, exact=True, limit=100))
            right = {id for id, said in self.model.items() if said == word}
            assert {hit.id for hit in found.hits} == right, word
            assert count(self.reader, SearchRequest(word, exact=True)) == len(right)
        return time.monotonic() - started

    def _held(self) -> dict[str, str]:
        snapshot = self.reader.snapshot()
        stored = snapshot.stored(sorted(snapshot.ids()))
        return {each.article.id: each.article.body.split()[-1] for each in stored}

    def teardown(self) -> None:
        """Nothing of it is left."""
        if hasattr(self, "place"):
            self.place.cleanup()


def _change(id: str, word: str | None) -> Change:
    if word is None:
        return Remove(id)
    return Put(Stored(Article(id, f"Tin {id}", body=f"Báo cáo về {word}"), Places(), MOMENT))


def torture(scale: Scale) -> Row:
    """As many histories of fifty steps as make the number of steps."""
    History.steps, History.compared, History.slowest = 0, 0, 0.0
    how = settings(
        max_examples=scale.of(4, 25, 400),
        stateful_step_count=_STEPS,
        deadline=None,
        database=None,
        derandomize=scale is Scale.SHORT,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    broken = []
    try:
        run_state_machine_as_test(History, settings=how)
    except AssertionError as failure:
        broken.append(str(failure)[:400])
    if not History.compared:
        broken.append("no commit held an article: nothing was compared")
    return Row(
        "random steps of adding, replacing, removing and committing, compared with a dictionary",
        History.steps,
        f"equal after every commit ({History.compared:,} articles compared), "
        f"shown after at most {History.slowest:.2f} s; what was removed never came back",
        tuple(broken),
    )
