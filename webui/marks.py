"""The marks in an article's whole text: numbered, so that one can go from hit to hit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import count

from markupsafe import Markup

#: Text → escaped HTML with the hits in <mark>.
Marking = Callable[[str], str]

_MARK = re.compile("<mark>")
#: Between the marks of neighbouring syllables: together they are one hit.
_SEAM = re.compile(r"</mark>([ \u00a0]?)<mark>")


class Marks:
    """Marks texts one after the other and numbers the marks from 1 through all of them."""

    def __init__(self, marking: Marking, current: int) -> None:
        self._marking = marking
        self._current = current
        self._numbers = count(1)
        self.total = 0

    def mark(self, text: str) -> Markup:
        """The text with its marks as `<mark id="m1">`, the current one singled out."""
        joined = _SEAM.sub(r"\1", self._marking(text))
        return Markup(_MARK.sub(self._open, joined))  # noqa: S704 (escaped by marking)

    def all(self, texts: Iterable[str]) -> tuple[Markup, ...]:
        """The same for several texts."""
        return tuple(self.mark(text) for text in texts)

    def _open(self, _: re.Match[str]) -> str:
        self.total = next(self._numbers)
        here = ' class="current"' if self.total == self._current else ""
        return f'<mark id="m{self.total}"{here}>'
