"""What a person typed → the syntax tree. Any text has one; nothing is a syntax error.

    query  = group
    group  = all of (OR all of)*
    all of = item ((AND)? item)*
    item   = (NOT | -)* (title:)? (word+ | prefix* | "quoted" | "quoted"~n | ( group ))

`NOT`, `-` and `title:` reach to the next word, quotation or group. Quotes and parentheses without
a partner and operators without operands are left out, with a Notice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from indexer.limits import Limits
from indexer.query.language import (
    Beginning,
    Either,
    InTitle,
    Parsed,
    Quoted,
    Syntax,
    Together,
    Without,
    Words,
)
from indexer.query.lexemes import Kind, Lexeme, lexemes
from indexer.query.notice import Notice
from indexer.text import normalise, tokenize

_MARKS_LEFT_OUT = {
    "lone": Notice(
        "Dấu ngoặc kép lẻ được bỏ qua.", "A quotation mark without a partner was left out."
    ),
    "headline": Notice(
        'Dấu ngoặc kép trong câu dài được đọc như dấu câu; để tìm đúng cụm, gõ "cụm từ" liền dấu.',
        'Quotation marks in a long text were read as punctuation; for a phrase type "like this".',
    ),
}
_LONE_PARENTHESIS = Notice(
    "Dấu ngoặc đơn lẻ hoặc lồng quá sâu được bỏ qua.",
    "Parentheses without a partner, or nested too deeply, were left out.",
)
_NOTHING = Notice(
    "Câu hỏi không có chữ hay số nào để tìm.", "The query holds no letter or figure to look for."
)
_ANSWERABLE = re.compile(r"\w")


def parse(typed: str, limits: Limits | None = None) -> Parsed:
    """The tree of a query. Never raises, whatever was typed; linear in what `limits` let in."""
    bounds = limits or Limits()
    text, notices = _readable(typed, bounds.characters)
    parsed = _parsed(text, bounds)
    return replace(parsed, notices=(*notices, *parsed.notices)) if notices else parsed


@lru_cache(maxsize=2048)
def _parsed(text: str, bounds: Limits) -> Parsed:
    """The tree of a readable query; a page asks for it a dozen times."""
    notices: list[Notice] = []
    pieces = list(lexemes(text, tokenize(text)))
    for kind, notice in _MARKS_LEFT_OUT.items():
        if any(piece.kind == kind for piece in pieces):
            notices.append(notice)
    pieces = [piece for piece in pieces if piece.kind not in _MARKS_LEFT_OUT]
    balanced = _balanced(pieces, bounds.depth)
    if len(balanced) < len(pieces):
        notices.append(_LONE_PARENTHESIS)
    reader = _Reader(text, balanced, bounds)
    root = reader.query()
    if root is None and text:
        notices.append(_NOTHING)
    return Parsed(text, root, (*notices, *reader.notices))


def _readable(typed: str, characters: int) -> tuple[str, list[Notice]]:
    """The normalised beginning of the query, cut between two words."""
    # Four code points make one letter at most (a base, a horn, a tone and a stray mark), so
    # a megabyte is never normalised for the sake of its beginning.
    text = " ".join(normalise(typed[: 4 * characters + 4]).split())
    if len(text) <= characters and len(typed) <= 4 * characters:
        return text, []
    kept = text[: characters + 1]
    kept = kept.rpartition(" ")[0] or kept[:characters]
    left = text[len(kept) :][:40].strip()
    notice = Notice(
        f"Câu hỏi quá dài: chỉ đọc {characters} ký tự đầu, bỏ từ “{left}…” trở đi.",
        f"The query is long: only its first {characters} characters were read, up to “{left}…”.",
    )
    return kept, [notice]


def _balanced(pieces: Sequence[Lexeme], depth: int) -> list[Lexeme]:
    """The pieces without parentheses that lack a partner or go too deep."""
    dropped: set[int] = set()
    opened: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "open":
            opened.append(index)
        elif piece.kind == "close":
            if not opened:
                dropped.add(index)
            elif len(opened) > depth:
                dropped |= {opened[-1], index}
            opened[-1:] = []
    dropped.update(opened)
    return [piece for index, piece in enumerate(pieces) if index not in dropped]


class _Reader:
    """Reads the pieces from left to right; recursion is as deep as balanced parentheses are."""

    def __init__(self, text: str, pieces: Sequence[Lexeme], limits: Limits) -> None:
        self._text = text
        self._pieces = pieces
        self._limits = limits
        self._next = 0
        self.notices: list[Notice] = []

    def query(self) -> Syntax | None:
        """The whole query; where only operators were typed, they are the words."""
        root = self._group()
        if root is None and any(piece.kind in ("and", "or", "not") for piece in self._pieces):
            self.notices.clear()
            return Words(self._text)
        return root

    def _group(self) -> Syntax | None:
        choices = [self._all_of()]
        while self._kind() == "or":
            operator = self._take()
            choice = self._all_of()
            if choice is None or choices[-1] is None:
                self._without_operand(operator)
            choices.append(choice)
        known = tuple(choice for choice in choices if choice is not None)
        return Either(known) if len(known) > 1 else next(iter(known), None)

    def _all_of(self) -> Syntax | None:
        parts: list[Syntax] = []
        while self._kind() not in (None, "or", "close"):
            if self._kind() == "and":
                operator = self._take()
                if not parts or self._kind() in (None, "and", "or", "close"):
                    self._without_operand(operator)
                continue
            part = self._item()
            if part is not None:
                parts.append(part)
        return Together(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)

    def _item(self) -> Syntax | None:
        without = False
        while self._kind() in ("minus", "not"):
            operator = self._take()
            without = not without
            if self._kind() in (None, "and", "or", "close"):
                self._without_operand(operator)
                return None
        in_title = self._kind() == "field"
        while self._kind() == "field":
            self._take()
        part = self._atom(single=without or in_title)
        if part is not None and in_title:
            part = InTitle(part)
        return Without(part) if part is not None and without else part

    def _atom(self, *, single: bool) -> Syntax | None:
        match self._kind():
            case "open":
                self._take()
                group = self._group()
                self._take()
                return group
            case "quoted":
                return self._quoted(self._take())
            case "prefix":
                return self._beginning(self._take())
            case "word":
                return self._words(single)
            case _:
                return None

    def _words(self, single: bool) -> Words | None:
        first = last = self._take()
        while self._kind() == "word" and not single:
            last = self._take()
        text = self._text[first.start : last.end]
        return Words(text) if _ANSWERABLE.search(text) else None

    def _quoted(self, piece: Lexeme) -> Quoted | None:
        if not _ANSWERABLE.search(piece.text):
            return None
        slop = None if piece.slop is None else min(piece.slop, self._limits.nearness)
        return Quoted(piece.text, slop)

    def _beginning(self, piece: Lexeme) -> Syntax:
        if len(piece.text) >= self._limits.prefix:
            return Beginning(piece.text)
        word, least = piece.text, self._limits.prefix
        self.notices.append(
            Notice(
                f"“{word}*” được đọc như “{word}”: trước dấu * cần ít nhất {least} chữ cái.",
                f"“{word}*” was read as “{word}”: * needs {least} letters before it.",
            )
        )
        return Words(piece.text)

    def _kind(self) -> Kind | None:
        return self._pieces[self._next].kind if self._next < len(self._pieces) else None

    def _take(self) -> Lexeme:
        self._next += 1
        return self._pieces[self._next - 1]

    def _without_operand(self, operator: Lexeme) -> None:
        self.notices.append(
            Notice(
                f"“{operator.text}” được bỏ qua vì đứng một mình.",
                f"“{operator.text}” was left out: nothing stands beside it.",
            )
        )
