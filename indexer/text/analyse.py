"""A document's text as keys, ready for an index."""

from __future__ import annotations

from indexer.text.analysed import Analysed
from indexer.text.stream import read_stream


def analyse(text: str) -> Analysed:
    """All keys of a normalised text, the segmenter's compounds among them."""
    stream = read_stream(text)
    exact, folded, positions = stream.exact, stream.folded, stream.positions
    length = len(exact)
    if stream.stacked:
        exact, folded, positions = stream.all_keys()
    return Analysed(exact, folded, positions, (), length)
