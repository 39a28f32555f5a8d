"""The passages of an article that answer best, as a snippet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.query.marking import Marks, joined_spans, marked, spans
from indexer.query.spotting import Sighting, Spotter
from indexer.text import tokenize

#: Some thirty syllables.
_PASSAGE = 160
#: How far before the first answer a sentence may begin for the passage to begin with it.
_LEAD = 70
#: How many passages are tried where the tokenizer finds nothing in what was sighted.
_TRIES = 4
_SENTENCE = re.compile(r"(?:[.!?…;:][\"”’»)\]]*\s+|\n\s*)(?=\S)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Window:
    """Sightings that fit one passage: what they show, and how well."""

    first: int
    last: int
    worth: float
    parts: frozenset[int]


class Snippets:
    """Cuts snippets for one query; made once for all hits of a page."""

    def __init__(self, what: Marks) -> None:
        self._what = what
        self._spotter = Spotter(what.asked)

    def snippet(self, text: str, passages: int = 2) -> str:
        """Up to `passages` passages of a text as HTML with answers in `<mark>`, joined by ` … `.

        Where nothing answers, the text's beginning.
        """
        seen = list(self._spotter.sightings(text))
        found: list[tuple[int, int, str]] = []
        shown: frozenset[int] = frozenset()
        for _ in range(_TRIES):
            window = _best(seen, shown) if seen else None
            if window is None or len(found) == passages:
                break
            start, end = _bounds(text, seen[window.first].start, seen[window.last].end)
            html = self._passage(text, start, end)
            if "<mark>" in html and not any(s < end and start < e for s, e, _ in found):
                found.append((start, end, html))
                shown |= window.parts
            seen = [s for s in seen if s.end <= start or s.start >= end]
        if not found:
            start, end = _bounds(text, 0, 0)
            found = [(start, end, self._passage(text, start, end))]
        return _joined(text, sorted(found))

    def _passage(self, text: str, start: int, end: int) -> str:
        part = _SPACES.sub(" ", text[start:end])
        return marked(part, joined_spans(part, spans(tokenize(part), self._what)))


def _best(seen: Sequence[Sighting], shown: frozenset[int]) -> _Window | None:
    """The window worth most; after the first passage, one that shows something else."""
    windows = [w for w in _windows(seen) if not shown or w.parts - shown]
    if not windows and shown:
        return None
    return max(windows, key=lambda w: (w.worth + len(w.parts - shown), -w.first), default=None)


def _windows(seen: Sequence[Sighting]) -> list[_Window]:
    """For each sighting the passage that begins with it."""
    found = []
    last = 0
    for first, opening in enumerate(seen):
        last = max(last, first)
        while last + 1 < len(seen) and seen[last + 1].end - opening.start <= _PASSAGE:
            last += 1
        found.append(_window(seen, first, last))
    return found


def _window(seen: Sequence[Sighting], first: int, last: int) -> _Window:
    inside = seen[first : min(last, first + 40) + 1]
    parts = frozenset(sighting.part for sighting in inside)
    typed = len({sighting.part for sighting in inside if sighting.typed})
    neighbours = len({one.part for one, other in pairwise(inside) if _adjacent(one, other)})
    # Distinct parts count most, their right diacritics and neighbours next, repeats hardly.
    worth = 2 * len(parts) + typed + 1.5 * neighbours + 0.01 * len(inside)
    return _Window(first, last, worth, parts)


def _adjacent(one: Sighting, other: Sighting) -> bool:
    return other.part == one.part + 1 and other.start - one.end <= 3


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
        if text[done:start].strip():
            pieces.append("…")
        pieces.append(html)
        done = end
    if text[done:].strip():
        pieces.append("…")
    return " ".join(pieces)
