"""The text export of a Drupal portal.

First the title; `Submitted by NAME on T3, 07/14/2020 - 22:46`; paragraphs indented by spaces; a
photo is a stray line with a number and its caption on the next; last the author and the office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from indexer.article import Article
from indexer.sources.base import Received, Unfit
from indexer.sources.identity import received
from indexer.sources.passages import line as one_line
from indexer.sources.publication import publication
from indexer.text import normalise

_SUBMITTED = re.compile(
    r"\s*(?:Submitted by|(?:Được )?(?:Gửi|Đăng|Viết) bởi)\s+(?P<name>.*?)\s+"
    r"(?:on|vào|lúc|ngày)\s+(?P<date>\S.*?)\s*",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"\s*\d{1,4}\s*")
#: The submitter stands right under the title; further down the words are the article's own.
_HEAD_LINES = 10
#: A paragraph's indent in the export is five spaces, a signature's two.
_PARAGRAPH_INDENT = 4
_SIGNATURE_WORDS = 14
_NAME_WORDS = 7
#: First words of Vietnamese offices; a lone last line that begins so is the office.
_OFFICE = re.compile(
    r"(?:ban|báo|bộ|bệnh viện|chi cục|công an|cổng|cục|đài|đảng|đoàn|hội|huyện|mặt trận|nhà|phòng|"
    r"sở|thành|thị|tỉnh|toà|tòa|tổ|trang|trung tâm|trường|ubnd|uỷ ban|ủy ban|văn phòng|viện|xã)\b",
    re.IGNORECASE,
)

Kind = Literal["paragraph", "caption", "signature"]


@dataclass(frozen=True, slots=True)
class _Block:
    kind: Kind
    text: str


def parse(text: str, path: Path) -> Received:
    """The article of one export file. Raises Unfit for any other text."""
    lines = normalise(text).splitlines()
    at, submitted = _submission(lines)
    blocks = _signed(list(_blocks(lines[at + 1 :])))
    author, office = _signature([b.text for b in blocks if b.kind == "signature"])
    body = "\n".join(b.text for b in blocks if b.kind == "paragraph")
    captions = tuple(b.text for b in blocks if b.kind == "caption")
    if not body and not captions:
        raise Unfit(
            "tệp bị cắt: sau dòng “Submitted by” không còn gì",
            "the file is cut short: nothing follows its “Submitted by” line",
        )
    published, undated_because = publication(submitted["date"])
    article = Article(
        id="",
        title=one_line(" ".join(lines[:at])) or None,
        body=body,
        captions=captions,
        published=published,
        undated_because=undated_because,
        author=author,
        office=office,
        submitted_by=one_line(submitted["name"]),
    )
    return received(article, "", path, None)


def _submission(lines: Sequence[str]) -> tuple[int, re.Match[str]]:
    written = (i for i, line in enumerate(lines) if line.strip())
    for i, _ in zip(written, range(_HEAD_LINES), strict=False):
        if match := _SUBMITTED.fullmatch(lines[i]):
            return i, match
    raise Unfit(
        "không phải bản xuất văn bản: phía trên không có dòng "
        "“Submitted by TÊN on T3, 07/14/2020 - 22:46”",
        "not a text export: there is no line "
        "“Submitted by NAME on T3, 07/14/2020 - 22:46” near its top",
    )


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """Paragraphs and captions; a line without indent under an unfinished sentence continues it."""
    paragraph: list[str] = []
    for above, line in pairwise(["", *lines]):
        if _PHOTO.fullmatch(above) and line.strip() and _indent(line) < _PARAGRAPH_INDENT:
            yield _Block("caption", one_line(line))
            continue
        photo = _PHOTO.fullmatch(line)
        if paragraph and (photo or not _continues(line, paragraph)):
            yield _Block("paragraph", one_line(" ".join(paragraph)))
            paragraph = []
        if line.strip() and not photo:
            paragraph.append(line)
    if paragraph:
        yield _Block("paragraph", one_line(" ".join(paragraph)))


def _continues(line: str, paragraph: Sequence[str]) -> bool:
    wrapped = _indent(paragraph[0]) >= _PARAGRAPH_INDENT and not _ends_sentence(paragraph[-1])
    return wrapped and bool(line.strip()) and not _indent(line)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(" ”\"')").endswith((".", "!", "?", ":", ";", "…"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _signed(blocks: list[_Block]) -> list[_Block]:
    """The same blocks with the last one or two marked as signature where they read like one."""
    *_, before, last = [_Block("caption", ""), _Block("caption", ""), *blocks]
    if not _brief(last):
        return blocks
    office = _Block("signature", last.text)
    if _brief(before) and _is_name(before.text):
        return [*blocks[:-2], _Block("signature", before.text), office]
    if _OFFICE.match(last.text) or _is_name(last.text):
        return [*blocks[:-1], office]
    return blocks


def _brief(block: _Block) -> bool:
    words = len(block.text.split())
    short = 0 < words <= _SIGNATURE_WORDS
    return block.kind == "paragraph" and short and not _ends_sentence(block.text)


def _is_name(text: str) -> bool:
    words = [w for w in re.split(r"[\s,&-]+", text) if w]
    capital = sum(w[0].isupper() for w in words)
    return len(words) <= _NAME_WORDS and capital * 2 > len(words) and not re.search(r"\d", text)


def _signature(texts: Sequence[str]) -> tuple[str, str]:
    if len(texts) == 2:
        return texts[0], texts[1]
    if len(texts) == 1:
        return ("", texts[0]) if _OFFICE.match(texts[0]) else (texts[0], "")
    return "", ""
