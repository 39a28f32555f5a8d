"""The government's own abbreviations (`abbreviations.tsv`), and when a text means one.

Picked by reading from a survey of Vietnamese news and dictionaries; an abbreviation with two rows
is ambiguous and never expanded. The key is the letters alone: KT-XH, KTXH and KT - XH are `ktxh`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from indexer.text.keys import exact_key, fold
from indexer.text.syllables import is_folded_syllable


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`key` and `folded` as indexed; `meanings` in full; `syllables`: (exact, folded) of each
    syllable of the one meaning, empty where there are several.
    """

    written: str
    key: str
    folded: str
    meanings: tuple[str, ...]
    syllables: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FullForm:
    """A phrase that an abbreviation stands for, as keys."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    abbreviation: Abbreviation


def _keys(phrase: str) -> tuple[tuple[str, str], ...]:
    words = phrase.replace(",", " ").replace("-", " ").split()
    return tuple((exact_key(word), fold(exact_key(word))) for word in words)


def _letters(written: str) -> str:
    return "".join(letter for letter in written.lower() if letter.isalnum())


def _rows() -> list[dict[str, str]]:
    source = files("indexer.text").joinpath("abbreviations.tsv")
    lines = source.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _read(rows: Iterable[Mapping[str, str]]) -> tuple[dict[str, Abbreviation], list[FullForm]]:
    grouped: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        grouped[row["abbreviation"]].append(row)
    by_key: dict[str, Abbreviation] = {}
    forms: list[FullForm] = []
    for written, group in grouped.items():
        meanings = tuple(row["full form"] for row in group)
        key = _letters(written)
        syllables = _keys(meanings[0]) if len(meanings) == 1 else ()
        by_key[key] = Abbreviation(written, key, fold(key), meanings, syllables)
        also = [phrase for phrase in (group[0]["also written"] or "").split(" | ") if phrase]
        for keys in {_keys(phrase) for phrase in (*meanings, *also)}:
            exact, folded = zip(*keys, strict=True)
            forms.append(FullForm(exact, folded, by_key[key]))
    return by_key, forms


_ROWS: Final = _rows()
BY_KEY, _FORMS = _read(_ROWS)


def _by_folded() -> dict[str, Abbreviation]:
    """Abbreviations typed without Đ; none where two differ in it alone."""
    seen: dict[str, list[Abbreviation]] = defaultdict(list)
    for abbreviation in BY_KEY.values():
        seen[abbreviation.folded].append(abbreviation)
    return {folded: found[0] for folded, found in seen.items() if len(found) == 1}


def _by_first_two() -> dict[str, dict[str, tuple[FullForm, ...]]]:
    """First folded syllable → second → full forms, the longest first."""
    table: dict[str, dict[str, list[FullForm]]] = defaultdict(lambda: defaultdict(list))
    for form in sorted(_FORMS, key=lambda form: (-len(form.folded), form.abbreviation.key)):
        table[form.folded[0]][form.folded[1]].append(form)
    return {
        first: {second: tuple(forms) for second, forms in seconds.items()}
        for first, seconds in table.items()
    }


_BY_FOLDED: Final = _by_folded()
FULL_FORMS: Final = _by_first_two()
#: Beginnings of abbreviations that are written in several parts: nn, nnp… of NN&PTNT.
BEGINNINGS: Final = frozenset(
    key[:length]
    for row in _ROWS
    if not row["abbreviation"].isalnum() or row["abbreviation"] == "TPHCM"
    for key in {_letters(row["abbreviation"]), fold(_letters(row["abbreviation"]))}
    for length in range(2, len(key))
)
#: As written, upper case; for telling the end of a sentence from a sector's code.
WRITTEN: Final = frozenset(abbreviation.key.upper() for abbreviation in BY_KEY.values())


def known_by_letters(letters: str) -> Abbreviation | None:
    """By its letters, with Đ typed as D in longer ones (NDT is not NĐT), and TƯ as TW."""
    if len(letters) > 2:
        letters = letters.replace("tư", "tw")
    return BY_KEY.get(letters) or (_BY_FOLDED.get(letters) if len(letters) > 3 else None)


def abbreviation_of(word: str) -> Abbreviation | None:
    """The abbreviation this one word is: in capitals, or in any case where its letters cannot be
    a Vietnamese syllable (so `ubnd` is one, `ca` never).
    """
    found = known_by_letters(word.lower())
    if found is None or (is_folded_syllable(found.folded) and not word.isupper()):
        return None
    return found


def expand_abbreviation(key: str) -> tuple[str, ...]:
    """What an abbreviation means, each meaning in full; empty where it is none.

    `key` is the abbreviation as typed or a token's key: `UBND`, `ubnd`, `KT-XH`, `hdnd`.
    """
    found = known_by_letters(_letters(key))
    return found.meanings if found else ()
