"""What a written Vietnamese syllable can be: onset + rime + tone, by rule.

The rimes are those of the standard orthography (Đoàn Thiện Thuật, Ngữ âm tiếng Việt, 1977), with
`oong`, `ooc`, `êng`, `ak` and `ăk` that loans and names need. No word list: `nhoét` is a possible
syllable, `nhândân` is not.
"""

# ruff: noqa: SIM905 (a row of words reads better than a column of quotes)
from __future__ import annotations

from typing import Final

from unidecode import unidecode

TONES: Final = {"ngang": 0, "huyền": 1, "sắc": 2, "hỏi": 3, "ngã": 4, "nặng": 5}

_TONED: Final = {
    "a": "aàáảãạ",
    "ă": "ăằắẳẵặ",
    "â": "âầấẩẫậ",
    "e": "eèéẻẽẹ",
    "ê": "êềếểễệ",
    "i": "iìíỉĩị",
    "o": "oòóỏõọ",
    "ô": "ôồốổỗộ",
    "ơ": "ơờớởỡợ",
    "u": "uùúủũụ",
    "ư": "ưừứửữự",
    "y": "yỳýỷỹỵ",
}

#: A lower-case vowel with its tone → (the vowel without it, the tone 0–5).
TONE_OF: Final = {
    letter: (vowel, tone) for vowel, row in _TONED.items() for tone, letter in enumerate(row)
}

#: The longest first, so that the first that fits is the onset.
ONSETS: Final = tuple("ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p r s t v x".split())

_RIMES: Final = frozenset(
    """
    a ac ach ai ak am an ang anh ao ap at au ay
    ăc ăk ăm ăn ăng ăp ăt
    âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et
    ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
    oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu
    """.split()
)
_AFTER_QU: Final = frozenset("y yên yêt yn ynh yp yt ych".split()) | frozenset(
    rime for rime in _RIMES if rime[0] in "aăâeêioôơ" and not rime.startswith(("oa", "oă", "oe"))
)
_AFTER_GI: Final = frozenset(
    rime for rime in _RIMES if rime[0] in "aăâeêoôơuư" and not rime.startswith(("oa", "oă", "oe"))
)
_STOPS: Final = ("c", "ch", "k", "p", "t")


def _fits(onset: str, rime: str) -> bool:
    """Whether the spelling allows this pair: gh, ngh before e, ê, i; c, g, ng elsewhere.

    `k` is let before every rime: Bắc Kạn, Mê Kông.
    """
    front = rime[0] in "eêi" or (rime[0] == "y" and rime != "y")
    if onset in ("gh", "ngh"):
        return front
    if onset in ("c", "ng"):
        return not front and rime != "y"
    if onset == "g":
        return rime[0] == "i" or (not front and rime != "y")
    return onset == "" or not rime.startswith("yê")


def _every_shape() -> dict[str, tuple[str, str]]:
    """Each syllable without its tone → (onset, rime)."""
    shapes = {
        onset + rime: (onset, rime)
        for onset in ("", *ONSETS)
        if onset not in ("qu", "gi")
        for rime in _RIMES
        if _fits(onset, rime)
    }
    shapes |= {"gi" + rime: ("gi", rime) for rime in _AFTER_GI}
    return shapes | {"qu" + rime: ("qu", rime) for rime in _AFTER_QU}


#: Each toneless syllable, lower case, with its marks of quality: `viêt` → ("v", "iêt").
SHAPES: Final = _every_shape()
_FOLDED: Final = frozenset(unidecode(shape) for shape in SHAPES)


def split_tone(word: str) -> tuple[str, int] | None:
    """`vịêt` → ("viêt", 5). None where two letters bear a tone. `word` is lower-case NFC."""
    found = 0
    letters = []
    for letter in word:
        vowel, tone = TONE_OF.get(letter, (letter, 0))
        if tone and found:
            return None
        found = found or tone
        letters.append(vowel)
    return "".join(letters), found


def is_syllable(key: str) -> bool:
    """Whether this lower-case text is one well-formed syllable with its diacritics.

    A syllable that ends in c, ch, k, p or t bears sắc or nặng: `việt` is one, `viêt` is not.
    """
    if len(key) > 7:
        return False
    parted = split_tone(key)
    if parted is None or parted[0] not in SHAPES:
        return False
    stopped = SHAPES[parted[0]][1].endswith(_STOPS)
    return not stopped or parted[1] in (2, 5)


def is_folded_syllable(folded: str) -> bool:
    """Whether this ASCII text can be a syllable typed without diacritics: `viet` is, `ubnd` not."""
    return folded in _FOLDED


def with_tone(shape: str, tone: int) -> str:
    """The toneless syllable `shape` with its mark where the older style puts it: hòa, thủy, quý."""
    if not tone:
        return shape
    onset, rime = SHAPES[shape]
    at = len(onset) + _bearer(rime)
    return shape[:at] + _TONED[shape[at]][tone] + shape[at + 1 :]


def _bearer(rime: str) -> int:
    """Which letter of the rime bears the tone."""
    marked = [i for i, letter in enumerate(rime) if letter in "ăâêôơư"]
    if marked:
        return marked[-1]
    vowels = sum(letter in "aeiouy" for letter in rime)
    if vowels == 1:
        return 0
    if vowels == 2:
        return 1 if len(rime) > 2 else 0
    return 1
