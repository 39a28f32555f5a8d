"""What was changed in an article, from each of its earlier states to the next."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from indexer import Stored

Kind = Literal["same", "del", "ins"]

#: Changes shown of one article; words and gaps compared in one paragraph, as comparing takes
#: quadratic time.
_SHOWN = 20
_WORDS = 4000
_WORD = re.compile(r"\S+|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A change, when the new state was first seen, and its changed paragraphs."""

    seen: datetime
    paragraphs: tuple[tuple[Piece, ...], ...]


def differences(stored: Stored) -> list[Difference]:
    """The last changes, the newest first."""
    states = [(v.seen, _paragraphs(v.title, v.summary, v.body)) for v in stored.versions]
    now = stored.article
    changed = stored.changed or stored.first_seen
    states.append((changed, _paragraphs(now.title, now.summary, now.body)))
    pairs = list(itertools.pairwise(states))[-_SHOWN:]
    return [
        Difference(seen, tuple(_changed(old, new))) for (_, old), (seen, new) in reversed(pairs)
    ]


def _paragraphs(title: str | None, summary: str, body: str) -> list[str]:
    return [text for text in (title or "", summary, *body.split("\n")) if text]


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """The paragraphs that differ, word by word where one stands for one."""
    for what, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        paired = min(j - i, n - k)
        for before, after in zip(old[i : i + paired], new[k : k + paired], strict=True):
            yield tuple(_pieces(before, after))
        yield from ((Piece("del", text),) for text in old[i + paired : j])
        yield from ((Piece("ins", text),) for text in new[k + paired : n])


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _WORDS:
        yield from (Piece("del", before), Piece("ins", after))
        return
    for what, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(old[i:j]))
            continue
        if j > i:
            yield Piece("del", "".join(old[i:j]))
        if n > k:
            yield Piece("ins", "".join(new[k:n]))
