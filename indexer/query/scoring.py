"""In which order articles come: what is scored, and how much each counts (see `Ranking`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from indexer.query.asked import Asked, FullForm, Item
from indexer.query.lexicon import Lexicon
from indexer.query.matching import node
from indexer.query.ranking import Ranking
from indexer.query.tree import Phrase, Prefix, Term, Weighted

#: A word of Vietnamese has up to four syllables; longer ones are joined from such.
_LONGEST_WORD = 4
#: Windows are looked for in queries of up to a headline's length: in alqac's long questions they
#: tell nothing (success@1 0.906 against 0.912) and cost a reading of positions each.
_HEADLINE = 18


class _Key(NamedTuple):
    """A key of the query at its position.

    `form` numbers the full form of an abbreviation it is in, 0 outside of all; -1 for a code,
    date or entity and its parts, which make no words.
    """

    position: int
    exact: str
    folded: str
    accented: bool
    form: int


def scored(asked: Sequence[Asked], lexicon: Lexicon, ranking: Ranking) -> tuple[Weighted, ...]:
    """What is scored for every match: syllables, names, and words the collection knows."""
    found = [weighted for part in asked for weighted in _parts(part, ranking)]
    for run in _runs(asked):
        found += _words(run, lexicon, ranking)
    return _merged(found)


def rescored(asked: Sequence[Asked], ranking: Ranking) -> tuple[Weighted, ...]:
    """What is scored for the best matches only: neighbours in the query."""
    found: list[Weighted] = []
    for run in _runs(asked):
        for left, right in pairwise(run):
            if left.position + 1 == right.position:
                found += _pair(left, right, ranking)
        if len(run) <= _HEADLINE:
            found += _near(run, ranking)
    return _merged(found)


def _parts(asked: Asked, ranking: Ranking) -> Iterator[Weighted]:
    """Syllables, names and prefixes; an abbreviation counts as much as its full form does."""
    if asked.form == "prefix":
        found = node(asked)
        if isinstance(found, Prefix):
            yield Weighted(found, ranking.syllable)
        return
    for item in asked.items:
        if item.is_name and not _is_expanded(item):
            yield Weighted(Term("folded", item.folded), ranking.name)
            continue
        for exact, folded in item.syllables:
            yield Weighted(Term("folded", folded), ranking.syllable)
            if asked.accented:
                yield Weighted(Term("exact", exact), ranking.exact_syllable)
        for form in _full_forms(item):
            yield Weighted(Term("folded", form.folded), ranking.word)


def _is_expanded(item: Item) -> bool:
    return item.kind == "abbreviation" and len(item.syllables) > 1


def _full_forms(item: Item) -> tuple[FullForm, ...]:
    """The abbreviations that begin here, typed short or in full."""
    return (FullForm(item.folded, len(item.syllables)),) if _is_expanded(item) else item.begins


def _runs(asked: Sequence[Asked]) -> Iterator[list[_Key]]:
    """The keys typed side by side."""
    worded = (part for part in asked if part.form != "prefix")
    for _, run in groupby(worded, key=lambda part: part.run):
        yield list(_keys([(item, part.accented) for part in run for item in part.items]))


def _keys(run: Sequence[tuple[Item, bool]]) -> Iterator[_Key]:
    form, ends = 0, -1
    for item, accented in run:
        if item.is_name and not _is_expanded(item):
            yield _Key(item.position, item.exact, item.folded, accented, -1)
            if len(item.syllables) > 1:
                last = item.position + len(item.syllables) - 1
                yield _Key(last, *item.syllables[-1], accented, -1)
            continue
        longest = max((each.size for each in _full_forms(item)), default=0)
        if longest and item.position >= ends:
            form, ends = form + 1, item.position + longest
        inside = form if item.position < ends else 0
        for position, keys in enumerate(item.syllables, item.position):
            yield _Key(position, *keys, accented, inside)


def _words(run: Sequence[_Key], lexicon: Lexicon, ranking: Ranking) -> Iterator[Weighted]:
    """Every two to four neighbouring syllables that are a word somewhere in the collection."""
    for size in range(2, _LONGEST_WORD + 1):
        for first in range(len(run) - size + 1):
            part = run[first : first + size]
            together = part[-1].position - part[0].position == size - 1
            # No word reaches across the edge of a full form: ủy ban nhân dân | tình hình.
            if together and part[0].form >= 0 and len({key.form for key in part}) == 1:
                yield from _word(part, lexicon, ranking)


def _word(part: Sequence[_Key], lexicon: Lexicon, ranking: Ranking) -> Iterator[Weighted]:
    """The word these syllables make; where diacritics were typed, only if it bears these."""
    folded = "_".join(key.folded for key in part)
    if not lexicon.frequency("compound", folded):
        return
    if any(key.accented for key in part):
        exact = "=" + "_".join(key.exact for key in part)
        # `dân tỉnh` is no word, so `dân tình` is not what was meant.
        if not lexicon.frequency("compound", exact):
            return
        yield Weighted(Term("compound", exact), ranking.exact_word)
    yield Weighted(Term("compound", folded), ranking.word)


def _pair(left: _Key, right: _Key, ranking: Ranking) -> Iterator[Weighted]:
    yield Weighted(Phrase("folded", (left.folded, right.folded)), ranking.pair)
    if left.accented and right.accented:
        yield Weighted(Phrase("exact", (left.exact, right.exact)), ranking.exact_pair)


def _near(run: Sequence[_Key], ranking: Ranking) -> Iterator[Weighted]:
    """Keys one or two places apart in the query that stand near each other, in any order.

    The unordered windows of the sequential dependence model (Metzler and Croft 2005).
    """
    for apart in (1, 2):
        for one, other in zip(run, run[apart:], strict=False):
            if one.folded != other.folded:
                phrase = Phrase("folded", (one.folded, other.folded), ranking.near_slop)
                typed = one.accented and other.accented
                yield Weighted(phrase, ranking.near if typed else ranking.bare_near)


def _merged(found: Sequence[Weighted]) -> tuple[Weighted, ...]:
    """Each node once: a syllable typed twice is asked for no more than once."""
    return tuple({weighted.node: weighted for weighted in found if weighted.weight}.values())
