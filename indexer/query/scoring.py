"""In which order articles come: what is scored, and how much each counts (see `Ranking`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from indexer.query.asked import Asked, Item
from indexer.query.lexicon import Lexicon
from indexer.query.matching import node
from indexer.query.ranking import Ranking
from indexer.query.tree import Phrase, Prefix, Term, View, Weighted

#: A word of Vietnamese has up to four syllables; longer ones are joined from such.
_LONGEST_WORD = 4


def scored(asked: Sequence[Asked], lexicon: Lexicon, ranking: Ranking) -> tuple[Weighted, ...]:
    """What is scored for every match: syllables, names, and words the collection knows."""
    found = [weighted for part in asked for weighted in _parts(part, ranking)]
    for run in _runs(asked):
        found += _words(run, lexicon, ranking)
    return _merged(found)


def rescored(asked: Sequence[Asked], ranking: Ranking) -> tuple[Weighted, ...]:
    """What is scored for the best matches only: neighbours in the query, and quoted phrases."""
    found: list[Weighted] = []
    for run in _runs(asked):
        for left, right in pairwise(run):
            found += _pair(left, right, ranking)
    return _merged(found)


def _parts(asked: Asked, ranking: Ranking) -> Iterator[Weighted]:
    if asked.form == "prefix":
        found = node(asked)
        if isinstance(found, Prefix):
            yield Weighted(found, ranking.syllable)
        return
    for item in asked.items:
        weight = ranking.name if item.is_name else ranking.syllable
        yield Weighted(Term("folded", item.folded), weight)
        if asked.accented and not item.is_name:
            yield Weighted(Term("exact", item.exact), ranking.exact_syllable)


def _runs(asked: Sequence[Asked]) -> Iterator[list[tuple[Item, bool]]]:
    """The items typed side by side, each with whether its diacritics count."""
    worded = (part for part in asked if part.form != "prefix")
    for _, run in groupby(worded, key=lambda part: part.run):
        yield [(item, part.accented) for part in run for item in part.items]


def _words(
    run: Sequence[tuple[Item, bool]], lexicon: Lexicon, ranking: Ranking
) -> Iterator[Weighted]:
    """Every two to four neighbouring syllables that are a word somewhere in the collection."""
    for stretch in _stretches(run):
        for size in range(2, _LONGEST_WORD + 1):
            for first in range(len(stretch) - size + 1):
                yield from _word(stretch[first : first + size], lexicon, ranking)


def _word(
    part: Sequence[tuple[str, str, bool]], lexicon: Lexicon, ranking: Ranking
) -> Iterator[Weighted]:
    """The word these syllables make; where diacritics were typed, only if it bears these."""
    folded = "_".join(key for _, key, _ in part)
    if not lexicon.frequency("compound", folded):
        return
    if any(accented for _, _, accented in part):
        exact = "=" + "_".join(key for key, _, _ in part)
        # `dân tỉnh` is no word, so `dân tình` is not what was meant.
        if not lexicon.frequency("compound", exact):
            return
        yield Weighted(Term("compound", exact), ranking.exact_word)
    yield Weighted(Term("compound", folded), ranking.word)


def _stretches(run: Sequence[tuple[Item, bool]]) -> Iterator[list[tuple[str, str, bool]]]:
    """The (exact, folded, accented) syllables at consecutive positions; a name ends a stretch."""
    stretch: list[tuple[str, str, bool]] = []
    expected = None
    for item, accented in run:
        if item.position != expected or item.is_name:
            yield stretch
            stretch = []
        if not item.is_name:
            stretch.append((item.exact, item.folded, accented))
        expected = item.position + len(item.syllables)
    yield stretch


def _pair(
    left: tuple[Item, bool], right: tuple[Item, bool], ranking: Ranking
) -> Iterator[Weighted]:
    (one, one_accented), (other, other_accented) = left, right
    if one.position + len(one.syllables) != other.position:
        return
    exact, folded = one.syllables[-1]
    yield Weighted(_neighbours("folded", folded, other.folded), ranking.pair)
    if one_accented and other_accented:
        yield Weighted(_neighbours("exact", exact, other.exact), ranking.exact_pair)


def _neighbours(view: View, left: str, right: str) -> Phrase:
    return Phrase(view, (left, right))


def _merged(found: Sequence[Weighted]) -> tuple[Weighted, ...]:
    """Each node once: a syllable typed twice is asked for no more than once."""
    return tuple({weighted.node: weighted for weighted in found if weighted.weight}.values())
