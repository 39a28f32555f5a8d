"""The log: what a run did and what went wrong, in files that rotate."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from indexer import Settings, TracuuError, index
from indexer.harvest import Options, harvest, read
from indexer.logfile import log

ARTICLE = json.dumps({"id": "1", "title": "Hội nghị", "body": "Thi đua."})


def written(folder: Path, *lines: str) -> Path:
    file = folder / "a.jsonl"
    file.write_text("\n".join(lines))
    return file


def test_a_run_is_entered_with_what_was_refused(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    index([written(tmp_path, ARTICLE, '{"body": ""}')], settings)
    index([tmp_path / "a.jsonl"], settings)
    refused, first, second = (settings.index / "index.log").read_text().splitlines()
    assert "WARNING refused" in refused
    assert "a.jsonl:2: " in refused
    assert "INFO done: {'seen': 1, 'new': 1" in first
    assert "INFO done: {'seen': 1, 'new': 0" in second


def test_a_run_that_is_refused_is_entered_too(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index", log=tmp_path / "log")
    with pytest.raises(TracuuError):
        index([tmp_path / "nowhere"], settings)
    (line,) = (tmp_path / "log" / "index.log").read_text().splitlines()
    assert "ERROR Không có " in line
    assert not settings.index.exists()


def test_a_trial_writes_no_log(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index", log=tmp_path / "log")
    index([written(tmp_path, ARTICLE)], settings, dry_run=True)
    assert not settings.log.exists()


def test_a_harvest_writes_its_log_where_the_setting_says(tmp_path: Path) -> None:
    toml = tmp_path / "sources.toml"
    toml.write_text('data = "data"\n[[source]]\nname = "A"\nkind = "warc"\npath = "none.warc"\n')
    harvest(read(toml), Options(log=tmp_path / "log"))
    lines = (tmp_path / "log" / "harvest.log").read_text()
    assert "refused" in lines
    assert "INFO done: " in lines
    assert not (tmp_path / "data" / ".harvest" / "harvest.log").exists()


def test_six_files_of_a_megabyte_are_kept(tmp_path: Path) -> None:
    with log(tmp_path, "index") as entered:
        for _ in range(90):
            entered.info("x" * 100_000)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["index.log", *(f"index.log.{n}" for n in range(1, 6))]
    assert all(file.stat().st_size <= 1_000_000 for file in files)


def test_a_log_that_cannot_be_written_is_told_in_one_sentence_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "full.log").symlink_to("/dev/full")
    with contextlib.suppress(OSError), log(tmp_path, "full") as logger:  # closing fails likewise
        logger.info("xong")
    (said,) = capsys.readouterr().err.splitlines()
    assert "No space left" in said and "full.log" in said
