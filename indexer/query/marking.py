"""Marking a text where it answers a query: the original characters in `<mark>`, all else escaped.

The tokenizer runs over the text again, so a mark stands exactly where the index saw the word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import accumulate, pairwise
from typing import NamedTuple

from indexer.limits import Limits
from indexer.query.asked import Asked, Item, read, wanted
from indexer.query.matching import phrase_keys
from indexer.query.parse import parse
from indexer.query.tree import View
from indexer.text import Stream, kind_of, read_stream

#: Nobody walks from mark to mark beyond; a page of ten megabytes is shown all the same.
_MARKED = 300_000
#: What may stand between two marked syllables for them to become one mark.
_BETWEEN = frozenset((" ", "-", " - ", "\u00a0", ""))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Keys at consecutive positions, marked only where they stand so."""

    view: View
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FullForm:
    """The key of an abbreviation, and the syllables of its full form that the query holds."""

    folded: str
    syllables: frozenset[str]


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be marked.

    `folded`: keys marked wherever they stand; `exact` maps such a key to the ones typed with
    diacritics, which are marked alone in a text that holds them. `beginnings`: prefixes.
    `full_forms`: what was typed in full; in a text that holds it, it is marked alone. `pairs`:
    neighbours typed without diacritics; where a text holds both side by side, their spelling there
    is the one that is marked (`thi dua` marks thi đua and no lone thị).
    `asked` keeps what all this was made of, in the order typed.
    """

    asked: tuple[Asked, ...]
    folded: frozenset[str]
    exact: dict[str, frozenset[str]]
    beginnings: tuple[tuple[View, str], ...]
    phrases: tuple[Phrase, ...]
    full_forms: tuple[FullForm, ...] = ()
    strict: bool = False
    pairs: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Span:
    """Marked characters from `start` to `end` (exclusive), and the keys they answer."""

    start: int
    end: int
    keys: tuple[str, ...]


def marks(query: str, exact: bool = False, limits: Limits | None = None) -> Marks:
    """What a query's words, phrases and prefixes mark; nothing for what it excludes."""
    return marks_of(tuple(wanted(read(parse(query, limits).root))), exact)


def marks_of(asked: Sequence[Asked], strict: bool = False) -> Marks:
    """The same of what was read already; `strict` marks nothing but the typed diacritics."""
    folded: set[str] = set()
    exact: dict[str, set[str]] = {}
    for part, item in _free_items(asked):
        folded.add(item.folded)
        if (part.accented or strict) and not item.is_name:
            exact.setdefault(item.folded, set()).add(item.exact)
    return Marks(
        tuple(asked),
        frozenset(folded),
        {key: frozenset(keys) for key, keys in exact.items()},
        tuple(_beginning(part, strict) for part in asked if part.form == "prefix"),
        tuple(_phrase(part, strict) for part in asked if part.form == "phrase"),
        tuple(_full_forms([part for part in asked if part.form == "word"])),
        strict,
        frozenset() if strict else frozenset(_pairs(asked)),
    )


def _pairs(asked: Sequence[Asked]) -> Iterator[tuple[str, str]]:
    for one, two in pairwise(part for part in asked if part.form == "word"):
        items = one.items[-1], two.items[0]
        plain = all(item.kind == "syllable" for item in items)
        if one.run == two.run and plain and not (one.accented or two.accented):
            yield items[0].folded, items[1].folded


def _full_forms(words: Sequence[Asked]) -> Iterator[FullForm]:
    for at, part in enumerate(words):
        for form in part.items[0].begins:
            syllables = words[at : at + form.size]
            if len({word.run for word in syllables}) == 1 and len(syllables) == form.size:
                yield FullForm(form.folded, frozenset(w.items[0].folded for w in syllables))


def _free_items(asked: Iterable[Asked]) -> Iterator[tuple[Asked, Item]]:
    for part in asked:
        if part.form in ("word", "near"):
            for item in part.items:
                yield part, item


def _beginning(part: Asked, strict: bool) -> tuple[View, str]:
    item = part.items[0]
    return ("exact", item.exact) if part.accented or strict else ("folded", item.folded)


def _phrase(part: Asked, strict: bool) -> Phrase:
    view: View = "exact" if part.accented or strict else "folded"
    return Phrase(view, phrase_keys(part.items, view))


def spans(stream: Stream, what: Marks) -> list[Span]:
    """Where a text that was read answers: in order, without overlap."""
    return _spans(stream, what, _allowed([stream], what))


def _spans(stream: Stream, what: Marks, allowed: Mapping[str, frozenset[str]]) -> list[Span]:
    """The same where it is known which spellings of typed keys are marked."""
    found = [
        key
        for key in _held(stream, "folded", what.folded.__contains__)
        if key.folded not in allowed or key.exact in allowed[key.folded]
    ]
    for form in what.full_forms:
        found = _in_full(stream, form, found)
    for view, beginning in what.beginnings:
        found += _held(stream, view, partial(_begins, beginning=beginning))
    for phrase in what.phrases:
        found += _phrase_keys(stream, phrase)
    return _without_overlap(sorted(found))


class _Key(NamedTuple):
    """A key of a text and the characters it stands for."""

    start: int
    end: int
    folded: str
    exact: str


def _held(stream: Stream, view: View, wanted: Callable[[str], bool]) -> list[_Key]:
    """The keys of a text that are wanted in a view, and so those that stand upon others."""
    keys = stream.exact if view == "exact" else stream.folded
    found = [_key(stream, at) for at, key in enumerate(keys) if wanted(key)]
    return found + [
        _Key(piece.start, piece.end, piece.folded, piece.exact)
        for pieces in stream.stacked.values()
        for piece in pieces
        if wanted(piece.exact if view == "exact" else piece.folded)
    ]


def _key(stream: Stream, at: int) -> _Key:
    return _Key(stream.starts[at], stream.ends[at], stream.folded[at], stream.exact[at])


def _begins(key: str, beginning: str) -> bool:
    return key.startswith(beginning)


def _in_full(stream: Stream, form: FullForm, found: list[_Key]) -> list[_Key]:
    """What was found, without the full form's syllables that stand apart, if it stands whole."""
    whole = [key[:2] for key in _held(stream, "folded", form.folded.__eq__)]
    if not whole:
        return found
    return [
        key
        for key in found
        if key.folded not in form.syllables
        or any(start <= key.start and key.end <= end for start, end in whole)
    ]


def _allowed(streams: Sequence[Stream], what: Marks) -> dict[str, frozenset[str]]:
    """Of folded keys typed with diacritics: the exact keys, where the texts have any of them."""
    if what.strict:
        return what.exact
    present = frozenset(_exact_keys(streams)) if what.exact else frozenset()
    typed = {key: exact for key, exact in what.exact.items() if not exact.isdisjoint(present)}
    return (_seen_together(streams, what.pairs) if what.pairs else {}) | typed


def _exact_keys(streams: Iterable[Stream]) -> Iterator[str]:
    for stream in streams:
        yield from stream.exact
        yield from (piece.exact for pieces in stream.stacked.values() for piece in pieces)


def _seen_together(
    streams: Iterable[Stream], pairs: frozenset[tuple[str, str]]
) -> dict[str, frozenset[str]]:
    """How each of two neighbours of the query is spelt where the texts have them side by side."""
    seen: dict[str, set[str]] = {}
    for stream in streams:
        for one, both in enumerate(pairwise(stream.folded)):
            if both in pairs and _side_by_side(stream, one):
                for at in (one, one + 1):
                    seen.setdefault(stream.folded[at], set()).add(stream.exact[at])
    return {key: frozenset(exact) for key, exact in seen.items()}


def _side_by_side(stream: Stream, at: int) -> bool:
    """Whether two syllables stand here in one paragraph."""
    together = stream.positions[at + 1] == stream.positions[at] + 1
    return together and kind_of(stream, at) == kind_of(stream, at + 1) == "syllable"


def _phrase_keys(stream: Stream, phrase: Phrase) -> list[_Key]:
    standing: dict[int, dict[str, _Key]] = {}
    for at, key in enumerate(stream.exact if phrase.view == "exact" else stream.folded):
        here = standing[stream.positions[at]] = {key: _key(stream, at)}
        for piece in stream.stacked.get(at, ()):
            own = piece.exact if phrase.view == "exact" else piece.folded
            here[own] = _Key(piece.start, piece.end, piece.folded, piece.exact)
    found = []
    for first, keys in standing.items():
        if phrase.keys[0] in keys:
            run = [standing.get(first + i, {}).get(key) for i, key in enumerate(phrase.keys)]
            if all(run):
                found += [key for key in run if key is not None]
    return found


def _without_overlap(found: Sequence[_Key]) -> list[Span]:
    """Keys that share characters (a name over its syllables) as one span."""
    joined: list[Span] = []
    for start, end, key, _ in found:
        if joined and start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Span(last.start, max(last.end, end), (*last.keys, key))
        else:
            joined.append(Span(start, end, (key,)))
    return joined


def mark(text: str, what: Marks) -> str:
    """The whole text as HTML: answers in `<mark>`, everything else escaped.

    Of a huge text the first 300,000 characters are marked.
    """
    return marked(text, joined_spans(text, spans(read_stream(text[:_MARKED]), what)))


def joined_spans(text: str, found: Sequence[Span]) -> list[Span]:
    """The spans with neighbours made one: `<mark>thi đua</mark>`."""
    joined: list[Span] = []
    for span in found:
        if joined and text[joined[-1].end : span.start] in _BETWEEN:
            last = joined[-1]
            joined[-1] = Span(last.start, span.end, last.keys + span.keys)
        else:
            joined.append(span)
    return joined


def marked(text: str, found: Sequence[Span], first: int | None = None) -> str:
    """The text as HTML with these spans in `<mark>`; from `first` on each bears `id="hit-N"`."""
    pieces = []
    done = 0
    for number, span in enumerate(found, first or 0):
        opening = "<mark>" if first is None else f'<mark id="hit-{number}">'
        pieces += [escape(text[done : span.start]), opening]
        pieces += [escape(text[span.start : span.end]), "</mark>"]
        done = span.end
    return "".join([*pieces, escape(text[done:])])


def spans_of_all(texts: Sequence[str], what: Marks) -> list[list[Span]]:
    """Where texts that belong together (the paragraphs of an article) answer, as one text would.

    Neighbours are one span. Of huge texts the first 300,000 characters are looked at.
    """
    before = accumulate(map(len, texts), initial=0)
    streams = [
        read_stream(text[: max(0, _MARKED - start)])
        for text, start in zip(texts, before, strict=False)
    ]
    # What the texts hold together decides for each of them which diacritics are marked.
    allowed = _allowed(streams, what)
    return [
        joined_spans(text, _spans(stream, what, allowed))
        for text, stream in zip(texts, streams, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class MarkedTexts:
    """Texts as HTML, their marks numbered through (`hit-1`, `hit-2`, …), and how many there are."""

    html: tuple[str, ...]
    hits: int


def mark_all(texts: Sequence[str], what: Marks) -> MarkedTexts:
    """The texts of `spans_of_all` with their spans marked."""
    pages = []
    hits = 0
    for text, found in zip(texts, spans_of_all(texts, what), strict=True):
        pages.append(marked(text, found, hits + 1))
        hits += len(found)
    return MarkedTexts(tuple(pages), hits)
