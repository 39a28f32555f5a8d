"""The Whoosh engine keeps the contract, and what is its own: files, locks, faults."""

from __future__ import annotations

import errno
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from indexer.engines import merging, policy, toc
from indexer.engines.arrays import ArrayFile, ArrayWriter
from indexer.engines.base import Put, Remove
from indexer.engines.moments import COLUMNS
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import IndexUnavailable
from indexer.query.tree import Everything, Filters, Plan
from tests.engines.contract import EngineContract, Opens, all_of, apply, found
from tests.engines.contract_search import SearchContract
from tests.engines.making import SEEN, article, prepare

#: Writes article after article into the index it is given, saying which is committed.
COMMITTER = """
import sys
from pathlib import Path
from indexer.engines.base import Put
from indexer.engines.whoosh_engine import WhooshEngine
from tests.engines.making import article, prepare

with WhooshEngine(Path(sys.argv[1])).writing() as writer:
    for number in range(int(sys.argv[2]), 10**6):
        many = [Put(article(f"{number}-{part}")) for part in range(300)]
        writer.commit([Put(article(f"{number}")), *many], prepare, workers=int(sys.argv[3]))
        print(number, flush=True)
"""


class TestWhooshEngine(EngineContract, SearchContract):
    """The contract over a folder of its own."""

    @pytest.fixture
    def opens(self, tmp_path: Path) -> Opens:
        return lambda: WhooshEngine(tmp_path / "index")


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return WhooshEngine(tmp_path)


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.seg"))


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_writer_costs_no_committed_article_and_leaves_no_lock(
    tmp_path: Path, workers: int
) -> None:
    chance = random.Random(workers)
    committed = -1
    for _ in range(3):
        process = subprocess.Popen(
            [
                sys.executable,
                "-W",
                "ignore",
                "-c",
                COMMITTER,
                tmp_path,
                f"{committed + 1}",
                f"{workers}",
            ],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert process.stdout
        committed = int(process.stdout.readline())
        time.sleep(chance.random() * 0.5)
        os.kill(process.pid, signal.SIGKILL)
        committed = max([committed, *map(int, process.stdout.read().split())])
        process.wait()
        process.stdout.close()
        engine = WhooshEngine(tmp_path)
        ids = set(engine.snapshot().ids())
        assert {f"{number}" for number in range(committed + 1)} <= ids
        assert len(ids) % 301 == 0, "a commit was applied in part"
        assert engine.check(prepare) == []
    apply(engine, Put(article("after")))
    named = {
        entry.name
        for n in toc.generations(tmp_path)[-2:]
        for entry in toc.read(tmp_path, n).entries
    }
    assert {path.stem.split("_")[-1] for path in segments(tmp_path)} == named


def test_many_small_commits_leave_few_segments(engine: WhooshEngine, tmp_path: Path) -> None:
    for number in range(150):
        apply(engine, Put(article(f"{number}")))
    generation = engine.snapshot().index
    assert len(generation.segments) <= 10
    assert engine.snapshot().search(Plan(all_of("thi"))).total == 150
    assert len(list(tmp_path.iterdir())) < 25


def test_long_run_leaves_one_segment_and_a_short_one_after_it_moves_nothing(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "_CAP", 20)
    with engine.writing() as writer:
        for batch in range(3):
            writer.commit([Put(article(f"{batch}-{n}")) for n in range(10)], prepare)
        writer.commit([Remove("0-0"), Put(article("1-0", "lũ"))], prepare)
        before = engine.snapshot()
        assert writer.settle() is not None
    assert len(segments(tmp_path)) == len(engine.snapshot().index.segments) == 1
    assert engine.snapshot().search(Plan(Everything())) == before.search(Plan(Everything()))
    assert engine.check(prepare) == []
    with engine.writing() as writer:
        writer.commit([Put(article("later"))], prepare)
        assert writer.settle() is None


def test_disk_too_full_to_join_segments_leaves_them_as_they_are(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "_CAP", 4)
    monkeypatch.setattr(merging, "merge", _no_room)
    with engine.writing() as writer:
        for batch in range(2):
            writer.commit([Put(article(f"{batch}-{n}")) for n in range(3)], prepare)
        assert writer.settle() is None
    assert engine.snapshot().search(Plan(Everything())).total == 6
    assert engine.check(prepare) == []


def _no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_depends_on_keys_is_made_once_and_anew_after_a_commit(engine: WhooshEngine) -> None:
    apply(engine, Put(article("a", "thi đua")))
    first = engine.snapshot()
    for _ in range(2):
        assert first.remember("thi", lambda: first.frequency("folded", "thi")) == 1
    assert first.remember("thi", lambda: 0) == 1
    apply(engine, Put(article("b", "thi đua")))
    then = engine.snapshot()
    assert then.remember("thi", lambda: then.frequency("folded", "thi")) == 2


def test_removed_articles_are_written_out_in_the_end(engine: WhooshEngine) -> None:
    apply(engine, *(Put(article(f"{number}")) for number in range(100)))
    apply(engine, *(Remove(f"{number}") for number in range(80)))
    assert engine.snapshot().index.count == 20


def test_index_of_another_version_asks_for_a_rebuild(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(engine, Put(article("a")))
    for module in ("whoosh_engine", "checking"):
        monkeypatch.setattr(f"indexer.engines.{module}.VERSION", "0.0")
    engine = WhooshEngine(engine._path)
    with pytest.raises(IndexUnavailable, match="--rebuild"):
        engine.snapshot()
    with pytest.raises(IndexUnavailable, match="--rebuild"), engine.writing():
        pass
    assert engine.check(prepare)


def test_changed_byte_is_found_by_check(engine: WhooshEngine, tmp_path: Path) -> None:
    apply(engine, Put(article("a")))
    (path,) = segments(tmp_path)
    data = bytearray(path.read_bytes())
    for place in range(0, len(data), len(data) // 9):
        flipped = bytearray(data)
        flipped[place] ^= 4
        path.write_bytes(flipped)
        assert [fault.where for fault in WhooshEngine(tmp_path).check(prepare)] == [path.name]


def test_altered_article_is_refused_with_a_sentence(engine: WhooshEngine, tmp_path: Path) -> None:
    apply(engine, Put(article("a", "lũ hội " * 100)))
    (path,) = segments(tmp_path)
    file = ArrayFile(path)
    place = path.read_bytes().index(file.read("stored").tobytes()) + file.count("stored") // 2
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(IndexUnavailable, match="check"):
        WhooshEngine(tmp_path).snapshot().stored(["a"])


def test_missing_or_cut_segment_is_named_and_the_index_unavailable(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    apply(engine, Put(article("a")))
    (path,) = segments(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert WhooshEngine(tmp_path).check(prepare)
    with pytest.raises(IndexUnavailable):
        WhooshEngine(tmp_path).snapshot()
    path.unlink()
    assert WhooshEngine(tmp_path).check(prepare)
    with pytest.raises(IndexUnavailable):
        WhooshEngine(tmp_path).snapshot()


def test_damaged_table_of_contents_is_named_and_can_be_rebuilt(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    apply(engine, Put(article("a")))
    (path,) = tmp_path.glob("*.toc")
    path.write_bytes(b"x" + path.read_bytes()[1:])
    assert WhooshEngine(tmp_path).check(prepare)
    with pytest.raises(IndexUnavailable, match="--rebuild"):
        WhooshEngine(tmp_path).snapshot()
    with engine.writing(rebuild=True) as writer:
        writer.commit([Put(article("b"))], prepare)
    assert found(WhooshEngine(tmp_path), Plan(Everything())) == ["b"]


def test_forged_table_of_contents_runs_nothing(engine: WhooshEngine, tmp_path: Path) -> None:
    apply(engine, Put(article("a")))
    (path,) = tmp_path.glob("*.toc")
    plain = toc.SafeStorage(str(tmp_path)).open_file(path.name).file.getvalue()
    stream = pickle.dumps([Touch(tmp_path / "ran")], 2)
    start = plain.rindex(b"\x80", 0, plain.rindex(b"ArraySegment"))
    temporary = tmp_path / "forged"
    temporary.write_bytes(plain[:start] + stream)
    path.unlink()
    toc.SafeStorage(str(tmp_path)).rename_file("forged", path.name)
    with pytest.raises(IndexUnavailable):
        WhooshEngine(tmp_path).snapshot()
    assert WhooshEngine(tmp_path).check(prepare)
    assert not (tmp_path / "ran").exists()


class Touch:
    """Unpickled by anyone, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.path,))


def test_index_of_before_moments_were_columns_knows_them_all_the_same(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = ArrayWriter.put
    later = SEEN + timedelta(seconds=1)
    with monkeypatch.context() as patched:
        patched.setattr(
            ArrayWriter, "put", lambda self, name, array: name in COLUMNS or put(self, name, array)
        )
        apply(engine, Put(article("cũ")), Put(replace(article("mới"), first_seen=later)))
    plan = Plan(Everything(), filters=Filters(seen_after=SEEN))
    assert "seen" not in ArrayFile(segments(tmp_path)[0])
    assert found(engine, plan) == ["mới"]
    for number in range(30):  # until its segment is merged with later ones
        apply(engine, Put(article(f"{number}")))
    assert all("seen" in ArrayFile(path) for path in segments(tmp_path))
    assert found(WhooshEngine(tmp_path), plan) == ["mới"]
    assert engine.snapshot().as_of == later
    assert engine.check(prepare) == []
