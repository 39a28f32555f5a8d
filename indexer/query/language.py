"""The query language: the syntax tree of what a person typed.

Everything a person may type has a tree; there are no syntax errors. Parts that stand side by
side are all asked for (`Together`).
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.query.notice import Notice


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text: every syllable of it is asked for, in any order."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """`"thi đua"`: these syllables in this order; with `slop`, near each other in any order."""

    text: str
    slop: int | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """`tuy*`: any syllable that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class InTitle:
    """`title:…`: the part, in the title."""

    part: Syntax


@dataclass(frozen=True, slots=True)
class Without:
    """`-…` or `NOT …`: not this part."""

    part: Syntax


@dataclass(frozen=True, slots=True)
class Together:
    """All of the parts, two or more."""

    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts, two or more."""

    parts: tuple[Syntax, ...]


Syntax = Words | Quoted | Beginning | InTitle | Without | Together | Either


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as it was read; `root` is None where nothing was asked for.

    `text` is the part of it that was read, normalised.
    """

    text: str
    root: Syntax | None
    notices: tuple[Notice, ...] = ()
