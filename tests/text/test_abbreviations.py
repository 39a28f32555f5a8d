"""The table of abbreviations holds what the tokenizer relies on."""

from __future__ import annotations

from indexer.text import exact_key, expand_abbreviation, fold, is_folded_syllable, is_syllable
from indexer.text.abbreviations import BY_KEY, abbreviation_of


def test_there_are_more_than_150() -> None:
    assert len(BY_KEY) >= 150


def test_none_is_a_syllable_of_its_own() -> None:
    assert [a.written for a in BY_KEY.values() if is_folded_syllable(a.folded)] == []


def test_every_meaning_is_spelled_in_syllables() -> None:
    for abbreviation in BY_KEY.values():
        for meaning in abbreviation.meanings:
            words = meaning.replace(",", " ").replace(" - ", " ").split()
            assert len(words) > 1, meaning
            assert [word for word in words if not is_syllable(word)] == [], meaning


def test_the_letters_are_those_of_the_meaning() -> None:
    spelled_otherwise = {"TTg", "TW", "ThS", "OCOP", "FDI", "ODA", "WHO", "GDP", "GRDP"}
    for abbreviation in BY_KEY.values():
        if abbreviation.written in spelled_otherwise:
            continue
        for meaning in abbreviation.meanings:
            letters = [word[0] for word in meaning.replace(",", " ").split() if word != "-"]
            assert _is_within(abbreviation.key, letters), abbreviation


def _is_within(key: str, letters: list[str]) -> bool:
    """Whether the key's letters come in this order among the first letters of the syllables."""
    rest = iter([fold(letter) for letter in letters])  # TW: trung ương
    return all(fold(letter).replace("w", "u") in rest for letter in key)


def test_an_abbreviation_expands_however_it_is_typed() -> None:
    for typed in ("UBND", "ubnd"):
        assert expand_abbreviation(typed) == ("ủy ban nhân dân",)
    for typed in ("KT-XH", "ktxh", "kt-xh"):
        assert expand_abbreviation(typed) == ("kinh tế - xã hội",)
    assert expand_abbreviation("hdnd") == ("hội đồng nhân dân",)
    assert expand_abbreviation("thi") == ()


def test_an_ambiguous_abbreviation_has_every_meaning_and_no_syllables() -> None:
    assert set(expand_abbreviation("TT")) == {"thị trấn", "thông tư", "trung tâm"}
    assert BY_KEY["tt"].syllables == ()


def test_an_abbreviation_is_known_in_any_case_where_it_can_be_no_syllable() -> None:
    for typed in ("UBND", "ubnd", "Ubnd", "Tp", "ttg", "gdđt", "gddt"):
        assert abbreviation_of(typed) is not None, typed
    assert abbreviation_of("ca") is None


def test_the_syllables_are_exact_keys() -> None:
    assert BY_KEY["khkt"].syllables[2][0] == exact_key("kỹ")
