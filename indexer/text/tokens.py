"""The tokenizer: one for documents and queries, with character offsets."""

from __future__ import annotations

from typing import NamedTuple

from indexer.text.found import Kind
from indexer.text.numbers import SQUARES
from indexer.text.stream import read_stream


class Token(NamedTuple):
    """One key of a text.

    `text[start:end]` are the characters it stands for. Tokens come by falling breadth at rising
    positions: at each position first the plain token, then what is stacked upon it (a code,
    date or abbreviation), the widest and most telling first. A number or entity is one token
    in one position. The tokens of an expanded abbreviation all bear its characters.
    """

    start: int
    end: int
    position: int
    exact: str
    folded: str
    kind: Kind


def tokenize(text: str) -> list[Token]:
    """The tokens of a normalised text. Never raises; linear in its length."""
    stream = read_stream(text)
    tokens: list[Token] = []
    rows = zip(
        stream.positions, stream.starts, stream.ends, stream.exact, stream.folded, strict=True
    )
    for at, (position, start, end, exact, folded) in enumerate(rows):
        kind = stream.kinds.get(at) or _plain_kind(folded)
        tokens.append(Token(start, end, position, exact, folded, kind))
        if at in stream.stacked:
            tokens += [
                Token(piece.start, piece.end, position, piece.exact, piece.folded, piece.kind)
                for piece in stream.stacked[at]
            ]
    return tokens


def _plain_kind(folded: str) -> Kind:
    """Letters are a syllable, digits a number, both together (H5N1, QL1A) a code."""
    if folded.isalpha() or folded in SQUARES:
        return "syllable"
    if folded.isdecimal():
        return "number"
    return "code" if folded[:1].isalpha() and folded.isalnum() else "syllable"
