"""From raw words to positions: finds replace or stack upon the words they cover.

Two passes. The first looks at each word that may begin a number, code, date, entity, alias or
abbreviation; an unambiguous abbreviation becomes the syllables it stands for. The second walks
over the finished syllables and stacks an abbreviation on every phrase it stands for. So `UBND`
and `Ủy ban nhân dân` end as the very same keys at the very same positions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from indexer.text.abbreviations import (
    BY_KEY,
    FULL_FORMS,
    WRITTEN,
    Abbreviation,
    abbreviation_of,
    known_by_letters,
)
from indexer.text.codes import document_code, sector_code
from indexer.text.dates import day_of_month, full_date, month_of_year
from indexer.text.entities import ALIASES, FIRST_WORDS, entity
from indexer.text.found import Found, Kind, Piece
from indexer.text.keys import exact_key, fold
from indexer.text.numbered import LAST_SYLLABLES, numbered, numbered_in_full
from indexer.text.numbers import number_with_unit, separated_number, word_with_number
from indexer.text.syllables import is_folded_syllable
from indexer.text.words import (
    ABBREVIATION,
    ALIAS,
    BEGINNING,
    CAPITALS,
    CENTRAL,
    DIGITS,
    ENTITY,
    FULL_FORM,
    LOOKED_AT,
    MONTH,
    NUMBERED,
    READ,
    UNIT_TITLE,
    Words,
    raw_words,
)

_TITLES: Final = {"H": "huyện", "Q": "quận", "P": "phường", "X": "xã"}
_JOINTS: Final = frozenset(("-", "&", " & ", " - ", "–", " – ", ".", ",", ", ", ". "))
#: A newline after the end of a sentence, or two in a row; a line that only wraps is no end.
_PARAGRAPH_END: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*+\s*\n|\n[^\S\n]*\n")


@dataclass(slots=True)
class Stream:
    """One key a position, in parallel lists, and what is stacked: index → pieces."""

    exact: list[str] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    #: Kinds other than plain: index → kind.
    kinds: dict[int, Kind] = field(default_factory=dict)
    stacked: dict[int, list[Piece]] = field(default_factory=dict)
    #: What abbreviations and other spellings were replaced by.
    phrases: list[str] = field(default_factory=list)
    #: The position of each index. One stays empty where a paragraph ends, so that no phrase
    #: reaches from one into the next.
    positions: list[int] = field(default_factory=list)

    def all_keys(self) -> tuple[list[str], list[str], list[int]]:
        """Exact and folded keys and positions, the stacked ones included."""
        exact: list[str] = []
        folded: list[str] = []
        positions: list[int] = []
        done = 0
        for at in sorted(self.stacked):
            exact += self.exact[done : at + 1]
            folded += self.folded[done : at + 1]
            positions += self.positions[done : at + 1]
            for piece in self.stacked[at]:
                exact.append(piece.exact)
                folded.append(piece.folded)
                positions.append(self.positions[at])
            done = at + 1
        return (
            exact + self.exact[done:],
            folded + self.folded[done:],
            positions + self.positions[done:],
        )


def read_stream(text: str) -> Stream:
    """The text's positions. Linear in its length; never raises."""
    words = raw_words(text)
    stream = Stream()
    flags: list[int] = []
    done = 0
    for first, found in _finds(text, words):
        _copy(words, done, first, stream, flags)
        done = first
        while done < len(words.starts) and words.starts[done] < found.end:
            done += 1
        if found.stacked:
            stream.stacked[len(stream.exact)] = list(found.stacked)
        if found.pieces is None:
            _copy(words, first, done, stream, flags)
        else:
            _place(found.pieces, stream, flags)
            if found.phrase:
                stream.phrases.append(found.phrase)
    _copy(words, done, len(words.words), stream, flags)
    _stack_abbreviations(stream, flags)
    stream.positions = _positions(text, stream.starts)
    return stream


def _positions(text: str, starts: list[int]) -> list[int]:
    if "\n" not in text:
        return list(range(len(starts)))
    positions: list[int] = []
    for gaps, end in enumerate(_paragraph_ends(text, starts)):
        positions += range(len(positions) + gaps, end + gaps)
    return positions


def _paragraph_ends(text: str, starts: list[int]) -> Iterator[int]:
    """Indexes at which a paragraph begins, and at last the number of positions."""
    last = 0
    for end in _PARAGRAPH_END.finditer(text):
        at = bisect_left(starts, end.end())
        if last < at < len(starts):
            last = at
            yield at
    yield len(starts)


def _copy(words: Words, first: int, end: int, stream: Stream, flags: list[int]) -> None:
    stream.exact += words.exact[first:end]
    stream.folded += words.folded[first:end]
    stream.starts += words.starts[first:end]
    stream.ends += words.ends[first:end]
    flags += words.flags[first:end]


def _place(pieces: tuple[Piece, ...], stream: Stream, flags: list[int]) -> None:
    for piece in pieces:
        if piece.kind != "syllable":
            stream.kinds[len(stream.exact)] = piece.kind
        stream.exact.append(piece.exact)
        stream.folded.append(piece.folded)
        stream.starts.append(piece.start)
        stream.ends.append(piece.end)
        flags.append(FULL_FORM if piece.folded in FULL_FORMS else 0)


def _finds(text: str, words: Words) -> Iterator[tuple[int, Found]]:
    """Index of the first word and the find, from left to right, never overlapping."""
    done = -1
    for at in [at for at, flags in enumerate(words.flags) if flags & LOOKED_AT]:
        if words.starts[at] >= done:
            found = _find(text, words, at, words.flags[at])
            if found is not None:
                begin = at - found.back
                if words.starts[begin] >= done:
                    yield begin, found
                    done = found.end


def _find(text: str, words: Words, at: int, flags: int) -> Found | None:
    found = None
    if flags & ENTITY:
        found = _entity(text, words, at)
    if found is None and flags & DIGITS:
        found = _from_digits(text, words, at)
    if found is None and flags & MONTH:
        found = month_of_year(text, words.starts[at])
    if found is None and flags & ALIAS:
        found = _alias(words, at)
    if found is None and flags & NUMBERED:
        found = numbered(text, words.starts[at])
    if found is None and flags & CAPITALS and words.gaps[at + 1][:1] in (".", "-"):
        found = sector_code(text, words.starts[at], WRITTEN)
    if found is None and flags & BEGINNING:
        found = _in_parts(words, at)
    if found is None and flags & ABBREVIATION:
        found = _abbreviation(words, at)
    if found is None and flags & UNIT_TITLE:
        found = _unit_title(words, at)
    if found is None and flags & CENTRAL:
        found = _central(words, at)
    return found


def _from_digits(text: str, words: Words, at: int) -> Found | None:
    word, gap = words.words[at], words.gaps[at + 1]
    whole = word.isdecimal()
    before = words.folded[at - 1] if at else ""
    if before in LAST_SYLLABLES:
        first = max(at - 2, 0)
        name, starts = tuple(words.exact[first:at]), tuple(words.starts[first:at])
        found = numbered_in_full(name, word, starts, words.ends[at])
        if found is not None:
            return found
    following = words.folded[at + 1] if at + 1 < len(words.words) else ""
    if whole and (not following or (gap == " " and following != "thang")):
        return None
    start = words.starts[at]
    found = document_code(text, start)
    if found is None and whole:
        found = (
            full_date(text, start)
            or month_of_year(text, start, before)
            or day_of_month(text, start, before)
            or (separated_number(text, start) if gap in (".", ",") else None)
        )
    return found or _with_unit(text, word, start)


def _with_unit(text: str, word: str, start: int) -> Found | None:
    spans = number_with_unit(word, start) or word_with_number(word, start)
    if not spans:
        return None
    return Found(spans[-1][1], tuple(_plain(text[first:end], first, end) for first, end in spans))


def _plain(word: str, start: int, end: int) -> Piece:
    read = READ[word]
    return Piece(start, end, read.exact, read.folded, "number" if word.isdigit() else "syllable")


def _entity(text: str, words: Words, at: int) -> Found | None:
    following = FIRST_WORDS[words.folded[at]]
    if following is not None and not (
        at + 1 < len(words.words) and words.folded[at + 1] in following
    ):
        return None
    return entity(text, words.starts[at])


def _alias(words: Words, at: int) -> Found | None:
    for length in (2, 1):
        name = ALIASES.get(tuple(words.exact[at : at + length]))
        if name is not None:
            last = min(at + length, len(words.words)) - 1
            pieces = _syllables(name, words.starts[at], words.ends[last])
            return Found(words.ends[last], pieces, phrase=" ".join(name))
    return None


def _syllables(name: tuple[str, ...], start: int, end: int) -> tuple[Piece, ...]:
    return tuple(
        Piece(start, end, exact_key(word), fold(exact_key(word)), "syllable") for word in name
    )


def _in_parts(words: Words, at: int) -> Found | None:
    """NN&PTNT, KT - XH, VH, TT và DL: the longest row of capitals that is one abbreviation.

    Small letters count where the parts touch and are no syllables: gd&dt.
    """
    key, best, last = words.exact[at], None, at
    while last + 1 < min(at + 8, len(words.words)):
        last = _next_part(words, last)
        if last < 0:
            break
        key += words.words[last].lower()
        abbreviation = known_by_letters(key)
        if abbreviation:
            best = (abbreviation, last)
    if best is None:
        return None
    return _meaning(best[0], words.starts[at], words.ends[best[1]])


def _next_part(words: Words, at: int) -> int:
    """Index of the next part of an abbreviation in parts, -1 where there is none."""
    gap = words.gaps[at + 1]
    if gap == " " and words.folded[at + 1] == "va":
        at, gap = at + 1, "&" if words.gaps[at + 2] == " " else ""
    if at + 1 >= len(words.words) or (gap not in _JOINTS and not _city(words, at)):
        return -1
    touching = gap.strip() == gap and not is_folded_syllable(words.folded[at + 1])
    return at + 1 if words.words[at + 1].isupper() or touching else -1


def _city(words: Words, at: int) -> bool:
    return words.gaps[at + 1] == " " and words.exact[at] == "tp"


def _abbreviation(words: Words, at: int) -> Found | None:
    abbreviation = abbreviation_of(words.words[at])
    return _meaning(abbreviation, words.starts[at], words.ends[at]) if abbreviation else None


def _meaning(abbreviation: Abbreviation, start: int, end: int) -> Found:
    """The syllables it stands for; an ambiguous one stays itself."""
    if abbreviation.syllables:
        pieces = tuple(
            Piece(start, end, exact, folded, "syllable") for exact, folded in abbreviation.syllables
        )
        return Found(end, pieces, phrase=abbreviation.meanings[0])
    itself = Piece(start, end, abbreviation.key, abbreviation.folded, "abbreviation")
    return Found(end, (itself,))


def _central(words: Words, at: int) -> Found | None:
    """T.Ư, T.W and TƯ: trung ương, but not the syllable of ĐẦU TƯ and TƯ PHÁP."""
    start = words.starts[at]
    if words.words[at] == "T":
        if words.gaps[at + 1] != "." or words.words[at + 1 : at + 2] not in (["Ư"], ["W"]):
            return None
        return _meaning(BY_KEY["tw"], start, words.ends[at + 1])
    around = words.words[max(at - 1, 0) : at] + words.words[at + 1 : at + 2]
    if any(word.isupper() and word not in WRITTEN for word in around):
        return None
    return _meaning(BY_KEY["tw"], start, words.ends[at])


def _unit_title(words: Words, at: int) -> Found | None:
    """H.Cao Lộc, Q.Hoàn Kiếm, P.Đông Kinh: huyện, quận, phường, xã; Q.1 is a code too."""
    if words.gaps[at + 1] != "." or at + 1 >= len(words.words):
        return None
    following = words.words[at + 1]
    if not (len(following) > 1 and following[0].isupper() and following[1:].islower()):
        return None
    title = _TITLES[words.words[at]]
    return Found(words.ends[at], _syllables((title,), words.starts[at], words.ends[at]))


def _stack_abbreviations(stream: Stream, flags: list[int]) -> None:
    exact, folded = stream.exact, stream.folded
    for at in [at for at, flag in enumerate(flags[:-1]) if flag & FULL_FORM]:
        for form in FULL_FORMS[folded[at]].get(folded[at + 1], ()):
            end = at + len(form.folded)
            if tuple(folded[at:end]) == form.folded and _spelled(
                exact[at:end], folded[at:end], form.exact
            ):
                _stack(stream, at, end, form.abbreviation)


def _spelled(exact: list[str], folded: list[str], wanted: tuple[str, ...]) -> bool:
    """Whether each syllable is the wanted one, or typed without diacritics."""
    return all(key in (want, bare) for key, bare, want in zip(exact, folded, wanted, strict=True))


def _stack(stream: Stream, at: int, end: int, abbreviation: Abbreviation) -> None:
    piece = Piece(
        stream.starts[at],
        stream.ends[end - 1],
        abbreviation.key,
        abbreviation.folded,
        "abbreviation",
    )
    stream.stacked.setdefault(at, []).append(piece)
