"""One regular expression for all names of provinces and districts, over folded text.

The names stand in a trie, so a position of the text is left at the first letter that begins no
name; only words with a capital are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from indexer.places.gazetteer import all_districts, provinces
from indexer.places.spelling import fold
from indexer.places.units import DistrictUnit, ProvinceUnit

Trie = dict[str, "Trie"]

_END = ""


@cache
def names() -> re.Pattern[str]:
    """Matches the longest name of a province or district written with capitals."""
    root: Trie = {}
    for way in sorted({way for name in _names() for way in _ways(fold(name))}):
        _insert(root, way)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{_expression(root)})(?![A-Za-z0-9])")


def _names() -> Iterator[str]:
    units: tuple[ProvinceUnit | DistrictUnit, ...] = (*provinces(), *all_districts())
    for unit in units:
        if not any(part.isdigit() for part in unit.short.split()):
            yield unit.short
            yield from unit.spellings


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
    if not _HIGHLAND.search(name):
        return ()
    parts = re.split(r"[ ']+", name)
    if len(parts) == 1:
        return ()
    glued = "'" if "'" in name else ""
    found = {"".join(parts), parts[0] + "".join(parts[1:]).lower(), " ".join(parts)}
    found |= {"-".join(parts), parts[0] + " " + " ".join(parts[1:]).lower()}
    if glued:
        tail = parts[-1]
        head = " ".join(name.split("'")[0].split())
        for joint in ("'", "' ", " '", " ' ", ""):
            found |= {head + joint + tail, head + joint + tail.capitalize()}
    return found


def _insert(root: Trie, name: str) -> None:
    node = root
    for letter in name:
        node = node.setdefault(letter, {})
    node[_END] = {}


def _expression(node: Trie) -> str:
    """The expression of a node's tails, the longest tried first."""
    branches = [re.escape(letter) + _expression(tail) for letter, tail in node.items() if letter]
    if not branches:
        return ""
    inner = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    if _END not in node:
        return inner
    return f"(?:{inner})?"
