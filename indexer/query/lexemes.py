"""A query cut into what the language knows: operators, quotes, parentheses, fields and text.

Names are read first: the tokenizer's codes, dates and entities (`Covid -19`, `U -23`,
`SARS -CoV-2`) keep a minus that stands inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.text import Token

Kind = Literal[
    "word",
    "prefix",
    "quoted",
    "headline",
    "lone",
    "open",
    "close",
    "field",
    "minus",
    "and",
    "or",
    "not",
]

#: Straight, typographic and French quotation marks; any of them closes what another opened.
_QUOTES = '"“”„‟«»＂'
_TYPOGRAPHIC = "“„«"
_HEADLINE = 8
_PIECES = re.compile(
    rf"""(?P<space>\s+)
    | [{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}](?:~(?P<slop>\d+))?
    | (?P<lone>[{_QUOTES}])
    | (?P<open>\() | (?P<close>\))
    | (?P<field>\b(?:title|tieude|tiêuđề|tieu\sde|tiêu\sđề):(?=[^\s:]))
    | (?P<minus>(?<![^\s(])-(?=[^\W\d_]|[({_QUOTES}]))
    | (?P<operator>\b(?:AND|OR|NOT|HOẶC|VÀ)(?![^\s({_QUOTES}]))
    | (?P<word>[^\s(){_QUOTES}]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PREFIX = re.compile(r"([^\W\d_]+)\*[^\w*]*\Z")
#: KHÔNG is no operator: emphasised in a sentence ("KHÔNG tăng giá") it would hide the answer.
_OPERATORS: dict[str, Kind] = {"AND": "and", "VÀ": "and", "OR": "or", "HOẶC": "or", "NOT": "not"}
_VIETNAMESE = {"VÀ", "HOẶC"}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query; `text` is what a word, prefix or quotation holds."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    slop: int | None = None


def lexemes(text: str, tokens: Sequence[Token]) -> Iterator[Lexeme]:
    """The pieces of `text`, in order; `tokens` are the tokenizer's, of the same text."""
    names = _Names(text, tokens)
    shouted = not any(letter.islower() for letter in text)
    closing = set()
    position = 0
    while position < len(text):
        piece = _PIECES.match(text, position)
        if piece is None:  # unreachable as long as the alternatives take every character
            return
        end = piece.end()
        kind = piece.lastgroup if piece["quoted"] is None else "quoted"
        if position in closing or (kind == "minus" and names.hold(position)):
            kind, end = "space", position + 1
        elif kind == "quoted" and _is_headline(piece, tokens):
            closing.add(piece.end("quoted"))
            yield Lexeme("headline", position, position + 1)
            kind, end = "space", position + 1
        elif kind == "operator" and not _is_operator(piece[0], shouted):
            kind = "word"
        if kind == "word":
            end = names.end_of_word(position, end)
            yield from _word(text, position, end)
        elif kind is not None and kind != "space":
            yield _lexeme(kind, piece)
        position = end


def _is_headline(piece: re.Match[str], tokens: Sequence[Token]) -> bool:
    """Whether quotation marks are a pasted headline's own: `Nghi án " bà hoả "`, `Bắt “cẩu tặc” …`.

    Nobody types a phrase with spaces inside the marks, nor one in typographic marks in a
    sentence of eight words or more: 102 of 1,000 news titles bear such, and as phrases they miss
    the article.
    """
    quoted = piece["quoted"]
    if quoted.isspace() or piece["slop"]:
        return False
    if quoted[:1].isspace() and quoted[-1:].isspace():
        return True
    start, end = piece.span()
    outside = {token.position for token in tokens if token.end <= start or token.start >= end}
    sentence = bool(outside) and len({token.position for token in tokens}) >= _HEADLINE
    return piece[0][0] in _TYPOGRAPHIC and sentence


class _Names:
    """Where the names are; not those of letters alone, where a minus means without."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._spans = [
            (token.start, token.end)
            for token in tokens
            if token.kind in ("code", "date", "entity") and not _MARKS.search(text, *token[:2])
        ]

    def hold(self, position: int) -> bool:
        """Whether a name begins before this position and goes on after it."""
        return any(start < position < end for start, end in self._spans)

    def end_of_word(self, start: int, end: int) -> int:
        """Where the word ends: with the name that begins in it."""
        return max([end, *(e for s, e in self._spans if start <= s < end)])


_MARKS = re.compile(rf"[(){_QUOTES}]")


def _is_operator(typed: str, shouted: bool) -> bool:
    """Upper case only; in a headline all in capitals, VÀ and HOẶC are words."""
    return typed in _OPERATORS and not (shouted and typed in _VIETNAMESE)


def _word(text: str, start: int, end: int) -> Iterator[Lexeme]:
    prefix = _PREFIX.search(text, start, end)
    if prefix is None:
        yield Lexeme("word", start, end, text[start:end])
        return
    if prefix.start() > start:
        yield Lexeme("word", start, prefix.start(), text[start : prefix.start()])
    yield Lexeme("prefix", prefix.start(), end, prefix[1])


_PLAIN: dict[str, Kind] = {
    "lone": "lone",
    "open": "open",
    "close": "close",
    "minus": "minus",
    "field": "field",
}


def _lexeme(kind: str, piece: re.Match[str]) -> Lexeme:
    start, end = piece.span()
    if kind == "quoted":
        slop = piece["slop"]
        return Lexeme("quoted", start, end, piece["quoted"], int(slop[:4]) if slop else None)
    if kind == "operator":
        return Lexeme(_OPERATORS[piece[0]], start, end, piece[0])
    return Lexeme(_PLAIN[kind], start, end, piece[0])
