"""A file in, its articles and refusals out, whatever its format."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from indexer.errors import TracuuError
from indexer.sources import html, json_lines, text_export
from indexer.sources.base import MAX_BYTES, Received, Refused, Unfit
from indexer.sources.folder import HTML, JSON_LINES, TEXT
from indexer.text import decode

Format = Literal["text", "html", "json lines"]

_HEAD = 1024
_ENDINGS: dict[tuple[str, ...], Format] = {TEXT: "text", HTML: "html", JSON_LINES: "json lines"}


def read(path: Path, max_bytes: int = MAX_BYTES) -> Iterator[Received | Refused]:
    """Every article of a file. Raises nothing: what cannot be taken comes as a Refused."""
    try:
        _require_file(path)
        with path.open("rb") as stream:
            form = _format(path, stream.read(_HEAD))
        if form == "json lines":
            yield from json_lines.read(path, max_bytes)
        else:
            yield _whole(path, form, max_bytes)
    except TracuuError as problem:
        yield Refused(path, None, problem.vi, problem.en)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        yield Refused(
            path, None, f"không đọc được tệp ({reason})", f"the file cannot be read ({reason})"
        )


def _require_file(path: Path) -> None:
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise Unfit("không phải tệp thường", "not a regular file")


def _format(path: Path, head: bytes) -> Format:
    if not head.strip():
        raise Unfit("tệp rỗng", "the file is empty")
    named = [form for endings, form in _ENDINGS.items() if path.name.lower().endswith(endings)]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if named:
        return named[0]
    if start.startswith((b'{"', b"{ ")):
        return "json lines"
    raise Unfit(
        "định dạng không biết; nhận .txt (bản xuất), .html, .jsonl, .jsonl.gz",
        "unknown format; .txt (text export), .html, .jsonl and .jsonl.gz are taken",
    )


def _whole(path: Path, form: Format, max_bytes: int) -> Received:
    with path.open("rb") as stream:
        data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise Unfit(
            f"tệp quá lớn, tối đa {max_bytes:,} byte một bài",
            f"the file is too large, at most {max_bytes:,} bytes an article are taken",
        )
    return html.parse(data, path) if form == "html" else text_export.parse(decode(data), path)
