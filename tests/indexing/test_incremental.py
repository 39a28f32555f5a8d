"""A run over real files into a real index."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import IndexUnavailable, TracuuError, UsageError
from indexer.indexing import Options, run
from indexer.manifest import last_run
from indexer.preparing import prepare
from tests.indexing.conftest import Library, article, articles, counts


def test_new_files_are_indexed_and_a_second_run_changes_nothing(library: Library) -> None:
    library.write("a.jsonl", *articles(range(10)))
    library.write("b.jsonl", *articles(range(10, 15)))
    first = library.run()
    assert counts(first) == (15, 0, 0, 0)
    assert first.seen == 15
    second = library.run()
    assert counts(second) == (0, 0, 15, 0)
    assert second.generation == first.generation
    assert len(library.texts()) == 15


def test_an_unchanged_file_is_not_opened(library: Library) -> None:
    path = library.write("a.jsonl", *articles(range(3)))
    library.run()
    before = path.stat().st_atime_ns
    os.utime(path, ns=(0, path.stat().st_mtime_ns))
    assert counts(library.run()) == (0, 0, 3, 0)
    assert path.stat().st_atime_ns == 0 != before


def test_one_changed_line_indexes_one_article(library: Library) -> None:
    records = articles(range(100))
    library.write("a.jsonl", *records)
    library.run()
    records[41]["body"] = "Thân bài đã sửa."
    library.write("a.jsonl", *records)
    assert counts(library.run()) == (0, 1, 99, 0)
    assert library.texts()["41"] == "Thân bài đã sửa."


def test_a_touched_file_changes_nothing(library: Library) -> None:
    library.write("a.jsonl", *articles(range(3)))
    first = library.run()
    library.write("a.jsonl", *articles(range(3)))
    second = library.run()
    assert counts(second) == (0, 0, 3, 0)
    assert second.generation == first.generation


def test_lines_that_move_within_a_file_change_nothing(library: Library) -> None:
    library.write("a.jsonl", *articles(range(20)))
    library.run()
    library.write("a.jsonl", *articles([20, *reversed(range(20))]))
    assert counts(library.run()) == (1, 0, 20, 0)


def test_articles_gone_from_a_file_are_removed(library: Library) -> None:
    library.write("a.jsonl", *articles(range(10)))
    library.run()
    library.write("a.jsonl", *articles(range(9)))
    assert counts(library.run()) == (0, 0, 9, 1)
    assert "9" not in library.texts()


def test_files_gone_are_removed_and_other_paths_stay(library: Library) -> None:
    library.write("a/one.jsonl", *articles(range(8)))
    library.write("a/two.jsonl", *articles([8]))
    library.write("b/three.jsonl", *articles([9]))
    library.run(library.files / "a")
    library.run(library.files / "b")
    (library.files / "a" / "two.jsonl").unlink()
    (library.files / "b" / "three.jsonl").unlink()
    assert counts(library.run(library.files / "a")) == (0, 0, 8, 1)
    assert set(library.texts()) == {*map(str, range(8)), "9"}


def test_a_renamed_file_keeps_its_articles(library: Library) -> None:
    path = library.write("a.jsonl", *articles(range(10)))
    first = library.run()
    path.rename(library.files / "z.jsonl")
    second = library.run()
    assert counts(second) == (0, 0, 10, 0)
    assert second.generation == first.generation


def test_more_than_a_fifth_vanishing_is_refused_unless_pruned(library: Library) -> None:
    library.write("a.jsonl", *articles(range(7)))
    path = library.write("b.jsonl", *articles(range(7, 10)))
    library.run()
    path.unlink()
    with pytest.raises(TracuuError, match=r"3 of 10 .* --prune"):
        library.run()
    assert len(library.texts()) == 10
    assert counts(library.run(prune=True)) == (0, 0, 7, 3)
    assert len(library.texts()) == 7


def test_a_fifth_vanishing_is_not_refused(library: Library) -> None:
    library.write("a.jsonl", *articles(range(8)))
    path = library.write("b.jsonl", *articles([8, 9]))
    library.run()
    path.unlink()
    assert library.run().removed == 2


def test_an_emptied_folder_does_not_empty_the_index(library: Library) -> None:
    library.write("a.jsonl", *articles(range(5)))
    library.run()
    shutil.rmtree(library.files)
    with pytest.raises(UsageError, match="does not exist"):
        library.run()
    library.files.mkdir()
    with pytest.raises(TracuuError, match="5 of 5"):
        library.run()
    assert len(library.texts()) == 5


def test_a_missing_path_may_be_pruned(library: Library) -> None:
    library.write("a.jsonl", *articles(range(5)))
    library.run()
    shutil.rmtree(library.files)
    assert library.run(prune=True).removed == 5
    assert library.texts() == {}


def test_an_article_of_two_files_is_one_and_goes_with_the_last(library: Library) -> None:
    old = library.write("a.jsonl", *articles(range(10)))
    new = library.write("b.jsonl", *articles(range(10)))
    assert library.run().new == 10
    old.unlink()
    assert counts(library.run()) == (0, 0, 10, 0)
    new.unlink()
    assert library.run(prune=True).removed == 10


def test_the_newest_file_says_what_an_article_says(library: Library) -> None:
    library.write("b.jsonl", article(1, "cũ"))
    newest = library.write("a.jsonl", article(1, "mới"))
    library.run()
    assert library.texts() == {"1": "mới"}
    library.write("b.jsonl", article(1, "mới nữa"))
    assert library.run().changed == 1
    assert library.texts() == {"1": "mới nữa"}
    os.utime(newest)
    assert library.run().changed == 1
    assert library.texts() == {"1": "mới"}
    newest.unlink()
    assert library.run().changed == 1
    assert library.texts() == {"1": "mới nữa"}


def test_the_last_line_of_a_file_says_what_an_article_says(library: Library) -> None:
    lines = [article(1, "cũ"), article(2), article(1, "mới")]
    library.write("a.jsonl", *lines)
    assert library.run().new == 2
    assert library.texts()["1"] == "mới"
    library.write("a.jsonl", *lines, article(3))
    assert counts(library.run())[:2] == (1, 0)
    library.write("a.jsonl", lines[0], lines[1], article(3))
    assert library.run().changed == 1
    assert library.texts()["1"] == "cũ"


def test_the_same_address_is_the_same_article(library: Library) -> None:
    library.write("a.jsonl", {"url": "https://a.vn/1?utm_source=x", "body": "một"})
    library.write("b.jsonl", {"url": "HTTPS://A.vn/1#top", "body": "hai"})
    assert library.run().new == 1
    assert list(library.texts().values()) == ["hai"]


def test_what_was_refused_is_reported_once_and_counted_after(library: Library) -> None:
    library.write("a.jsonl", article(1), "{half", article(2))
    (library.files / "b.txt").write_bytes(b"")
    first = library.run()
    assert {(r.path.name, r.line) for r in first.refused} == {("b.txt", None), ("a.jsonl", 2)}
    second = library.run()
    assert second.refused == ()
    assert second.refused_before == 2
    library.write("a.jsonl", article(0), article(1), "{half", article(2), "{other")
    third = library.run()
    assert [r.line for r in third.refused] == [5]
    assert third.refused_before == 2


def test_a_file_no_longer_readable_keeps_its_articles(library: Library) -> None:
    path = library.write("a.jsonl", *articles(range(3)))
    library.run()
    path.write_bytes(b"")
    report = library.run()
    assert len(report.refused) == 1
    assert report.removed == 0
    assert len(library.texts()) == 3


def test_a_dry_run_says_what_would_be_done_and_does_nothing(library: Library) -> None:
    library.write("a.jsonl", *articles(range(4)))
    assert counts(library.run(dry_run=True)) == (4, 0, 0, 0)
    assert not library.index.exists()
    library.run()
    library.write("a.jsonl", *articles(range(5)))
    assert counts(library.run(dry_run=True)) == (1, 0, 4, 0)
    assert len(library.texts()) == 4
    assert counts(library.run()) == (1, 0, 4, 0)


def test_a_rebuild_brings_back_everything_and_keeps_first_seen(library: Library) -> None:
    library.write("a/one.jsonl", *articles(range(3)))
    library.write("b/two.jsonl", *articles(range(3, 6)))
    library.run()
    before = library.stored("4")
    report = library.run(library.files / "a", rebuild=True)
    assert counts(report) == (0, 0, 3, 0)
    assert len(library.texts()) == 6
    assert library.stored("4") == before
    assert library.engine().check(prepare) == []
    assert counts(library.run()) == (0, 0, 6, 0)


def test_a_rebuild_after_other_rules_of_text_keeps_the_earlier_states(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body in ("Bản một.", "Bản hai."):
        library.write("a.jsonl", article(1, body))
        library.run()
    before = library.stored("1")
    with monkeypatch.context() as upgraded:
        upgraded.setattr("indexer.engines.whoosh_engine.VERSION", "2.next")
        with pytest.raises(IndexUnavailable, match="--rebuild"):
            library.run()
        assert counts(library.run(rebuild=True)) == (0, 0, 1, 0)
    assert library.stored("1") == before
    assert [version.body for version in before.versions] == ["Bản một."]


def test_a_rebuild_that_would_lose_articles_is_refused(library: Library) -> None:
    library.write("a/one.jsonl", *articles(range(3)))
    path = library.write("b/two.jsonl", *articles(range(3, 6)))
    library.run()
    path.unlink()
    with pytest.raises(TracuuError, match="3 of 6"):
        library.run(library.files / "a", rebuild=True)
    assert len(library.texts()) == 6
    assert library.run(library.files / "a", rebuild=True, prune=True).removed == 3
    assert len(library.texts()) == 3


def test_an_edit_keeps_first_seen_and_the_earlier_version(library: Library) -> None:
    library.write("a.jsonl", article(1, "Bản một."))
    library.run()
    first = library.stored("1")
    assert first.changed is None
    library.write("a.jsonl", article(1, "Bản hai."))
    library.run()
    second = library.stored("1")
    assert second.first_seen == first.first_seen
    assert second.changed is not None
    assert [v.body for v in second.versions] == ["Bản một."]
    assert second.versions[0].seen == first.first_seen
    library.write("a.jsonl", article(1, "Bản hai.", source="Báo Lạng Sơn"))
    assert library.run().changed == 1
    third = library.stored("1")
    assert third.article.source == "Báo Lạng Sơn"
    assert third.versions == second.versions
    assert third.changed == second.changed


def test_places_are_tagged_and_captions_found(library: Library) -> None:
    library.write("a.jsonl", article(1, "UBND huyện Cao Lộc họp.", captions=["Quang cảnh"]))
    library.run()
    stored = library.stored("1")
    assert [d.name for d in stored.places.districts] == ["Huyện Cao Lộc"]
    assert library.engine().snapshot().frequency("folded", "quang") == 1


def test_many_commits_in_one_run_add_up(library: Library) -> None:
    library.write("a.jsonl", *articles(range(25)))
    library.write("b.jsonl", *articles(range(25, 30)))
    report = library.run(commit_every=10)
    assert counts(report) == (30, 0, 0, 0)
    assert report.generation == 3
    assert len(library.texts()) == 30
    assert counts(library.run()) == (0, 0, 30, 0)


def test_progress_counts_every_change(library: Library) -> None:
    library.write("a.jsonl", *articles(range(25)))
    seen: list[int] = []
    told: Callable[[int, int | None], None] = lambda done, total: seen.append(done)  # noqa: E731
    run([library.files], library.engine(), library.index, Options(commit_every=10), told)
    assert seen == sorted(seen)
    assert seen[-1] == 25


def test_each_commit_of_a_run_is_later_than_what_was_committed_before(library: Library) -> None:
    """So that the moment of the newest article names a state of the index."""
    library.write("a.jsonl", *({"id": f"{n}", "body": f"bài {n}"} for n in range(6)))
    library.run(commit_every=2)
    seen = [library.stored(f"{n}").first_seen for n in range(6)]
    assert seen == sorted(seen)
    assert len(set(seen)) == 3
    assert library.engine().snapshot().as_of == seen[-1]


def test_the_last_run_is_remembered(library: Library) -> None:
    assert last_run(library.index) is None
    library.write("a.jsonl", article(1), "{half")
    library.run()
    recorded = last_run(library.index)
    assert recorded is not None
    assert {k: recorded[k] for k in ("seen", "new", "changed", "removed", "refused")} == {
        "seen": 1,
        "new": 1,
        "changed": 0,
        "removed": 0,
        "refused": 1,
    }


def test_file_names_that_are_not_unicode_are_read(library: Library) -> None:
    path = library.write("a.jsonl", {"body": "một"})
    path.rename(os.fsdecode(os.fsencode(library.files) + b"/b\xff.jsonl"))
    assert library.run().new == 1
    assert counts(library.run()) == (0, 0, 1, 0)


def test_the_seed_and_the_collection_index_whole_and_only_once(
    library: Library, shared: Path
) -> None:
    shutil.copytree(shared / "seed", library.files / "seed")
    shutil.copytree(shared / "pages", library.files / "pages")
    first = library.run()
    assert (first.new, len(first.refused)) == (1 + 10 + 8 + 145, 2)
    assert counts(library.run()) == (0, 0, first.seen, 0)


def test_progress_says_how_many_there_are_in_all(library: Library) -> None:
    for name in range(4):
        library.write(f"{name}.jsonl", *(article(10 * name + n) for n in range(10)))
    told: list[tuple[int, int | None]] = []
    run(
        [library.files],
        library.engine(),
        library.index,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (40, 40)
    assert all(total is None or done <= total for done, total in told)
