"""One spelling for one text, done once at the door: stored text = indexed text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from indexer.text.legacy import restored
from indexer.text.syllables import is_syllable

#: Unicode's Stream-Safe Text Format (UAX #15) ends a run of marks here; without an end, NFC of a
#: tower of marks takes quadratic time.
MAX_MARKS: Final = 30

_ZERO_WIDTH_SPACE: Final = "\u200b"
#: Zero-width, bidirectional and other controls that no reader sees.
_UNSEEN: Final = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200c-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
)
_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x1c-\x1f"
_NEWLINES: Final = "\r\n|[\r\x0b\x0c\x85\u2028\u2029]"
_ODD: Final = re.compile(f"(?P<unseen>[{_UNSEEN}]+)|(?P<newline>{_NEWLINES})|[{_SPACES}]")
#: Anything that is to be seen to; most texts have none of it and are only looked through.
_SUSPECT: Final = re.compile(
    f"[{_UNSEEN}{_SPACES}\r\x0b\x0c\x85\u2028\u2029ÐðƉɖ\u0300-\u036f\u200b\ud800-\udfff]"
    r"|[^\w\s\x00-\u02ff]{31,}"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_D_STROKE: Final = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_MARK_RUN: Final = re.compile(rf"[^\w\s\x00-\u02ff]{{{MAX_MARKS + 1},}}")
#: A tone typed before the letter's own mark, which NFC leaves in two: á + ̂ is ấ.
_TONE_FIRST: Final = re.compile("[áàảãÁÀẢÃ][\u0302\u0306]|[éèẻẽóòỏõÉÈẺẼÓÒỎÕ]\u0302")
_JOINED_LETTERS: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:\u200b++[^\W\d_]++)+")
_ZERO_WIDTH: Final = re.compile(r"(?<=\S)(?<!\u200b)\u200b+(?=[^\s\u200b])")


def normalise(text: str) -> str:
    """The text as it is stored and indexed. Idempotent; never raises; linear in its length.

    Legacy encodings read as Unicode (TCVN3, VNI, VISCII) become Unicode; NFC; Ð and Ɖ become Đ;
    every newline `\\n`; odd spaces a space; controls and zero-width characters go (U+200B within
    letters: joined where that makes one valid syllable, else a space).
    """
    if _SUSPECT.search(text) or not unicodedata.is_normalized("NFC", text):
        text = _cleaned(restored(_without_surrogates(text)))
    # Once more, as what was cleaned away may have hidden a legacy encoding from sight. It ends:
    # a line that was restored holds letters by which it is never taken for legacy again.
    while (again := restored(text)) != text:
        text = _cleaned(again)
    return text


def _cleaned(text: str) -> str:
    text = _composed(_without_odd(text).translate(_D_STROKE))
    if _ZERO_WIDTH_SPACE in text:
        text = _composed(_without_zero_width_spaces(text))
    return text


def _without_surrogates(text: str) -> str:
    """Pairs become the character they stand for, lone ones U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _without_odd(text: str) -> str:
    return _ODD.sub(_plain, text)


def _plain(odd: re.Match[str]) -> str:
    if odd["unseen"]:
        return ""
    return "\n" if odd["newline"] else " "


def _composed(text: str) -> str:
    """NFC in linear time, with tones typed before the letter's mark set right."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", _MARK_RUN.sub(_bounded_marks, text))
    text = _MARK_RUN.sub(_bounded_marks, text)
    if "\u0302" in text or "\u0306" in text:
        text = unicodedata.normalize("NFC", _TONE_FIRST.sub(_letter_mark_first, text))
    return text


def _bounded_marks(run: re.Match[str]) -> str:
    """The run without what follows the 30th mark in a row."""
    kept: list[str] = []
    marks = 0
    for letter in run[0]:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MAX_MARKS:
            kept.append(letter)
    return "".join(kept)


def _letter_mark_first(pair: re.Match[str]) -> str:
    letter, tone = tuple(unicodedata.normalize("NFD", pair[0][0]))
    return unicodedata.normalize("NFC", letter + pair[0][1] + tone)


def _without_zero_width_spaces(text: str) -> str:
    text = _JOINED_LETTERS.sub(_one_syllable_or_more, text)
    return _ZERO_WIDTH.sub(" ", text).replace(_ZERO_WIDTH_SPACE, "")


def _one_syllable_or_more(run: re.Match[str]) -> str:
    joined = run[0].replace(_ZERO_WIDTH_SPACE, "")
    if len(joined) <= 7 and is_syllable(joined.lower()):
        return joined
    return re.sub("\u200b+", " ", run[0])
