"""Pages from web archives (WARC files, ISO 28500)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from indexer.harvest.connection import Answer
from indexer.harvest.errors import Unfetched, UnfitList
from indexer.harvest.fetching import Fetched

_ENDINGS = (".warc", ".warc.gz")
_HEAD = 4096
_HTML = ("text/html", "application/xhtml+xml")


def files(path: Path) -> list[Path]:
    """The archive at this path, or those in this folder. Raises UnfitList where there is none."""
    if path.is_file():
        return [path]
    found = sorted(p for p in path.rglob("*") if p.name.lower().endswith(_ENDINGS) and p.is_file())
    if not found:
        raise UnfitList(f"không có tệp .warc ở {path}", f"there is no .warc file at {path}")
    return found


def mark(path: Path) -> str:
    """Changes whenever the archive does."""
    status = path.stat()
    return f"{status.st_size}:{status.st_mtime_ns}"


def read(path: Path, max_bytes: int) -> Iterator[tuple[Fetched, datetime] | Unfetched]:
    """The HTML pages of an archive with the time each was fetched, and what was wrong with others.

    Raises UnfitList where the file is no archive, or is damaged from some record on.
    """
    number = 0
    try:
        with path.open("rb") as stream:
            _require_archive(stream)
            for record in ArchiveIterator(stream):
                number += 1
                if _is_page(record):
                    yield _page(record, max_bytes)
    # warcio lets struct, zlib and value errors of a crafted file through.
    except (
        ArchiveLoadFailed,
        OSError,
        EOFError,
        zlib.error,
        ValueError,
        TypeError,
        LookupError,
    ) as problem:
        raise UnfitList(
            f"tệp WARC {path.name} hỏng sau bản ghi {number}",
            f"the WARC file {path.name} is damaged after record {number} ({problem})"[:200],
        ) from problem


def _require_archive(stream: BinaryIO) -> None:
    """warcio takes any text for an archive of the older ARC form."""
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(b"\x1f\x8b"):
        head = zlib.decompressobj(wbits=31).decompress(head, 16)
    if not head.startswith(b"WARC/"):
        raise ArchiveLoadFailed("it does not begin with WARC/")


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").lower()
    return record.http_headers.get_statuscode() == "200" and kind.startswith(_HTML)


def _page(record: Any, max_bytes: int) -> tuple[Fetched, datetime] | Unfetched:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    chunks, size = [], 0
    stream = record.content_stream()
    while chunk := stream.read(65536):
        chunks.append(chunk)
        size += len(chunk)
        if size > max_bytes:
            return Unfetched(
                f"{url}: quá lớn, tối đa {max_bytes:,} byte",
                f"{url}: too large, at most {max_bytes:,} bytes are taken",
            )
    # The record said how long it is; what then is missing was cut off with the file's end.
    if getattr(record.raw_stream, "limit", 0) > 0:
        return Unfetched(f"{url}: bị cắt giữa chừng", f"{url}: the record is cut short")
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    return Fetched(url.strip("<>"), Answer(200, headers, b"".join(chunks))), at
