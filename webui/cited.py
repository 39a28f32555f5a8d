"""A result that was cited, opened again: what it was then, and what has come since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from indexer import Engine, Problem, SearchRequest, counts
from webui import urls
from webui.parameters import Wrong, moment

_NUMBERS = ("cited_total", "cited_index")
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a permalink states: the result's total, when it was asked, in which state of the index.

    `as_of` is the last moment at which anything of that state came in or changed.
    """

    as_of: datetime
    at: datetime
    total: int
    generation: int


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a cited result: how many articles came since, how many of then are found.

    Of those found then, some may have been edited or pruned, so `remaining` can differ from
    the total cited.
    """

    cited: Cited
    new: int
    remaining: int
    new_url: str
    remaining_url: str


def read(args: Mapping[str, str]) -> tuple[Cited | None, tuple[Problem, ...]]:
    """What the parameters state, None where they state nothing; and what is wrong with them."""
    written = [args.get(name, "") for name in urls.CITED]
    if not written[0]:
        return None, ()
    problems = tuple(_problems(written))
    if problems:
        return None, problems
    as_of, at, total, generation = written
    return Cited(moment(as_of), moment(at), int(total), int(generation)), ()


def since(engine: Engine, asked: SearchRequest, cited: Cited) -> Since:
    """Counted now, in the index as it is. Raises as `indexer.count`."""
    after = max(filter(None, (asked.seen_after, cited.as_of)))
    by = min(filter(None, (asked.seen_by, cited.as_of)))
    new = urls.whole(replace(asked, seen_after=after))
    remaining = urls.whole(replace(asked, seen_by=by))
    come, left = counts(engine, [new, remaining])
    return Since(cited, come, left, urls.search(new), urls.search(remaining))


def _problems(written: Sequence[str]) -> Iterator[Problem]:
    for name, value in zip(urls.CITED, written, strict=True):
        if name in _NUMBERS:
            if not _NUMBER.fullmatch(value):
                yield _no_number(name, value)
            continue
        try:
            moment(value)
        except Wrong as wrong:
            yield Problem(name, wrong.vi, wrong.en)


def _no_number(name: str, written: str) -> Problem:
    return Problem(
        name,
        f"“{name}” của liên kết trích dẫn phải là số, không phải “{written}”.",
        f"“{name}” of the cited link must be a number, not “{written}”.",
    )
