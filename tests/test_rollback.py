"""Going back a generation, and an index that anybody may write to."""

from __future__ import annotations

import os
import stat
import tempfile
import traceback
from pathlib import Path

import pytest

from indexer import IndexUnavailable, Settings, check, index, open_engine
from indexer.manifest import opened
from tests.indexing.conftest import Library, article
from webui import create_app


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two generations: ten articles, then one of them edited and one gone."""
    library = Library(tmp_path)
    library.write("a.jsonl", *(article(number) for number in range(10)))
    library.run()
    library.write("a.jsonl", article(0, "sửa"), *(article(number) for number in range(1, 9)))
    library.run()
    return library


def test_rollback_goes_back_and_the_next_run_brings_up_to_date(library: Library) -> None:
    after = library.texts()
    reader = library.engine()
    assert set(reader.snapshot().ids()) == set(after)
    assert library.engine().rollback() == 3
    before = library.texts()
    assert set(before) - set(after) == {"9"}
    assert before["0"] != after["0"]
    assert set(reader.snapshot().ids()) == set(before), "an open reader sees it too"
    assert check(Settings(index=library.index)) == []
    assert library.run().repaired
    assert library.texts() == after


def test_rollback_mends_a_damaged_last_generation(library: Library) -> None:
    last = max(library.index.glob("*.toc"), key=lambda path: int(path.stem.split("_")[-1]))
    last.write_bytes(b"x" + last.read_bytes()[1:])
    with pytest.raises(IndexUnavailable, match="rollback"):
        library.engine().snapshot()
    library.engine().rollback()
    assert len(library.texts()) == 10
    assert check(Settings(index=library.index)) == []


def test_rollback_to_a_damaged_generation_is_refused(library: Library) -> None:
    for path in library.index.glob("*.seg"):
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexUnavailable, match="--rebuild"):
        library.engine().rollback()


def test_first_generation_has_none_to_go_back_to(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.write("a.jsonl", article(0))
    library.run()
    with pytest.raises(IndexUnavailable, match="no generation before"):
        library.engine().rollback()


def test_index_that_anyone_may_write_is_refused(library: Library) -> None:
    reader = library.engine()
    reader.snapshot()
    library.index.chmod(0o777)
    for engine in (reader, library.engine()):
        with pytest.raises(IndexUnavailable, match="chmod o-w"):
            engine.snapshot()
        with pytest.raises(IndexUnavailable, match="chmod o-w"), engine.writing():
            pass
    library.index.chmod(0o755)
    assert reader.snapshot()


def test_index_made_under_no_umask_may_not_be_written_by_anyone(tmp_path: Path) -> None:
    library = Library(tmp_path)
    file = library.write("a.jsonl", article(0))
    before = os.umask(0)
    try:
        index([file], Settings(index=library.index))
    finally:
        os.umask(before)
    assert not library.index.stat().st_mode & stat.S_IWOTH
    assert check(Settings(index=library.index)) == []


def test_altered_byte_is_never_answered_from_where_files_are_verified(library: Library) -> None:
    path = next(library.index.glob("*.seg"))
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexUnavailable, match="SHA-256"):
        open_engine(Settings(index=library.index), verified=True).snapshot()


def test_article_that_index_and_sources_disagree_on_is_named_and_put_right(
    library: Library,
) -> None:
    with opened(library.index) as manifest:
        manifest.drop_indexed(["3"])
        manifest.commit(2)
    assert [fault.where for fault in check(Settings(index=library.index))] == ["3"]
    assert library.run().repaired == 1
    assert check(Settings(index=library.index)) == []


def test_index_is_read_and_served_by_who_may_not_write_it() -> None:
    if os.geteuid():
        pytest.skip("only root can become somebody else")
    # Not in pytest's folders, into which nobody else may look.
    with tempfile.TemporaryDirectory() as place:
        library = Library(Path(place))
        library.write("a.jsonl", article(0))
        library.run()
        for path in (Path(place), library.index):
            path.chmod(0o755)
        # Once as we are: Python itself may lie where nobody else may look.
        assert not _answers(library.index)
        child = os.fork()
        if not child:
            os.setresuid(65534, 65534, 65534)
            try:
                os._exit(_refused_to_write(library.index) or _answers(library.index))
            except BaseException:
                traceback.print_exc()
                os._exit(9)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _refused_to_write(folder: Path) -> int:
    try:
        (folder / "x").touch()
    except PermissionError:
        return 0
    return 1


def _answers(folder: Path) -> int:
    settings = Settings(index=folder)
    client = create_app(open_engine(settings, verified=True), settings).test_client()
    pages = ("/?q=bài", "/status", "/healthz", "/metrics", "/api/v1/search?q=bài")
    return 0 if all(client.get(page).status_code == 200 for page in pages) else 2
