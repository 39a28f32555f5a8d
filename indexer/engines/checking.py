"""Everything of an index read again, and each fault named."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

from indexer.article import VIETNAM
from indexer.engines import toc
from indexer.engines.arrays import BrokenFile
from indexer.engines.base import Fault, Prepare
from indexer.engines.building import segment_path
from indexer.engines.comparing import differences
from indexer.engines.fields import POSITIONAL, VERSION, VIEWS
from indexer.engines.hashing import sha256
from indexer.engines.segment import Segment
from indexer.engines.toc import Contents, Entry


def check(folder: Path, prepare: Prepare) -> list[Fault]:
    """The faults of the last generation; none if nothing was ever committed.

    Where no file is damaged, posting lists are compared with what `prepare` reads in articles.
    """
    generations = toc.generations(folder)
    if not generations:
        return []
    contents, faults = examine(folder, generations[-1])
    if faults or contents is None:
        return faults
    paths = [segment_path(folder, entry.name) for entry in contents.entries]
    return [
        Fault(path.name, what) for path in paths for what in differences(Segment(path), prepare)
    ]


def examine(folder: Path, generation: int) -> tuple[Contents | None, list[Fault]]:
    """A generation's contents, None where its TOC cannot be read, and its faults."""
    try:
        contents = toc.read(folder, generation)
    except (BrokenFile, OSError) as error:
        what = f"Không đọc được mục lục ({error}) / Its TOC is unreadable ({error})"
        return None, [Fault(f"generation {generation}", what)]
    faults = [fault for entry in contents.entries for fault in _check_entry(folder, entry)]
    return contents, faults


def require_unaltered(folder: Path, contents: Contents, known: Container[str]) -> None:
    """Compare the SHA-256 of every segment but the known ones. Raises OSError or `BrokenFile`."""
    for entry in contents.entries:
        path = segment_path(folder, entry.name)
        if entry.name not in known and sha256(path) != entry.written:
            raise BrokenFile(f"{path.name}: its SHA-256 is wrong")


def day(seconds: int) -> str:
    """A moment as its day in Vietnam, ISO."""
    moment = datetime.fromtimestamp(seconds, timezone.utc)  # noqa: UP017
    return moment.astimezone(VIETNAM).date().isoformat()


def _check_entry(folder: Path, entry: Entry) -> Iterator[Fault]:
    path = segment_path(folder, entry.name)
    try:
        written = sha256(path)
        if written != entry.written:
            yield Fault(
                path.name,
                f"Tệp đã bị thay đổi: {written.size} byte thay vì {entry.written.size}, "
                f"hoặc sai SHA-256 / The file was altered: {written.size} bytes instead of "
                f"{entry.written.size}, or a wrong SHA-256",
            )
            return
        for what in _faults(Segment(path), entry):
            yield Fault(path.name, what)
    except (BrokenFile, OSError, KeyError, ValueError) as error:
        yield Fault(path.name, f"Không đọc được ({error}) / Unreadable ({error})")


def _faults(segment: Segment, entry: Entry) -> Iterator[str]:
    if entry.version != VERSION:
        yield (
            f"Do phiên bản {entry.version} tạo ra, không phải {VERSION} / "
            f"Made by version {entry.version}, not {VERSION}"
        )
    if segment.count != entry.count:
        yield (
            f"{segment.count} bài thay vì {entry.count} / "
            f"{segment.count} articles instead of {entry.count}"
        )
    deleted = entry.deleted
    if len(np.unique(deleted)) != len(deleted) or (deleted >= entry.count).any():
        yield "Danh sách bài đã xoá sai / The list of removed articles is wrong"
    if len(segment.ids) != segment.count:
        yield "Số mã bài sai / The number of ids is wrong"
    for view in VIEWS:
        yield from _field_faults(segment, view)


def _field_faults(segment: Segment, view: str) -> Iterator[str]:
    file = segment.file
    first, docs = file.view(f"{view}.first"), file.view(f"{view}.docs")
    freqs = file.view(f"{view}.freqs")
    whole = len(first) and int(first[-1]) == len(docs) == len(freqs)
    if not whole or (np.diff(first.astype(np.int64)) <= 0).any():
        yield f"Danh sách {view} sai / The posting lists of {view} are wrong"
    elif (docs >= segment.count).any():
        yield f"{view} chỉ tới bài không có / {view} points to articles that are not there"
    elif view in POSITIONAL and int(freqs.sum(dtype=np.int64)) != file.count(f"{view}.positions"):
        yield f"Vị trí trong {view} sai / The positions of {view} are wrong"
