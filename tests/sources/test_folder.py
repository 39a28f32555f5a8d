"""Which files are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.sources import Received, Refused, discover, read


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def names(folder: Path, *paths: Path) -> list[str]:
    return [str(f.path.relative_to(folder)) for f in discover(paths or [folder]).files]


def test_known_formats_are_found_by_name_at_any_depth(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.HTML", "a/y.jsonl.gz", "c.jsonl", "d.htm")
    assert names(tmp_path) == ["a/y.jsonl.gz", "a/z.HTML", "b.txt", "c.jsonl", "d.htm"]


def test_other_files_in_a_folder_are_passed_over_and_counted(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.docx", "c/README.md")
    found = discover([tmp_path])
    assert [f.path.name for f in found.files] == ["a.txt"]
    assert found.passed_over == 2


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", ".b.txt", ".git/c.txt")
    assert names(tmp_path) == ["a.txt"]
    assert discover([tmp_path]).passed_over == 0


def test_a_named_file_is_read_whatever_its_name_and_refused_when_unknown(tmp_path: Path) -> None:
    make(tmp_path, "b.docx")
    assert names(tmp_path, tmp_path / "b.docx") == ["b.docx"]
    (item,) = read(tmp_path / "b.docx")
    assert isinstance(item, Refused)
    assert "unknown format" in item.en


def test_a_named_file_without_ending_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "tin"
    path.write_text('{"body": "Một tin."}\n')
    (item,) = read(path)
    assert isinstance(item, Received)


def test_overlapping_paths_give_each_file_once(tmp_path: Path) -> None:
    make(tmp_path, "a/b.txt")
    assert names(tmp_path, tmp_path, tmp_path / "a", tmp_path / "a" / "b.txt") == ["a/b.txt"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    make(tmp_path, "a/b.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a" / "self")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone.txt")
    assert names(tmp_path) == ["a/b.txt"]


def test_missing_paths_are_named(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    found = discover([tmp_path, tmp_path / "gone"])
    assert found.missing == (tmp_path / "gone",)


def test_the_index_folder_inside_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "index/b.txt")
    found = discover([tmp_path], exclude=[tmp_path / "index"])
    assert [f.path.name for f in found.files] == ["a.txt"]


def test_a_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert names(tmp_path) == []
    (item,) = read(tmp_path / "a.txt")
    assert isinstance(item, Refused)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.jsonl", b"", "empty"),
        ("a.html", b" \n ", "empty"),
        ("a.txt", b"Tin\0\x01\x02", "zero bytes"),
        ("a.html", b"\x89PNG\r\n\x1a\n\0\0\0", "PNG"),
        ("a.txt", b"x" * 2001, "too large"),
        ("a.html", b"<html>" + b"x" * 2001, "too large"),
        ("a.gz", b"\x1f\x8b\x08", "unknown format"),
        ("a.jsonl.gz", b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (item,) = read(path, max_bytes=2000)
    assert isinstance(item, Refused)
    assert reason in item.en


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "gone.txt")
    assert isinstance(item, Refused)
    assert "cannot be read" in item.en
