"""Marking a text where it answers a query: the original characters in `<mark>`, all else escaped.

The tokenizer runs over the text again, so a mark stands exactly where the index saw the word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import accumulate, pairwise

from indexer.limits import Limits
from indexer.query.asked import Asked, Item, read, wanted
from indexer.query.matching import phrase_keys
from indexer.query.parse import parse
from indexer.query.tree import View
from indexer.text import Token, tokenize

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


def spans(tokens: Sequence[Token], what: Marks) -> list[Span]:
    """Where a tokenized text answers: in order, without overlap."""
    allowed = _allowed(tokens, what)
    wanted_keys = what.folded
    found = [
        (t.start, t.end, t.folded)
        for t in tokens
        if t.folded in wanted_keys and (t.folded not in allowed or t.exact in allowed[t.folded])
    ]
    for form in what.full_forms:
        found = _in_full(tokens, form, found)
    for view, beginning in what.beginnings:
        found += [
            (t.start, t.end, t.folded)
            for t in tokens
            if (t.exact if view == "exact" else t.folded).startswith(beginning)
        ]
    for phrase in what.phrases:
        found += _phrase_spans(tokens, phrase)
    return _without_overlap(sorted(found))


def _in_full(
    tokens: Sequence[Token], form: FullForm, found: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """What was found, without the full form's syllables that stand apart, if it stands whole."""
    whole = [(token.start, token.end) for token in tokens if token.folded == form.folded]
    if not whole:
        return found
    return [
        (start, end, key)
        for start, end, key in found
        if key not in form.syllables or any(s <= start and end <= e for s, e in whole)
    ]


def _allowed(tokens: Sequence[Token], what: Marks) -> dict[str, frozenset[str]]:
    """Of the folded keys typed with diacritics: the exact keys, where the text has any of them."""
    if what.strict:
        return what.exact
    present = {token.exact for token in tokens} if what.exact else frozenset()
    typed = {key: exact for key, exact in what.exact.items() if not exact.isdisjoint(present)}
    return (_seen_together(tokens, what.pairs) if what.pairs else {}) | typed


def _seen_together(
    tokens: Sequence[Token], pairs: frozenset[tuple[str, str]]
) -> dict[str, frozenset[str]]:
    """How each of two neighbours of the query is spelt where the text has them side by side."""
    seen: dict[str, set[str]] = {}
    for one, two in pairwise(token for token in tokens if token.kind == "syllable"):
        if two.position == one.position + 1 and (one.folded, two.folded) in pairs:
            seen.setdefault(one.folded, set()).add(one.exact)
            seen.setdefault(two.folded, set()).add(two.exact)
    return {key: frozenset(exact) for key, exact in seen.items()}


def _phrase_spans(tokens: Sequence[Token], phrase: Phrase) -> list[tuple[int, int, str]]:
    standing: dict[int, dict[str, Token]] = {}
    for token in tokens:
        key = token.exact if phrase.view == "exact" else token.folded
        standing.setdefault(token.position, {})[key] = token
    found = []
    for first, keys in standing.items():
        if phrase.keys[0] in keys:
            run = [standing.get(first + i, {}).get(key) for i, key in enumerate(phrase.keys)]
            if all(run):
                found += [(t.start, t.end, t.folded) for t in run if t is not None]
    return found


def _without_overlap(found: Sequence[tuple[int, int, str]]) -> list[Span]:
    """Tokens that share characters (a name over its syllables) as one span."""
    joined: list[Span] = []
    for start, end, key in found:
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
    return marked(text, joined_spans(text, spans(tokenize(text[:_MARKED]), what)))


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
    tokens = [
        tokenize(text[: max(0, _MARKED - start)])
        for text, start in zip(texts, before, strict=False)
    ]
    allowed = _allowed([token for each in tokens for token in each], what)
    # What the texts hold together decides for each of them which diacritics are marked.
    narrowed = replace(what, exact=allowed, strict=True)
    return [
        joined_spans(text, spans(own, narrowed)) for text, own in zip(texts, tokens, strict=True)
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
