"""Bytes to text: byte order marks, what was declared, UTF-8, UTF-16, the encodings of before."""

from __future__ import annotations

import codecs
import re
from typing import Final

from indexer.errors import TracuuError
from indexer.text.legacy import from_tcvn3, from_viscii, from_vni, restored


class Undecodable(TracuuError):
    """The bytes are no text, or a text cut off within a character."""


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: The first bytes of what people index by mistake.
_FORMATS: Final = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP/DOCX"),
    (b"\xd0\xcf\x11\xe0", "DOC/XLS"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "RIFF/WebP"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
)
#: Declared names that Python has no codec for.
_VIETNAMESE: Final = {
    "tcvn": from_tcvn3,
    "tcvn3": from_tcvn3,
    "tcvn5712": from_tcvn3,
    "xvietvn": from_tcvn3,
    "viscii": from_viscii,
    "vni": from_vni,
    "xvietvni": from_vni,
}
_LATIN: Final = frozenset(["iso8859-1", "cp1252", "ascii", "latin-1", "iso8859-15"])
#: Controls that no text holds; VISCII's six capitals below 20 are among the rare ones.
_CONTROLS: Final = bytes([*range(0x00, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_UTF8_SEQUENCE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of these bytes, not yet normalised.

    `declared` is what a header or the page says of its encoding; a byte order mark and sound
    UTF-8 are believed before it. Raises Undecodable for binary data and for a text cut off
    within a character.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    _refuse_known_formats(data)
    if b"\0" in data:
        return _without_mark(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_cut(data, error)
    _refuse_controls(data)
    return _declared(data, declared) if declared and not _is_utf_8(declared) else _guessed(data)


def _marked(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        if error.end >= len(data):
            raise _cut() from error
        return data.decode(name, "replace")


def _without_mark(data: bytes) -> str:
    """UTF-16 without a byte order mark: of Vietnamese, most second bytes are 0, 1 or 1E."""
    sample = data[:4096]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = sample[first::2], sample[1 - first :: 2]
        usual = len(high.translate(None, b"\x00\x01\x03\x1e\x20"))
        if high and usual < 0.1 * len(high) and low.count(0) * 100 <= len(low):
            return _marked(data, name)
    raise _binary("có byte 0", "it holds zero bytes")


def _refuse_known_formats(data: bytes) -> None:
    for first, name in _FORMATS:
        if data.startswith(first):
            raise _binary(f"là tệp {name}", f"it is a {name} file")


def _refuse_controls(data: bytes) -> None:
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(2, 0.02 * len(sample)):
        raise _binary("có nhiều ký tự điều khiển", "it is full of control characters")


def _refuse_cut(data: bytes, error: UnicodeDecodeError) -> None:
    """UTF-8 that is sound up to a last character that has no end."""
    if error.reason == "unexpected end of data" and len(_UTF8_SEQUENCE.findall(data[-4096:])) > 2:
        raise _cut() from error


def _is_utf_8(declared: str) -> bool:
    return declared.strip().lower().replace("_", "-") in ("utf-8", "utf8")


def _declared(data: bytes, declared: str) -> str:
    """As declared; what is declared Latin may be any of the legacy encodings."""
    name = declared.strip().lower()
    reading = _VIETNAMESE.get(re.sub(r"[^a-z0-9]", "", name).removesuffix("1"))
    if reading is not None:
        return reading(data.decode("latin-1"))
    try:
        codec = codecs.lookup(name).name
        if codec in _LATIN or codec.startswith("utf-"):
            return _guessed(data)
        return data.decode(codec, "replace")
    except (LookupError, ValueError):
        return _guessed(data)


def _guessed(data: bytes) -> str:
    """UTF-8 with a few broken bytes, else what the syllables speak for, else windows-1252."""
    sequences = _UTF8_SEQUENCE.findall(data)
    beyond_ascii = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    if len(sequences) > 2 and sum(map(len, sequences)) > 0.9 * beyond_ascii:
        return data.decode("utf-8", "replace")
    return restored(_windows_1252(data))


def _windows_1252(data: bytes) -> str:
    """windows-1252, its five holes read as Latin-1."""
    return "".join(_SHOWN[byte] for byte in data)


_SHOWN: Final = tuple(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


def _binary(why: str, why_en: str) -> Undecodable:
    return Undecodable(
        f"Không phải văn bản ({why}); cần tệp .txt, .html hoặc .jsonl.",
        f"Not a text ({why_en}); a .txt, .html or .jsonl file is needed.",
    )


def _cut() -> Undecodable:
    return Undecodable(
        "Văn bản bị cắt ngang giữa một chữ: tệp tải về chưa trọn, hãy tải lại.",
        "The text ends within a character: the file did not arrive whole, fetch it again.",
    )
