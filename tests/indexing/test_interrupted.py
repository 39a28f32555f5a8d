"""Killed runs, rollbacks and lost manifests: what comes after puts everything right."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.errors import TracuuError
from indexer.indexing import Options, run
from indexer.manifest import last_run
from indexer.preparing import prepare
from tests.indexing.conftest import Library, article, articles, counts

MANIFEST = "sources.db"
RUN = """
import sys
from pathlib import Path
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.indexing import Options, run

if __name__ == "__main__":
    folder = Path(sys.argv[2])
    run([Path(sys.argv[1])], WhooshEngine(folder), folder, Options(commit_every=100))
"""


def before_its_manifest(library: Library, *paths: Path) -> None:
    """A run killed after the engine's commit and before the manifest's: its state on the disk."""
    manifest, kept = library.index / MANIFEST, library.index.parent / "kept.db"

    def keep(done: int, total: int | None) -> None:
        shutil.copy(manifest, kept)

    run(paths or [library.files], library.engine(), library.index, progress=keep)
    shutil.move(kept, manifest)


def test_a_commit_the_manifest_missed_is_noticed_and_nothing_is_done_twice(
    library: Library,
) -> None:
    library.write("a.jsonl", *articles(range(10)))
    library.run()
    library.write("b.jsonl", *articles(range(10, 15)))
    library.write("a.jsonl", *articles(range(1, 10)), article(1, "sửa"))
    before_its_manifest(library)
    report = library.run()
    assert report.repaired == 7
    assert counts(report) == (0, 0, report.seen, 0)
    assert set(library.texts()) == set(map(str, range(1, 15)))
    assert library.texts()["1"] == "sửa"
    assert library.run().repaired == 0


def test_a_run_elsewhere_leaves_what_a_killed_run_indexed(library: Library) -> None:
    library.write("a/one.jsonl", *articles(range(10)))
    library.write("b/two.jsonl", *articles(range(10, 12)))
    library.run(library.files / "b")
    before_its_manifest(library, library.files / "a")
    library.run(library.files / "b")
    assert len(library.texts()) == 12
    library.run(library.files / "a")
    assert len(library.texts()) == 12
    assert library.run().repaired == 0


def test_a_lost_manifest_costs_no_article(library: Library) -> None:
    library.write("a/one.jsonl", *articles(range(10)))
    library.write("b/two.jsonl", *articles(range(10, 12)))
    generation = library.run().generation
    (library.index / MANIFEST).unlink()
    report = library.run(library.files / "b")
    assert counts(report) == (0, 0, 2, 0)
    assert report.generation == generation
    assert len(library.texts()) == 12


def test_a_damaged_manifest_is_begun_anew(library: Library) -> None:
    library.write("a.jsonl", *articles(range(10)))
    library.run()
    (library.index / MANIFEST).write_bytes(b"not a database" * 1000)
    assert counts(library.run()) == (0, 0, 10, 0)
    assert len(library.texts()) == 10


def test_a_lost_index_is_made_again(library: Library) -> None:
    library.write("a.jsonl", *articles(range(10)))
    library.run()
    for file in library.index.iterdir():
        if file.name != MANIFEST:
            file.unlink()
    report = library.run()
    assert counts(report) == (10, 0, 0, 0)
    assert report.repaired == 10
    assert len(library.texts()) == 10


def test_an_index_of_an_earlier_generation_is_brought_up_to_date(library: Library) -> None:
    library.write("a.jsonl", *articles(range(10)))
    library.run()
    earlier = library.index.parent / "earlier"
    shutil.copytree(library.index, earlier)
    library.write("a.jsonl", *articles(range(9)), article(10), article(3, "sửa"))
    library.run()
    shutil.copy(library.index / MANIFEST, earlier / MANIFEST)
    shutil.rmtree(library.index)
    earlier.rename(library.index)
    assert library.texts()["3"] == "Thân bài 3."
    report = library.run()
    assert report.repaired == 3
    assert set(library.texts()) == {*map(str, range(9)), "10"}
    assert library.texts()["3"] == "sửa"


@pytest.mark.parametrize("commits", [0, 1, 3])
def test_a_killed_run_is_resumed_and_loses_nothing(library: Library, commits: int) -> None:
    library.write("a.jsonl", *articles(range(1500)))
    library.write("b.jsonl", *articles(range(1500, 2000)))
    script = library.index.parent / "run.py"
    script.write_text(RUN)
    command = [sys.executable, str(script), str(library.files), str(library.index)]
    process = subprocess.Popen(command, start_new_session=True)
    deadline = time.monotonic() + 60
    while _generation(library) < commits and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    committed = set(library.texts()) if _generation(library) else set()
    assert len(committed) >= commits * 100
    report = library.run()
    assert report.new <= 2000 - len(committed)
    assert set(library.texts()) == set(map(str, range(2000)))
    assert library.engine().check(prepare) == []
    assert counts(library.run()) == (0, 0, 2000, 0)


def test_a_killed_rebuild_leaves_the_index_as_it_was(library: Library) -> None:
    library.write("a.jsonl", *articles(range(1500)))
    library.run()
    library.write("a.jsonl", *articles(range(1501)))

    def kill(done: int, total: int | None) -> None:
        if done > 700:
            raise KeyboardInterrupt

    options = Options(rebuild=True)
    with pytest.raises(KeyboardInterrupt):
        run([library.files], library.engine(), library.index, options, kill)
    assert len(library.texts()) == 1500
    assert counts(library.run()) == (1, 0, 1500, 0)


def _generation(library: Library) -> int:
    contents = library.index.glob("_*.toc")
    return max((int(path.stem.rsplit("_", 1)[1]) for path in contents), default=0)


def test_a_manifest_damaged_inside_is_named_with_what_to_do(library: Library) -> None:
    library.write("a.jsonl", *articles(range(500)))
    library.run()
    manifest = library.index / MANIFEST
    data = bytearray(manifest.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    manifest.write_bytes(data)
    with pytest.raises(TracuuError, match="delete it and run again"):
        library.run()
    manifest.unlink()
    assert counts(library.run()) == (0, 0, 500, 0)


def test_the_last_run_can_be_read_while_another_writes(library: Library) -> None:
    library.write("a.jsonl", *articles(range(10)))
    library.run()
    library.write("a.jsonl", *articles(range(3000)))
    seen = []

    def look(done: int, total: int | None) -> None:
        seen.append(last_run(library.index))

    run([library.files], library.engine(), library.index, progress=look)
    assert seen
    assert all(last is not None and last["new"] == 10 for last in seen)
