"""Letters that a typist's Telex or VNI keyboard left undone: `ddua` → `đua`, `d9ua` → `đua`.

The two ways of typing are de facto standards of every Vietnamese input method (Unikey's manual).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from indexer.text import is_syllable

_TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_DOUBLED = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "aw": "ă", "ow": "ơ", "uw": "ư"}
_VNI_MARKS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}}
_LONGEST = 12
#: One of the two horns of ươ is enough before a final: thuơng, thưong.
_HALF_HORNED = re.compile("(?:uơ|ưo)(?=[a-z])")


def meant(word: str) -> str | None:
    """The syllable that these keys were to become, lower case; None where they are none."""
    keys = word.lower()
    if not (keys.isascii() and keys.isalnum() and 2 <= len(keys) <= _LONGEST):
        return None
    readings = [*_telex(keys), *_vni(keys)]
    return next((each for each in readings if each != keys and is_syllable(each)), None)


def _telex(keys: str) -> Iterator[str]:
    """The tone key may stand anywhere after its vowel, most often last."""
    if not keys.isalpha():
        return
    for at in range(len(keys) - 1, 0, -1):
        if keys[at] in _TONES:
            yield from _toned(_telex_marks(keys[:at] + keys[at + 1 :]), _TONES[keys[at]])
    yield _telex_marks(keys)


def _telex_marks(keys: str) -> str:
    """Doubled letters and w as the marks they stand for; w alone marks a u, o or a before it."""
    for typed, letter in _DOUBLED.items():
        keys = keys.replace(typed, letter)
    if keys.endswith("w") or "w" in keys[1:]:
        at = keys.index("w", 1)
        keys = _horned(keys[:at]) + keys[at + 1 :]
    return _HALF_HORNED.sub("ươ", _split_mark(keys))


def _horned(before: str) -> str:
    """`thuong` + w → `thương`: the mark goes back to the vowels."""
    for plain, marked in (
        ("uo", "ươ"),
        ("ưo", "ươ"),
        ("uô", "ươ"),
        ("o", "ơ"),
        ("u", "ư"),
        ("a", "ă"),
    ):
        at = before.rfind(plain)
        if at >= 0:
            return before[:at] + marked + before[at + len(plain) :]
    return before + "w"


def _split_mark(keys: str) -> str:
    """A doubling typed at the end: `dua` + `d` → `đua`, `viet` + `e` → `viêt`."""
    last = keys[-1:]
    if last == "d" and keys[:1] == "d" and len(keys) > 2:
        return "đ" + keys[1:-1]
    if last in "aeo" and last in keys[:-2]:
        at = keys.rindex(last, 0, -2)
        return keys[:at] + _DOUBLED[last * 2] + keys[at + 1 : -1]
    return keys


def _vni(keys: str) -> Iterator[str]:
    """Digits mark what stands before them: 9 a d, 6 7 8 a vowel, 1 to 5 the tone."""
    if not any(key.isdigit() for key in keys) or keys[0].isdigit():
        return
    letters, tone = "", ""
    for key in keys:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key == "9":
            letters = letters.replace("d", "đ", 1)
        elif key in _VNI_MARKS:
            letters = _vni_marked(letters, _VNI_MARKS[key])
        else:
            letters += key
    yield from _toned(_HALF_HORNED.sub("ươ", letters), tone)


def _vni_marked(letters: str, marks: dict[str, str]) -> str:
    if "uo" in letters and "u" in marks:
        return letters.replace("uo", "ươ", 1)
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in marks:
            return letters[:at] + marks[letters[at]] + letters[at + 1 :]
    return letters


def _toned(letters: str, tone: str) -> Iterator[str]:
    """The letters with the tone on each vowel in turn, the likeliest bearer first."""
    if not tone:
        yield letters
        return
    vowels = [at for at, letter in enumerate(letters) if letter in "aăâeêioôơuưy"]
    marked = [at for at in vowels if letters[at] in "ăâêôơư"][::-1]
    for at in (*marked, *vowels):
        yield unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])
