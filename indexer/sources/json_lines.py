"""JSON Lines: one article a line, plain or gzipped, read as a stream.

    {"id"?, "title"?, "summary"?, "body", "published"?, "source"?, "url"?, "province"?,
     "captions"?, "author"?, "office"?, "submitted_by"?, "gone"?}

`gone` is the ISO date-time at which the article was last seen on its site.

`sapo`, `body_text` and `date`, as Vietnamese portals' own exports say, are read for `summary`,
`body` and `published` where those are missing. Other keys are passed over.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from indexer.article import VIETNAM, Article
from indexer.errors import TracuuError
from indexer.sources.base import Received, Refused, Unfit
from indexer.sources.identity import canonical_url, host, received
from indexer.sources.passages import line as one_line
from indexer.sources.passages import paragraphs
from indexer.sources.publication import publication
from indexer.text import decode

_ALIASES = {"summary": "sapo", "body": "body_text", "published": "date"}
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


def read(path: Path, max_bytes: int) -> Iterator[Received | Refused]:
    """The articles of a file, with a Refused for each line that is none.

    Raises Unfit where the file holds no line at all, and after the lines that could be read where
    a gzip file is cut short or damaged.
    """
    number = 0
    try:
        with _open(path) as stream:
            for number, data in enumerate(_lines(stream, max_bytes), 1):
                if data.strip():
                    yield _take(data, path, number, max_bytes)
    except (EOFError, gzip.BadGzipFile, zlib.error) as problem:
        raise Unfit(
            f"tệp nén gzip bị cắt hoặc hỏng sau dòng {number}",
            f"the gzip file is cut short or damaged after line {number} ({problem})",
        ) from problem
    if not number:
        raise Unfit("tệp rỗng", "the file is empty")


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as plain:
        zipped = plain.read(2) == _GZIP
    return cast("IO[bytes]", gzip.open(path, "rb")) if zipped else path.open("rb")


def _lines(stream: IO[bytes], max_bytes: int) -> Iterator[bytes]:
    """Each line; of one longer than `max_bytes` only its beginning, one byte over the limit."""
    first = True
    while data := stream.readline(max_bytes + 1):
        rest = data
        while len(rest) > max_bytes and not rest.endswith(b"\n"):
            rest = stream.readline(max_bytes + 1)
        yield data.removeprefix(_BOM) if first else data
        first = False


def _take(data: bytes, path: Path, number: int, max_bytes: int) -> Received | Refused:
    try:
        if len(data) > max_bytes:
            raise Unfit(
                f"bài quá lớn, tối đa {max_bytes:,} byte",
                f"the article is too large, at most {max_bytes:,} bytes are taken",
            )
        return parse(_record(data), path, number)
    except TracuuError as problem:
        mark = hashlib.sha256(data).digest()
        return Refused(path, number, problem.vi, problem.en, mark)


def _record(data: bytes) -> Mapping[str, object]:
    if b"\0" in data:
        raise Unfit("dữ liệu nhị phân, không phải JSON", "binary data, not JSON")
    try:
        value = json.loads(_text(data))
    except (ValueError, RecursionError) as problem:
        cut = not data.rstrip().endswith((b"}", b"]"))
        raise Unfit(
            "dòng JSON bị cắt giữa chừng" if cut else "không phải JSON hợp lệ",
            f"{'the JSON line is cut short' if cut else 'not valid JSON'} ({problem})"[:200],
        ) from problem
    if not isinstance(value, dict):
        raise Unfit(
            "mỗi dòng phải là một đối tượng JSON {…}", "each line must be one JSON object {…}"
        )
    return value


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data)


def parse(record: Mapping[str, object], path: Path, number: int | None) -> Received:
    """The article of one record.

    Raises Unfit where a field is of the wrong kind, and where there is no text at all.
    """
    url = canonical_url(_string(record, "url"))
    published, undated_because = publication(_value(record, "published"))
    article = Article(
        id="",
        title=one_line(_string(record, "title")) or None,
        summary=one_line(_string(record, "summary")),
        body=paragraphs(_string(record, "body")),
        captions=tuple(filter(None, map(one_line, _strings(record, "captions")))),
        published=published,
        undated_because=undated_because,
        source=one_line(_string(record, "source")) or host(url),
        url=url,
        province=one_line(_string(record, "province")),
        author=one_line(_string(record, "author")),
        office=one_line(_string(record, "office")),
        submitted_by=one_line(_string(record, "submitted_by")),
    )
    if not (article.title or article.summary or article.body or article.captions):
        raise Unfit(
            "bài không có chữ nào (title, summary, body đều trống)",
            "the article has no text (title, summary and body are empty)",
        )
    return _with_gone(received(article, _given_id(record), path, number), record)


def _with_gone(item: Received, record: Mapping[str, object]) -> Received:
    """The same, marked as vanished from its site where the record says so."""
    written = _string(record, "gone")
    if not written:
        return item
    try:
        gone = datetime.fromisoformat(written)
    except ValueError as problem:
        raise Unfit(
            "trường “gone” phải là ngày giờ ISO", "the field “gone” must be an ISO date-time"
        ) from problem
    at = gone if gone.tzinfo else gone.replace(tzinfo=VIETNAM)
    digest = hashlib.sha256(item.digest + at.isoformat().encode()).digest()
    return replace(item, digest=digest, gone=at)


def _value(record: Mapping[str, object], key: str) -> object:
    value = record.get(key)
    return record.get(_ALIASES[key]) if value is None and key in _ALIASES else value


def _string(record: Mapping[str, object], key: str) -> str:
    value = _value(record, key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise Unfit(f"trường “{key}” phải là chuỗi", f"the field “{key}” must be a string")


def _strings(record: Mapping[str, object], key: str) -> list[str]:
    value = record.get(key)
    if value is None or isinstance(value, str):
        return [value] if value else []
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise Unfit(
        f"trường “{key}” phải là danh sách chuỗi", f"the field “{key}” must be a list of strings"
    )


def _given_id(record: Mapping[str, object]) -> str:
    value = record.get("id")
    # A whole number is common as an id and has one spelling only; a float or a truth value not.
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(record, "id")
