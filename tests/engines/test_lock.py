"""The write lock: one holder, and one that comes second is turned away before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.engines import lock
from indexer.errors import IndexLocked, IndexUnavailable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with lock.hold(tmp_path / "index", wait=False):
        pass
    return tmp_path / "index"


def _refused(folder: Path) -> bool:
    """Whether one that comes second would be turned away."""
    try:
        with lock.reserved(folder):
            return False
    except IndexLocked:
        return True


def test_a_reserved_lock_is_taken_over_by_the_writer(folder: Path) -> None:
    with lock.reserved(folder), lock.hold(folder, wait=False):
        assert _refused(folder)


def test_a_reserved_lock_turns_others_away_before_the_writer_begins(folder: Path) -> None:
    with lock.reserved(folder):
        assert _refused(folder)
    assert not _refused(folder)


def test_what_the_writer_has_let_go_is_free_though_the_reservation_lasts(folder: Path) -> None:
    with lock.reserved(folder):
        with lock.hold(folder, wait=False):
            pass
        assert not _refused(folder)
        with lock.hold(folder, wait=False), pytest.raises(IndexLocked), lock.reserved(folder):
            pass


def test_no_descriptor_is_left_open(folder: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    with lock.hold(folder, wait=False):
        assert _refused(folder)
    with lock.reserved(folder), lock.hold(folder, wait=False):
        pass
    with lock.reserved(folder):
        pass
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_the_first_of_all_runs_reserves_a_lock_too(tmp_path: Path) -> None:
    with lock.reserved(tmp_path / "index"):
        assert _refused(tmp_path / "index")


def test_a_folder_that_anyone_may_write_to_is_left_to_the_writer_to_refuse(folder: Path) -> None:
    folder.chmod(0o777)
    with (
        lock.reserved(folder),
        pytest.raises(IndexUnavailable, match="chmod"),
        lock.hold(folder, wait=False),
    ):
        pass
