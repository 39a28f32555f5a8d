"""Text in the encodings of before Unicode, and text read with the wrong one, set right.

TCVN3 (ABC fonts), VNI for Windows, VISCII and windows-1258 came to us as bytes that a program read
as Latin-1 or windows-1252; so did UTF-8. What tells them is the syllable: `Hµ Néi` is no
Vietnamese, `Hà Nội` is. No kept Python library reads TCVN3 and VNI (viscii-codec reads VISCII
alone), so the tables stand here. Facts: TCVN 5712:1993, table VN3, and RFC 1456 (VISCII), both
compared with glibc's iconv; VNI's rules as its fonts draw them (base letter, then a letter that
stands for the mark).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import product
from typing import Final

from indexer.text.syllables import is_syllable

_TCVN3: Final = (
    "\xa0ĂÂÊÔƠƯĐăâêôơưđ\xaf\xb0\xb1\xb2\xb3\xb4àảãáạ\xbaằẳẵắ\xbf"
    "\xc0\xc1\xc2\xc3\xc4\xc5ặầẩẫấậèỂẻẽéẹềểễếệìỉ\xd9\xda\xdbĩíịò"
    "\xe0ỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ\xff"
)
_VISCII: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW: Final = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

#: What windows-1252 shows for the bytes 80–9F → the byte.
_WINDOWS: Final = {
    bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0xA0)
}
#: A letter that Latin-1 and windows-1252 lack: the text was read as Unicode, all is well.
_SURE: Final = re.compile(f"[^\x00-\xff{''.join(_WINDOWS)}\u2000-\u206f\ufeff]")
#: A word as these encodings spell it: the marks they put in the places of signs and controls too.
_SHOWN: Final = f"\x80-\xff{''.join(_WINDOWS)}"
_WORD: Final = re.compile(rf"(?<![^\W\d_])[^\W\d_\x80-\xff]*+[{_SHOWN}](?:[^\W\d_]|[{_SHOWN}])*")


def _table(first: int, row: str) -> dict[int, str]:
    """For str.translate: the byte as Latin-1 and as windows-1252 show it → the letter."""
    letters = {first + at: letter for at, letter in enumerate(row)}
    shown = {ord(sign): letters[byte] for sign, byte in _WINDOWS.items() if byte in letters}
    return letters | shown


_TCVN3_TABLE: Final = _table(0xA0, _TCVN3)
_VISCII_TABLE: Final = _table(0x80, _VISCII) | _VISCII_LOW


def _vni_table() -> dict[str, str]:
    """Two letters of VNI → one of Unicode; both cases of the mark after either case of letter."""
    marks = {"": "ùøûõï", "\u0302": "âáàåãä", "\u0306": "êéèúüë"}
    tones = "\u0301\u0300\u0309\u0303\u0323"
    bases = {"": "aeouyôö", "\u0302": "aeo", "\u0306": "a"}
    horned = {"ô": "ơ", "ö": "ư"}
    pairs: dict[str, str] = {}
    for quality, row in marks.items():
        for base, (mark, tone) in product(
            bases[quality], zip(row, tones if not quality else ("", *tones), strict=True)
        ):
            letter = unicodedata.normalize("NFC", horned.get(base, base) + quality + tone)
            for sign in (mark, mark.upper()):
                pairs[base + sign] = letter
                pairs[base.upper() + sign] = letter.upper()
    single = dict(zip("ôöíìæóòîñ", "ơưíìỉĩịỵđ", strict=True))
    return pairs | single | {old.upper(): new.upper() for old, new in single.items()}


_VNI_TABLE: Final = _vni_table()
_VNI: Final = re.compile(
    "[aeouyôöAEOUYÔÖ][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[ôöíìæóòîñÔÖÍÌÆÓÒÎÑ]"
)


def from_tcvn3(text: str) -> str:
    """TCVN3 read as Latin-1 or windows-1252, in Unicode. Its capitals are a matter of fonts."""
    return text.translate({code: new for code, new in _TCVN3_TABLE.items() if code < 0x100})


def from_viscii(text: str) -> str:
    """VISCII read as Latin-1 or windows-1252, in Unicode."""
    return text.translate(_VISCII_TABLE)


def from_vni(text: str) -> str:
    """VNI for Windows read as Latin-1 or windows-1252, in Unicode."""
    return _VNI.sub(lambda pair: _VNI_TABLE.get(pair[0]) or _one_by_one(pair[0]), text)


def _one_by_one(pair: str) -> str:
    return "".join(_VNI_TABLE.get(letter, letter) for letter in pair)


def as_bytes(text: str) -> bytes:
    """The bytes of a text that was read as Latin-1 or windows-1252; other characters go."""
    return bytes(
        _WINDOWS.get(letter, ord(letter))
        for letter in text
        if letter in _WINDOWS or ord(letter) < 0x100
    )


def from_windows_1258(text: str) -> str:
    """windows-1258 (letters and combining tones) read as Latin-1 or windows-1252, in NFC."""
    return unicodedata.normalize("NFC", as_bytes(text).decode("cp1258", "replace"))


def from_utf_8(text: str) -> str:
    """UTF-8 read as Latin-1 or windows-1252; empty where it is none."""
    try:
        return as_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        return ""


_READINGS: Final[tuple[Callable[[str], str], ...]] = (
    from_utf_8,
    from_tcvn3,
    from_vni,
    from_viscii,
    from_windows_1258,
)


def restored(text: str) -> str:
    """The text in Unicode where it is one of these read wrongly, else as it is.

    The whole is judged first; where it is sound, each line by itself, on more evidence: a page
    may be Unicode around an old article.
    """
    if not _SURE.search(text):
        return _best(text, enough=2)
    if not _WORD.search(text):
        return text
    lines = text.split("\n")
    return "\n".join(line if _SURE.search(line) else _best(line, enough=6) for line in lines)


def _best(text: str, enough: int) -> str:
    """The reading under which at least four of five words with marks are syllables.

    At least `enough` words that are none as they stand must become one, and a letter that only
    Unicode has must come of it.
    """
    words = [word for word in _WORD.findall(text[:_SAMPLE]) if len(word) > 1]
    wrong = [word for word in words if not _is_syllable(word)]
    if len(wrong) < max(enough, 0.2 * len(words)):
        return text
    shares = [(_share(words, reading), -at) for at, reading in enumerate(_READINGS)]
    share, at = max(shares)
    repaired = share * len(words) - (len(words) - len(wrong))
    if share < 0.8 or repaired < enough:
        return text
    found = _READINGS[-at](text)
    return found if _SURE.search(found) else text


#: Enough of a text to judge it by.
_SAMPLE: Final = 20_000


def _share(words: list[str], reading: Callable[[str], str]) -> float:
    """How many of the words are Vietnamese syllables when read so, 0 to 1."""
    return sum(map(_is_syllable, reading("\n".join(words)).split("\n"))) / len(words)


def _is_syllable(word: str) -> bool:
    return is_syllable(unicodedata.normalize("NFC", word[:16]).lower().strip(_EDGES))


#: Signs that windows-1252 shows and that may stand at a word's edge: quotes, dashes.
_EDGES: Final = "“”‘’–—…•«»"
