"""The files of articles: `<source>/<YYYY-MM>-<number>.jsonl` by the month first seen.

One line an article. A file is replaced as a whole, so that whoever reads it sees the old or the new
one, and stays small: `tracuu index` reads a changed file from its beginning. With a file a month,
a run over 100 new items took four times as long after 2,800 as after 300.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

#: Articles in one file.
_PER_FILE = 200


def name(month: str, before: int) -> str:
    """The file of a new article of this month (`2026-03`) that has so many before it."""
    return f"{month}-{before // _PER_FILE + 1:03d}"


def put(folder: Path, name: str, lines: Mapping[str, str]) -> None:
    """Give the articles of one file these lines, by id, in place of theirs or at the end.

    The file lies on the disk when this returns.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    waiting = dict(lines)
    temporary = folder / f".{name}.jsonl.new"
    with temporary.open("w", encoding="utf-8") as new:
        if path.exists():
            with path.open(encoding="utf-8") as old:
                for line in old:
                    new.write(waiting.pop(_id(line), line.rstrip("\n")) + "\n")
        for line in waiting.values():
            new.write(line + "\n")
        new.flush()
        os.fsync(new.fileno())
    temporary.replace(path)
    _sync(folder)
    _sync(folder.parent)


def get(folder: Path, name: str, id_: str) -> str:
    """The line of an article; empty where the file does not hold it."""
    path = folder / f"{name}.jsonl"
    if not path.exists():
        return ""
    with path.open(encoding="utf-8") as lines:
        return next((line for line in lines if _id(line) == id_), "")


def _id(line: str) -> str:
    """The id of a line; empty for one that is not ours, which stays as it is."""
    try:
        value = json.loads(line)
    except ValueError:
        return ""
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def _sync(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
