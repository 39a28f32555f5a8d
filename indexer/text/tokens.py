"""The tokenizer: one for documents and queries, with character offsets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from indexer.text.found import Kind
from indexer.text.numbers import SQUARES
from indexer.text.stream import Stream, read_stream


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
    kinds = [_KINDS[folded] for folded in stream.folded]
    for at, kind in stream.kinds.items():
        kinds[at] = kind
    rows = zip(
        stream.starts, stream.ends, stream.positions, stream.exact, stream.folded, kinds,
        strict=True,
    )  # fmt: skip
    plain = list(map(_token, rows))
    return _with_stacked(plain, stream) if stream.stacked else plain


def kind_of(stream: Stream, at: int) -> Kind:
    """The kind of the key at an index."""
    return stream.kinds.get(at) or _KINDS[stream.folded[at]]


#: A token of a row, without a call of Python's: snippets make hundreds.
_token = partial(tuple.__new__, Token)


def _with_stacked(plain: Sequence[Token], stream: Stream) -> list[Token]:
    tokens: list[Token] = []
    done = 0
    for at in sorted(stream.stacked):
        tokens += plain[done : at + 1]
        tokens += [
            Token(piece.start, piece.end, plain[at].position, piece.exact, piece.folded, piece.kind)
            for piece in stream.stacked[at]
        ]
        done = at + 1
    tokens += plain[done:]
    return tokens


class _Kinds(dict[str, Kind]):
    """The kind of each plain key; forgets everything when full, so that it stays small."""

    def __missing__(self, folded: str) -> Kind:
        if len(self) >= 100_000:
            self.clear()
        kind = _plain_kind(folded)
        if len(folded) <= 64:
            self[folded] = kind
        return kind


_KINDS: Final = _Kinds()


def _plain_kind(folded: str) -> Kind:
    """Letters are a syllable, digits a number, both together (H5N1, QL1A) a code."""
    if folded.isalpha() or folded in SQUARES:
        return "syllable"
    if folded.isdecimal():
        return "number"
    return "code" if folded[:1].isalpha() and folded.isalnum() else "syllable"
