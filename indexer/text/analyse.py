"""A document's text as keys, ready for an index."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from indexer.text.analysed import Analysed
from indexer.text.segment import segment
from indexer.text.stream import read_stream
from indexer.text.words import ABBREVIATION, READ


def analyse(text: str) -> Analysed:
    """All keys of a normalised text, the segmenter's compounds among them.

    An abbreviation counts as the compounds of what it stands for. Linear in the text's length.
    Raises ModelUnavailable where the segmenter's model cannot be read.
    """
    stream = read_stream(text)
    exact, folded, positions = stream.exact, stream.folded, stream.positions
    length = len(exact)
    if stream.stacked:
        exact, folded, positions = stream.all_keys()
    found = _compounds(text)
    for phrase in stream.phrases:
        found += _phrase_compounds(phrase)
    return Analysed(exact, folded, positions, found, length)


class _Keys(dict[str, tuple[str, ...]]):
    """A word as segmented, `thi_đua` → (`thi_dua`, `=thi_đua`); forgets all when full."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= 100_000:
            self.clear()
        keys = _keys(word)
        if len(word) <= 64:
            self[word] = keys
        return keys


def _keys(word: str) -> tuple[str, ...]:
    """The word's two keys; none where a part is not one syllable of ours."""
    parts = word.split("_")
    if not all(part.isalpha() for part in parts):
        return ()
    reads = [READ[part] for part in parts]
    if any(read.flags & ABBREVIATION for read in reads):
        return ()
    folded = "_".join(read.folded for read in reads)
    return folded, "=" + "_".join(read.exact for read in reads)


_KEYS: Final = _Keys()


def _compounds(text: str) -> list[str]:
    found: list[str] = []
    for word in segment(text).split():
        if "_" in word:
            found += _KEYS[word]
    return found


@lru_cache(maxsize=2048)
def _phrase_compounds(phrase: str) -> tuple[str, ...]:
    return tuple(_compounds(phrase))
