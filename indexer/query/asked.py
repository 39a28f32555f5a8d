"""What is asked for: the syntax tree with its text read as syllables, codes and names.

The tokenizer decides what a syllable, a code or a name is, for queries as for articles; nothing
is segmented here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from indexer.query.language import (
    Beginning,
    Either,
    InTitle,
    Quoted,
    Syntax,
    Together,
    Without,
    Words,
)
from indexer.query.tree import Scope
from indexer.text import Token, exact_key, expand_abbreviation, fold, tokenize

Form = Literal["word", "phrase", "near", "prefix"]


@dataclass(frozen=True, slots=True)
class FullForm:
    """What so many syllables are the full form of: `ubnd`."""

    folded: str
    size: int


@dataclass(frozen=True, slots=True)
class Item:
    """A syllable or number, or a name (code, date, entity, abbreviation) with its syllables.

    `label` is how it was typed. `syllables` are (exact, folded) keys at consecutive positions
    from `position` on; of a lone syllable, itself. `begins`: the abbreviations whose full form
    begins with it.
    """

    exact: str
    folded: str
    kind: str
    label: str
    position: int
    syllables: tuple[tuple[str, str], ...]
    begins: tuple[FullForm, ...] = ()

    @property
    def is_name(self) -> bool:
        """Whether it stands for more than a syllable or a number, as one."""
        return self.kind not in ("syllable", "number")

    @property
    def accented(self) -> bool:
        """Whether its diacritics are known: typed, or those of an abbreviation's full form."""
        return any(exact != folded for exact, folded in self.syllables)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for: a word of one item, a phrase or a nearness of several, a prefix.

    `accented`: it was typed with diacritics, itself or the words it stands among.
    """

    form: Form
    items: tuple[Item, ...]
    label: str
    accented: bool
    scope: Scope = "all"
    slop: int | None = None
    run: int = 0

    @property
    def droppable(self) -> bool:
        """Whether a relaxed match may lack it: syllables, numbers and abbreviations."""
        plain = self.items[0].kind in ("syllable", "number", "abbreviation")
        return self.form == "word" and plain and self.scope == "all"

    @property
    def droppable_in_headline(self) -> bool:
        """Whether a relaxed match of a pasted headline may lack it: also U23, Covid-19, 21/11.

        An article says these in many ways; only document codes and whole dates are kept.
        """
        item = self.items[0]
        kept = item.kind == "code" and "/" in item.folded
        kept = kept or (item.kind == "date" and _WHOLE_DATE.fullmatch(item.folded) is not None)
        return self.form == "word" and self.scope == "all" and not kept


_WHOLE_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Group:
    """All of the parts, any of them, or (with one part) not it."""

    kind: Literal["all", "any", "not"]
    parts: tuple[Tree, ...]


Tree = Asked | Group


def items(text: str) -> list[Item]:
    """The items of a text in the order of their positions; the longest name takes its syllables.

    An abbreviation typed in full stays its syllables: articles may hold them apart.
    """
    standing: dict[int, list[Token]] = {}
    for token in tokenize(text):
        standing.setdefault(token.position, []).append(token)
    found: list[Item] = []
    covered = -1
    for position in sorted(standing):
        if position > covered:
            item = _longest(text, position, standing)
            covered = position + len(item.syllables) - 1
            found.append(item)
    return found


def _longest(text: str, position: int, standing: Mapping[int, Sequence[Token]]) -> Item:
    """The name that begins here and covers most, else the plain token."""
    plain, *names = standing[position]
    widths = [(_covered(name, standing), name) for name in names]
    in_full = [(width, name) for width, name in widths if _is_in_full(name, width)]
    options = [option for option in widths if option not in in_full]
    width, token = max(options, key=lambda option: len(option[0]), default=((plain,), plain))
    return Item(
        token.exact,
        token.folded,
        token.kind,
        text[token.start : token.end],
        position,
        tuple((part.exact, part.folded) for part in width),
        tuple(FullForm(name.folded, len(parts)) for parts, name in in_full if _is_clear(name)),
    )


def _covered(name: Token, standing: Mapping[int, Sequence[Token]]) -> tuple[Token, ...]:
    """The plain tokens of a name, one a position."""
    found = []
    position = name.position
    while position in standing and standing[position][0].end <= name.end:
        found.append(standing[position][0])
        position += 1
    return tuple(found) or (name,)


def _is_in_full(name: Token, parts: Sequence[Token]) -> bool:
    return name.kind == "abbreviation" and any(part.end < name.end for part in parts)


def _is_clear(name: Token) -> bool:
    """Whether an abbreviation has one meaning: `công nghiệp` is CN, but CN may be Chủ nhật."""
    return len(expand_abbreviation(name.exact)) == 1


@lru_cache(maxsize=2048)
def read(root: Syntax | None) -> Tree | None:
    """The tree with its texts read; None where it asks for nothing."""
    return _Reading().tree(root, "all") if root is not None else None


class _Reading:
    """Numbers the runs of words, so that only what was typed side by side counts as adjacent."""

    def __init__(self) -> None:
        self._run = 0

    def tree(self, node: Syntax, scope: Scope) -> Tree | None:
        match node:
            case Words(text):
                return _all(self._words(text, scope))
            case Quoted(text, slop):
                return self._quoted(text, slop, scope)
            case Beginning(text):
                return _prefix(text, scope)
            case InTitle(part):
                return self.tree(part, "title")
            case Without(part):
                inner = self.tree(part, scope)
                return Group("not", (inner,)) if inner is not None else None
            case Together(parts):
                return _all(self._trees(parts, scope))
            case Either(parts):
                trees = self._trees(parts, scope)
                return Group("any", tuple(trees)) if len(trees) > 1 else next(iter(trees), None)

    def _trees(self, parts: Sequence[Syntax], scope: Scope) -> list[Tree]:
        return [tree for part in parts if (tree := self.tree(part, scope)) is not None]

    def _words(self, text: str, scope: Scope) -> list[Tree]:
        found = items(text)
        typed = [item.accented for item in found if not item.is_name]
        # Many syllables of running Vietnamese bear no diacritic; where every other one does, the
        # bare ones are meant bare.
        all_accented = bool(typed) and 2 * sum(typed) >= len(typed)
        self._run += 1
        return [
            Asked("word", (i,), i.label, all_accented or i.accented, scope, run=self._run)
            for i in found
        ]

    def _quoted(self, text: str, slop: int | None, scope: Scope) -> Tree | None:
        found = tuple(items(text))
        if not found:
            return None
        self._run += 1
        accented = any(item.accented for item in found if not item.is_name)
        form: Form = "phrase" if slop is None else "near"
        if len(found) == 1 and slop is not None:
            form = "phrase"
        return Asked(form, found, f"“{text.strip()}”", accented, scope, slop, self._run)


def _prefix(text: str, scope: Scope) -> Asked:
    exact = exact_key(text)
    item = Item(exact, fold(exact), "syllable", f"{text}*", 0, ((exact, fold(exact)),))
    return Asked("prefix", (item,), item.label, item.accented, scope)


def _all(parts: Sequence[Tree]) -> Tree | None:
    if len(parts) > 1:
        return Group("all", tuple(parts))
    return parts[0] if parts else None


def all_asked(tree: Tree | None) -> Iterator[Asked]:
    """Every thing asked for, in the order typed, exclusions too."""
    if isinstance(tree, Asked):
        yield tree
    elif tree is not None:
        for part in tree.parts:
            yield from all_asked(part)


def wanted(tree: Tree | None) -> Iterator[Asked]:
    """The same without what is excluded."""
    if isinstance(tree, Asked):
        yield tree
    elif tree is not None and tree.kind != "not":
        for part in tree.parts:
            yield from wanted(part)
