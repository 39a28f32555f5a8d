"""The passages of an article that answer best, as a snippet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from indexer.query.marking import Marks, joined_spans, marked, spans
from indexer.query.spotting import Sighting, Spotter
from indexer.text import read_stream

#: Some thirty syllables.
_PASSAGE = 160
#: How far before the first answer a sentence may begin for the passage to begin with it.
_LEAD = 70
#: How many passages are tried where the tokenizer finds nothing in what was sighted.
_TRIES = 4
#: So many sightings fill a passage.
_FULL = 16
_SENTENCE = re.compile(r"(?:[.!?…;:][\"”’»)\]]*\s+|\n\s*)(?=\S)")
_SPACES = re.compile(r"\s+")


class _Window(NamedTuple):
    """Sightings from number `first` to `last` that fit one passage, and all that they show."""

    first: int
    last: int
    shows: int


#: One of its fields, without a call of Python's: an article has one for each sighting.
_window = partial(tuple.__new__, _Window)


class Snippets:
    """Cuts snippets for one query; made once for all hits of a page."""

    def __init__(self, what: Marks) -> None:
        self._what = what
        self._spotter = Spotter(what.asked)

    def snippet(self, text: str, passages: int = 2) -> str:
        """Up to `passages` passages of a text as HTML with answers in `<mark>`, joined by ` … `.

        Where nothing answers, the text's beginning.
        """
        seen = self._spotter.sightings(text)
        windows = _windows(seen, self._spotter.parts)
        found: list[tuple[int, int, str]] = []
        shown = 0
        for _ in range(_TRIES):
            window = self._best(windows, shown) if len(found) < passages else None
            if window is None:
                break
            first, last = seen[window.first].start, seen[window.last].end
            start, end = _apart(_bounds(text, first, last), first, found)
            html = self._passage(text, start, end)
            if "<mark>" in html:
                found.append((start, end, html))
                shown |= window.shows
            windows = [w for w in windows if not _overlaps(seen, w, start, end)]
        if not found:
            start, end = _bounds(text, 0, 0)
            found = [(start, end, self._passage(text, start, end))]
        return _joined(text, sorted(found))

    def _best(self, windows: Sequence[_Window], shown: int) -> _Window | None:
        """The window worth most; after the first passage, one that shows something else.

        Where none does, one that shows as much again.
        """
        parts = (1 << self._spotter.parts) - 1
        distinct = {window.shows: window for window in reversed(windows)}
        worth = {
            self._worth(shows, shown): window
            for shows, window in reversed(distinct.items())
            if not shown or shows & parts & ~shown
        }
        if worth:
            return worth[max(worth)]
        again = (window for shows, window in distinct.items() if not shown & ~shows)
        return min(again, default=None)

    def _worth(self, shows: int, shown: int) -> float:
        """Distinct parts count most, above all new ones; then right diacritics and neighbours."""
        number = self._spotter.parts
        parts = (1 << number) - 1
        return (
            2 * (shows & parts).bit_count()
            + 2 * (shows & ~shown & parts).bit_count()
            + (shows >> number & parts).bit_count()
            + 1.5 * (shows >> 2 * number).bit_count()
        )

    def _passage(self, text: str, start: int, end: int) -> str:
        part = _SPACES.sub(" ", text[start:end]).strip()
        return marked(part, joined_spans(part, spans(read_stream(part), self._what)))


def _windows(seen: Sequence[Sighting], parts: int) -> list[_Window]:
    """For each sighting the passage that begins with it."""
    shows = [
        one.shows | (1 << 2 * parts + one.last if _adjacent(one, other) else 0)
        for one, other in pairwise((*seen, _NOWHERE))
    ]
    ends = [one.end for one in seen]
    found = []
    for first, opening in enumerate(seen):
        reach = opening.start + _PASSAGE
        together, last = shows[first], first
        for at in range(first + 1, min(first + _FULL, len(seen))):
            if ends[at] > reach:
                break
            together |= shows[at]
            last = at
        found.append(_window((first, last, together)))
    return found


_NOWHERE = Sighting(-1, -1, -1, -1, 0)


def _adjacent(one: Sighting, other: Sighting) -> bool:
    return other.first == one.last + 1 and other.start - one.end <= 3


def _overlaps(seen: Sequence[Sighting], window: _Window, start: int, end: int) -> bool:
    return seen[window.first].start < end and seen[window.last].end > start


def _bounds(text: str, first: int, last: int) -> tuple[int, int]:
    """A passage around what answers, from its sentence's start if near, in one paragraph."""
    start = _start(text, first)
    end = min(len(text), max(start + _PASSAGE, last))
    newline = text.find("\n", max(last, start + _PASSAGE // 2), end)
    if newline >= 0:
        return start, newline
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = space if space > last else max(last, end)
    return start, end


def _apart(
    bounds: tuple[int, int], first: int, found: Sequence[tuple[int, int, str]]
) -> tuple[int, int]:
    """The bounds without what earlier passages show; what answers, from `first` on, is in none."""
    start, end = bounds
    for shown_start, shown_end, _ in found:
        if shown_end <= first:
            start = max(start, shown_end)
        else:
            end = min(end, shown_start)
    return start, end


def _start(text: str, first: int) -> int:
    lead = max(0, first - _LEAD)
    sentences = [found.end() for found in _SENTENCE.finditer(text, lead, first + 1)]
    sentences = [end for end in sentences if end <= first]
    if sentences:
        # The farthest start keeps most of what leads to the answer.
        return sentences[0]
    if lead == 0:
        return 0
    space = text.find(" ", lead, first)
    return space + 1 if space >= 0 else first


def _joined(text: str, found: Sequence[tuple[int, int, str]]) -> str:
    """Passages in their order, with an ellipsis wherever text was left out."""
    pieces = []
    done = 0
    for start, end, html in found:
        if text[max(done, start - _PASSAGE) : start].strip():
            pieces.append("…")
        pieces.append(html)
        done = end
    if text[done : done + _PASSAGE].strip():
        pieces.append("…")
    return " ".join(pieces)
