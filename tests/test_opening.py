"""Opening an index ahead of the first question."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from indexer import IndexUnavailable, Settings, hash_ahead, open_ahead, open_engine
from indexer.engines.base import Put
from indexer.engines.hashing import sha256
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


def test_files_hashed_ahead_are_compared_before_anything_is_answered(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    apply(open_engine(settings), Put(article("a")))
    hash_ahead(settings.index)
    assert open_engine(settings, verified=True).snapshot().ids()

    (segment,) = settings.index.glob("*.seg")
    data = bytearray(segment.read_bytes())
    data[0] ^= 1
    segment.write_bytes(data)
    hash_ahead(settings.index)
    with pytest.raises(IndexUnavailable, match="SHA-256"):
        open_engine(settings, verified=True).snapshot()


def test_what_was_hashed_ahead_answers_once(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    apply(open_engine(settings), Put(article("a")))
    (segment,) = settings.index.glob("*.seg")
    data = segment.read_bytes()
    hash_ahead(settings.index)
    assert sha256(segment) == (len(data), hashlib.sha256(data).hexdigest())
    segment.write_bytes(b"")
    assert sha256(segment) == (0, hashlib.sha256(b"").hexdigest())


def test_a_file_that_cannot_be_hashed_ahead_is_told_to_whoever_asks(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    apply(open_engine(settings), Put(article("a")))
    (segment,) = settings.index.glob("*.seg")
    segment.unlink()
    segment.mkdir()
    hash_ahead(settings.index)
    with pytest.raises(IndexUnavailable):
        open_engine(settings, verified=True).snapshot()


def test_only_files_of_the_last_generation_are_hashed_ahead(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    apply(open_engine(settings), Put(article("a")))
    stray = settings.index / "TRACUU_0123456789abcdef.seg"
    stray.write_bytes(b"left behind")
    hash_ahead(settings.index)
    assert open_engine(settings, verified=True).snapshot().ids()
    stray.write_bytes(b"changed")
    assert sha256(stray).size == len(b"changed")


def test_where_there_is_no_index_nothing_is_hashed_ahead(tmp_path: Path) -> None:
    hash_ahead(tmp_path / "nowhere")
    (tmp_path / "_TRACUU_1.toc").mkdir()
    hash_ahead(tmp_path)
