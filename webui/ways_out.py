"""When nothing is found: which word is to blame, and searches that do find something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer import Engine, SearchRequest, counts
from webui.filters import Active, cleared
from webui.language import gettext as _

#: Enough for any real query, and a bound for what one empty page may cost.
MOST_WORDS = 12
_WORD = re.compile(r'-?(?:\w+:)?"[^"]*"(?:~\d+)?|[^\s()"]+')
_OPERATORS = frozenset({"AND", "OR", "NOT"})


@dataclass(frozen=True, slots=True)
class Way:
    """A search that finds `total` articles, and what it changes."""

    label: str
    asked: SearchRequest
    total: int


@dataclass(frozen=True, slots=True)
class WaysOut:
    """The words that no article holds, and the ways that lead somewhere."""

    unmatched: tuple[str, ...]
    ways: tuple[Way, ...]


def ways_out(
    engine: Engine, asked: SearchRequest, active: Sequence[Active], *, relaxed: bool
) -> WaysOut:
    """What a person can do about an empty result; every way was tried and finds something.

    Where articles that lack a word are listed (`relaxed`), each says which: words that all stand
    somewhere are then not dropped one by one, a dozen searches that lead to the same articles.
    """
    words = [w for w in _WORD.findall(asked.text) if w not in _OPERATORS][:MOST_WORDS]
    positive = [word for word in words if not word.startswith("-")]
    freed = _tried(engine, _freed(asked, active))
    # What is found without filters has every word, unless one of several was enough.
    all_stand = bool(freed) and not _OPERATORS.intersection(asked.text.split())
    unmatched = () if all_stand else _unmatched(engine, asked, positive)
    droppable = _worth_dropping(positive, unmatched, each=not relaxed)
    ways = freed + _tried(engine, _shortened(asked, positive, droppable))
    if not ways and active:
        without_filters = _shortened(cleared(asked), positive, droppable)
        ways = _tried(
            engine, ((_("%(way)s và mọi bộ lọc", way=way), short) for way, short in without_filters)
        )
    return WaysOut(unmatched, ways)


def _unmatched(engine: Engine, asked: SearchRequest, words: Sequence[str]) -> tuple[str, ...]:
    """The words that no article has, whatever the filters."""
    found = counts(engine, [replace(cleared(asked), text=word) for word in words])
    return tuple(word for word, total in zip(words, found, strict=True) if not total)


def _tried(engine: Engine, proposals: Iterable[tuple[str, SearchRequest]]) -> tuple[Way, ...]:
    """The proposals that find something."""
    proposed = list(proposals)
    totals = counts(engine, [asked for _, asked in proposed])
    tried = (Way(*each, total) for each, total in zip(proposed, totals, strict=True))
    return tuple(way for way in tried if way.total)


def _freed(asked: SearchRequest, active: Sequence[Active]) -> Iterator[tuple[str, SearchRequest]]:
    """The same words with fewer filters."""
    for item in active:
        yield _("Bỏ lọc %(filter)s", filter=f"{item.kind} {item.value}".strip()), item.freed
    if len(active) > 1:
        yield _("Bỏ mọi bộ lọc"), cleared(asked)


def _shortened(
    asked: SearchRequest, words: Sequence[str], droppable: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, SearchRequest]]:
    """Less asked of the words, with the same filters."""
    if asked.exact:
        yield _("Không cần đúng dấu"), replace(asked, exact=False, page=1)
    for dropped in droppable:
        kept = " ".join(word for word in words if word not in dropped)
        names = ", ".join(f"“{word}”" for word in dropped)
        yield _("Bỏ %(words)s", words=names), replace(asked, text=kept, page=1)


def _worth_dropping(
    words: Sequence[str], unmatched: Sequence[str], *, each: bool
) -> list[tuple[str, ...]]:
    """The words without a match together; where all have one, each in turn if asked for."""
    if unmatched:
        return [tuple(unmatched)] if len(unmatched) < len(words) else []
    return [(word,) for word in words] if each and len(words) > 1 else []
