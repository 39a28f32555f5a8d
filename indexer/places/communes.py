"""The communes since 1 July 2025 that a later article names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from indexer.places.gazetteer import communes_by_key
from indexer.places.spelling import key, marked
from indexer.places.units import CommuneUnit

_TITLE = re.compile(
    r"(?<![A-Za-z])(?:[Xx]a|XA|[Pp]huong|PHUONG|[Dd]ac khu|DAC KHU|[XP]\.) ?(?=[A-Z0-9])"
)
_TITLES = {
    "xã": "xã", "phường": "phường", "đặc khu": "đặc khu", "x.": "xã", "p.": "phường",
    "xa": "xã", "phuong": "phường", "dac khu": "đặc khu",
}  # fmt: skip
_WORD = re.compile(r"[A-Z0-9][A-Za-z0-9']*")
_JOINT = re.compile(r" - |[ '-]")
_NEXT = re.compile(r"(?:, | va |, va |; )(?=[A-Z])")
#: A commune of before the reform is followed by its district, or is called old itself; but
#: `phường Cầu Kiệu (quận Bình Thạnh cũ)` is a commune since.
_OLD = re.compile(
    r" ?\(?cu\b"
    r"|[ ,(]*(?:thuoc )?(?:huyen|quan|thi xa|H\.|Q\.|TX\.?) ?[A-Z0-9][\w']*(?: [A-Z][\w']*)*"
    r"(?! ?\(?cu\b)(?![\w'])(?! [A-Z])"
)
_LONGEST = 5


def communes_in(text: str, folded: str, evidence: Counter[str]) -> tuple[CommuneUnit, ...]:
    """The communes named with their title, each once; `evidence` weighs the 34 provinces.

    A shared name is the one in the province the text or its source speaks of; where that tells
    nothing, or speaks of other provinces only, the name is left alone: it may be an old commune's.
    """
    found = dict.fromkeys(
        unit
        for title, name, units in _named(text, folded)
        if (unit := _choose(title, name, units, evidence)) is not None
    )
    return tuple(found)


def _named(text: str, folded: str) -> Iterator[tuple[str, str, tuple[CommuneUnit, ...]]]:
    """Title, name and the communes that may be meant, one for each member of a list."""
    for match in _TITLE.finditer(folded):
        title = text[match.start() : match.end()].strip().lower()
        if title not in _TITLES:
            continue
        position = match.end()
        while True:
            end, units = _longest(folded, position)
            if not units:
                break
            if not _OLD.match(folded, end):
                yield title, text[position:end], units
            following = _NEXT.match(folded, end)
            if following is None:
                break
            position = following.end()


def _longest(folded: str, start: int) -> tuple[int, tuple[CommuneUnit, ...]]:
    """The end of the longest commune name at `start`, and the communes that bear it."""
    ends: list[int] = []
    position = start
    while len(ends) < _LONGEST and (word := _WORD.match(folded, position)) is not None:
        ends.append(word.end())
        joint = _JOINT.match(folded, word.end())
        if joint is None:
            break
        position = joint.end()
    for end in reversed(ends):
        units = communes_by_key().get(key(folded[start:end]), ())
        if units:
            return end, units
    return start, ()


def _choose(
    title: str, name: str, units: tuple[CommuneUnit, ...], evidence: Counter[str]
) -> CommuneUnit | None:
    exact = [unit for unit in units if marked(unit.short) == marked(name)]
    likely = exact or (list(units) if name.isascii() else [])
    if evidence:
        best = max((evidence[unit.province] for unit in likely), default=0)
        likely = [unit for unit in likely if evidence[unit.province] == best > 0]
    fitting = [unit for unit in likely if unit.name.lower().startswith(_TITLES[title])]
    chosen = fitting or likely
    return chosen[0] if len(chosen) == 1 else None
