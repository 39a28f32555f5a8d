"""All spellings of the names of provinces and districts, found in folded text.

One expression finds the first syllables of names (some 300, in a trie, so a position of the text
is left at the first letter that begins none); the names that begin with a syllable get their
expression when the syllable is first met, for compiling all of them takes 70 ms.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from types import MappingProxyType

from indexer.places.gazetteer import all_districts, provinces
from indexer.places.spelling import fold
from indexer.places.units import DistrictUnit, ProvinceUnit

Trie = dict[str, "Trie"]

_END = ""
_FIRST = re.compile(r"[A-Za-z]+")


def names_in(folded: str) -> Iterator[tuple[int, int]]:
    """Where the text names a province or district, with capitals; the longest name each time."""
    last = 0
    for first in _first_syllables().finditer(folded):
        start = first.start()
        if start >= last:
            name = _names_beginning(first[0]).match(folded, start)
            if name is not None:
                last = name.end()
                yield start, last


@cache
def _first_syllables() -> re.Pattern[str]:
    """Begins with letters, not with the look-behind: so `re` skips to those letters by itself."""
    branches = [
        rf"{letter}(?<![A-Za-z0-9].){_expression(tail)}"
        for letter, tail in _trie(_ways_by_first()).items()
    ]
    return re.compile(rf"(?:{'|'.join(branches)})(?![A-Za-z])")


@cache
def _names_beginning(first: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_expression(_trie(_ways_by_first()[first]))})(?![A-Za-z0-9])")


@cache
def _ways_by_first() -> MappingProxyType[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name in _names():
        for way in _ways(name):
            first = _FIRST.match(way)
            if first is not None:
                found[first[0]].add(way)
    return MappingProxyType({first: tuple(sorted(ways)) for first, ways in found.items()})


def _names() -> list[str]:
    units: tuple[ProvinceUnit | DistrictUnit, ...] = (*provinces(), *all_districts())
    spelt = [name for unit in units for name in (unit.short, *unit.spellings)]
    folded = fold("\n".join(spelt)).split("\n")
    return [name for name in dict.fromkeys(folded) if not name[-1].isdigit()]


def _ways(folded: str) -> Iterator[str]:
    """The ways a name is set: as in the gazetteer, in capitals, highland names run together."""
    for name in dict.fromkeys((folded, *_swapped(folded))):
        for way in (name, *_highland(name)):
            yield way
            yield way.upper()


def _swapped(folded: str) -> Iterator[str]:
    """Names with y also with i, and the other way round at the end of a syllable."""
    if "y" in folded:
        yield folded.replace("y", "i")
    if re.search(r"[hklmst]i\b|[Qq]ui\b", folded):
        yield re.sub(r"(?<=[hklmst])i\b|(?<=[Qq]u)i\b", "y", folded)


_HIGHLAND = re.compile(r"\b(?:Dak|Da|Krong|Kon|Ea|Ia|Cu|Chu|Dac|Plei|Si|Sa|Sop|Muong|Pac)\b|'")


def _highland(name: str) -> Iterable[str]:
    """Highland names run together or apart (`KonPlong`, `Dak R' Lap`), in either case."""
    if not _HIGHLAND.search(name):
        return set()
    parts = re.findall(r"[A-Za-z]+'?", name)
    found = {parts[0]}
    for part in parts[1:]:
        found = {
            head + joint + tail
            for head in found
            for joint in ((" ", "", " '") if head.endswith("'") else (" ", "", "-"))
            for tail in {part, part.capitalize(), _lowered(part, head, joint)}
        }
    return (
        found | {way.replace("'", " '") for way in found} | {way.replace("'", "") for way in found}
    )


def _lowered(part: str, head: str, joint: str) -> str:
    """In lower case where the name runs on (`Cư M' gar`), but no word of its own (`mường la`)."""
    return part if joint == " " and not head.endswith("'") else part.lower()


def _trie(names: Iterable[str]) -> Trie:
    root: Trie = {}
    for name in names:
        node = root
        for letter in name:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return root


def _expression(node: Trie) -> str:
    """The expression of a node's tails, the longest tried first."""
    branches = [re.escape(letter) + _expression(tail) for letter, tail in node.items() if letter]
    if not branches:
        return ""
    inner = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    if _END not in node:
        return inner
    return f"(?:{inner})?"
