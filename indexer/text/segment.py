"""Words (từ) of one or more syllables, as pyvi's model tells them, without pyvi's slowness.

The model is a linear-chain CRF of two labels, B_W (a word begins) and I_W (it goes on). With two
labels only the difference of their scores matters, so a syllable's weights become three numbers:
for its own label, the next one's and the previous one's. The output is pyvi's to the byte
(`ViTokenizer.tokenize`, pyvi 0.1.1); tests compare the two.
"""

from __future__ import annotations

import string
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from indexer.text.crf import Crf, pyvi_folder, pyvi_model
from indexer.text.nfc import nfc
from indexer.text.pieces import pieces

_BEGINS, _GOES_ON = "B_W", "I_W"
_REMEMBERED: Final = 100_000


#: What a known pair adds to its first and to its second piece; what makes a known triple of it.
_Follower = tuple[float, float, frozenset[str]]


class _Piece(NamedTuple):
    """A piece of text; numbers are score differences, I_W minus B_W."""

    text: str
    lower: str
    #: To its own label, to the next piece's and to the previous piece's.
    own: float
    after: float
    before: float
    #: By the lower-case piece that may follow.
    follow: dict[str, _Follower]
    #: Neither a mark nor a number: may be part of a word.
    joins: bool
    title: bool


class _Weights:
    """The model as differences: what each piece and each known pair or triple adds."""

    def __init__(self, crf: Crf, words: str) -> None:
        self._begins, self._goes_on = crf.labels.index(_BEGINS), crf.labels.index(_GOES_ON)
        self._states = crf.states
        self.follow = self._grams(words)
        self.triple_before = self.weight("-2:word.tri_gram()")
        self.triple_after = self.weight("+2:word.tri_gram()")
        moves = crf.transitions
        begin, go_on = self._begins, self._goes_on
        from_begin = moves[begin, go_on], moves[begin, begin]
        from_go_on = moves[go_on, go_on], moves[go_on, begin]
        #: Above these differences the best way to I_W, to B_W comes from I_W.
        self.to_go_on = from_begin[0] - from_go_on[0]
        self.to_begin = from_begin[1] - from_go_on[1]
        self.both_from_go_on = from_go_on[0] - from_go_on[1]
        self.both_from_begin = from_begin[0] - from_begin[1]
        self.apart = from_begin[0] - from_go_on[1]
        self.apart_other = from_go_on[0] - from_begin[1]

    def _grams(self, words: str) -> dict[str, dict[str, _Follower]]:
        """pyvi's word list as first → second → what they add."""
        pairs: set[tuple[str, str]] = set()
        triples: dict[tuple[str, str], set[str]] = {}
        for word in words.split("\n"):
            parts = word.split(" ")
            if len(parts) == 2:
                pairs.add((parts[0], parts[1]))
            elif len(parts) == 3:
                triples.setdefault((parts[0], parts[1]), set()).add(parts[2])
        known = self.weight("+1:word.bi_gram()"), self.weight("-1:word.bi_gram()")
        follow: dict[str, dict[str, _Follower]] = {}
        for first, second in pairs | triples.keys():
            thirds = frozenset(triples.get((first, second), ()))
            here, there = known if (first, second) in pairs else (0.0, 0.0)
            follow.setdefault(first, {})[second] = (here, there, thirds)
        return follow

    def weight(self, attribute: str) -> float:
        """An attribute's weight for I_W minus that for B_W. CRFsuite reads up to a NUL."""
        found = self._states.get(attribute.partition("\0")[0])
        if found is None:
            return 0.0
        return found.get(self._goes_on, 0.0) - found.get(self._begins, 0.0)

    def piece(self, text: str) -> _Piece:
        """What pyvi's features of this piece add up to."""
        lower = text.lower()
        cases = [name for name in ("isupper", "istitle") if getattr(text, name)()]
        own = [f"word.{name}()" for name in cases] + ["bias", f"word.lower():{lower}"]
        if text.isdigit():
            own.append("word.isdigit()")
        after, before = (
            sum(map(self.weight, [f"{side}:word.{name}()" for name in cases]))
            + self.weight(f"{side}:word.lower():{lower}")
            for side in ("-1", "+1")
        )
        joins = text not in string.punctuation and not text[0].isdigit()
        follow = self.follow.get(lower, {})
        own_weight = sum(map(self.weight, own))
        return _Piece(text, lower, own_weight, after, before, follow, joins, text[0].istitle())


class _Runs(dict[str, tuple[_Piece, ...]]):
    """Each run between spaces, cut and weighed once; forgets everything when full."""

    def __init__(self, weights: _Weights) -> None:
        super().__init__()
        self._weights = weights
        self._pieces: dict[str, _Piece] = {}

    def __missing__(self, run: str) -> tuple[_Piece, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = tuple(map(self.piece, pieces(run)))
        if len(run) <= 64:
            self[run] = found
        return found

    def piece(self, text: str) -> _Piece:
        found = self._pieces.get(text)
        if found is None:
            if len(self._pieces) >= _REMEMBERED:
                self._pieces.clear()
            found = self._weights.piece(text)
            if len(text) <= 64:
                self._pieces[text] = found
        return found


@cache
def _model() -> tuple[_Weights, _Runs]:
    words = (pyvi_folder() / "models" / "words.txt").read_bytes().decode("utf-8")
    weights = _Weights(pyvi_model(), words)
    return weights, _Runs(weights)


def _all_pieces(text: str, runs: _Runs) -> list[_Piece]:
    """The pieces of the text; a newline is one, as pyvi has it."""
    newline = runs.piece("\n")
    found: list[_Piece] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append(newline)
        found += chain.from_iterable(map(runs.__getitem__, line.split()))
    return found


def _differences(found: list[_Piece], weights: _Weights) -> list[float]:
    """For each piece the score of I_W minus that of B_W, transitions left out."""
    _, lower, own, after, before, follow, _, _ = zip(*found, strict=True)
    sums = [
        mine + left + right
        for mine, left, right in zip(own, (0.0, *after[:-1]), (*before[1:], 0.0), strict=True)
    ]
    last = len(lower) - 1
    for at, (follows, second) in enumerate(zip(follow, lower[1:], strict=False)):
        if second in follows:
            here, there, thirds = follows[second]
            sums[at] += here
            sums[at + 1] += there
            if thirds and at + 1 < last and lower[at + 2] in thirds:
                sums[at] += weights.triple_after
                sums[at + 2] += weights.triple_before
    return sums


def _goes_on(sums: list[float], weights: _Weights) -> list[bool]:
    """Viterbi over two labels: whether each piece continues the word before it."""
    to_go_on, to_begin = weights.to_go_on, weights.to_begin
    high, low, apart = weights.both_from_go_on, weights.both_from_begin, weights.apart
    apart_other = weights.apart_other
    difference = sums[0]
    best = [difference]
    for own in sums[1:]:
        if difference > to_go_on:
            difference = own + (high if difference > to_begin else apart_other + difference)
        elif difference > to_begin:
            difference = own + apart - difference
        else:
            difference = own + low
        best.append(difference)
    label = best[-1] > 0
    labels = [label]
    for difference in best[-2::-1]:
        label = difference > (to_go_on if label else to_begin)
        labels.append(label)
    labels.reverse()
    return labels


def _glued(found: list[_Piece], labels: list[bool]) -> list[bool]:
    """pyvi's last word: no number or mark within a word, and no small word before a title."""
    glued = [False]
    for at in range(1, len(found)):
        glue = False
        if labels[at]:
            left, right = found[at - 1], found[at]
            glue = left.joins and right.joins and (left.title or not right.title)
        glued.append(glue)
    return glued


def _groups(text: str) -> tuple[list[_Piece], list[bool]]:
    """The pieces, and whether each is glued to the one before it."""
    weights, runs = _model()
    found = _all_pieces(text, runs)
    if not found:
        return [], []
    return found, _glued(found, _goes_on(_differences(found, weights), weights))


def segment(text: str) -> str:
    """The text with words joined by `_`, byte for byte what `pyvi.ViTokenizer.tokenize` gives.

    Linear in the text's length. Raises ModelUnavailable where pyvi's model cannot be read.
    """
    found, glued = _groups(nfc(text))
    if not found:
        return text
    parts = [("_" if glue else " ") + piece[0] for piece, glue in zip(found, glued, strict=True)]
    return "".join(parts)[1:]


def words(text: str) -> list[tuple[int, int]]:
    """Where each word begins and ends in an NFC text, words of one piece and marks included."""
    found, glued = _groups(text)
    spans: list[tuple[int, int]] = []
    start = end = 0
    for piece, glue in zip(found, glued, strict=True):
        first = text.index(piece[0], end)
        end = first + len(piece[0])
        if glue:
            spans[-1] = (start, end)
        else:
            start = first
            spans.append((start, end))
    return spans
