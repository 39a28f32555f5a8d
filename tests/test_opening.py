"""Opening an index ahead of the first question."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import IndexUnavailable, Settings, open_ahead, open_engine
from indexer.engines.base import Put
from tests.engines.contract import apply
from tests.engines.making import article


def test_index_opened_ahead_is_the_one_that_is_asked(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    writing = open_engine(settings)
    apply(writing, Put(article("a")))
    engine = open_engine(settings, verified=True)
    open_ahead(engine).join()
    opened = engine.snapshot()
    assert opened.ids() and engine.snapshot() is opened


def test_damage_found_ahead_is_said_to_whoever_asks(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    apply(open_engine(settings), Put(article("a")))
    (segment,) = settings.index.glob("*.seg")
    data = bytearray(segment.read_bytes())
    data[0] ^= 1
    segment.write_bytes(data)
    engine = open_engine(settings, verified=True)
    open_ahead(engine).join()
    with pytest.raises(IndexUnavailable):
        engine.snapshot()


def test_where_there_is_no_index_nothing_is_said_ahead(tmp_path: Path) -> None:
    engine = open_engine(Settings(index=tmp_path), verified=True)
    open_ahead(engine).join()
    with pytest.raises(IndexUnavailable):
        engine.snapshot()
