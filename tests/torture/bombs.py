"""Queries made to cost as much as they can: each is answered within a second and 100 MB."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.torture.row import Row, Scale
from tests.torture.serving import Site, serving
from tests.torture.shelf import ONSETS, SYLLABLES, shelf

_SECONDS, _MEGABYTES = 1.0, 100.0
_ANSWERS = (200, 400, 404, 414, 431, 503)
_SENTENCE = 20
#: So many characters, each of six bytes once it is encoded, are no longer address than is read.
_FITTING = 10_000
_COMMON = ("và", "của", "các", "tỉnh", "huyện", "trong", "là", "có", "cho", "người")
_MANY = " ".join(SYLLABLES * 20)
_OPEN = "(" * 2000
_UNKNOWN = " ".join(f"{each}wq{each}" for each in SYLLABLES[:16])

QUERIES = {
    "every beginning": "a* b* c*",
    "many beginnings": " ".join(f"{each}*" for each in ONSETS),
    "any of many beginnings": " OR ".join(f"{each}*" for each in ONSETS),
    "10,000 words": _MANY,
    "2,000 parentheses": f"{_OPEN}và{')' * 2000}",
    "2,000 parentheses, never closed": f"{_OPEN}và của",
    "a phrase of 500 words": f'"{" ".join(SYLLABLES[:500])}"',
    "a phrase of one word 500 times": f'"{"và " * 500}"',
    "a phrase of the commonest": f'"{" ".join(_COMMON)}"',
    "the commonest near each other": f'"{" ".join(_COMMON[:6])}"~50',
    "any of the commonest": " OR ".join(_COMMON),
    "nothing of the commonest": " ".join(f"-{each}" for each in _COMMON),
    "nested": "(".join(f"{each} OR " for each in _COMMON) + "và" + ")" * 10,
    "16 words that no article has": _UNKNOWN,
    "200,000 dashes": "-" * 200_000,
    "a word of a megabyte": "a" * 1_000_000,
    "a megabyte of words": (_MANY * 12)[:1_000_000],
    "a tower of marks": "a" + "\u0301\u0323" * 20_000,
    "quotes": '"' * 5000,
    "stars": "*" * 5000,
    "every commonest syllable, every facet": "và",
}
ADDRESSES = {
    "page 1,000,000,000": "/?q=và&page=1000000000",
    "the last page there is": "/?q=và&page=100&limit=100",
    "the whole map": "/map?q=và",
    "10,000 queries at once": "/?" + "&".join(["q=và"] * 10_000),
    "10,000 districts": "/?" + "&".join(["district=Cao Lộc"] * 3000),
    "every filter 50 times": "/?q=và&"
    + "&".join(f"{name}={n}" for name in ("district", "province", "source") for n in range(50)),
    "what may follow one letter": "/api/v1/suggest?q=t",
    "places with one letter": "/api/v1/places?q=t",
}


@dataclass(frozen=True, slots=True)
class _Cost:
    """What a page took of the server: processor time, and memory at its peak."""

    name: str
    seconds: float
    megabytes: float


def torture(scale: Scale) -> Row:
    """Ask everything of a server that has just started."""
    with tempfile.TemporaryDirectory() as place:
        index, what = shelf(Path(place), scale.of(500, 100_000, 100_000))
        with serving(index) as site:
            before = site.memory()
            costs, broken = _asked(site)
            grown = site.memory() - before
    slowest = max(costs, key=lambda cost: cost.seconds)
    largest = max(costs, key=lambda cost: cost.megabytes)
    if scale is not Scale.SHORT:
        broken += [
            f"{cost.name}: {cost.seconds:.2f} s, {cost.megabytes:.0f} MB"
            for cost in costs
            if cost.seconds > _SECONDS or cost.megabytes > _MEGABYTES
        ]
    return Row(
        f"{len(QUERIES)} bombs as page and API and {len(ADDRESSES)} addresses, over {what}, cold",
        len(costs),
        "each answered with a page or a sentence; at most "
        f"{slowest.seconds:.2f} s of the processor ({slowest.name}) and "
        f"+{largest.megabytes:.0f} MB ({largest.name}); +{grown:.0f} MB after all of them",
        tuple(broken),
    )


def _asked(site: Site) -> tuple[list[_Cost], list[str]]:
    costs, broken = [], []
    for name, address in {**_pages(), **ADDRESSES}.items():
        path = address if address.isascii() else _encoded(address)
        site.forget_peak()
        before, spent = site.memory(), site.cpu_seconds()
        status, body = site.get(path)
        taken = site.cpu_seconds() - spent
        costs.append(_Cost(name, taken, site.memory("VmHWM") - before))
        if status not in _ANSWERS or len(body) < _SENTENCE:
            broken.append(f"{name}: {status} {body[:80]!r}")
    return costs, broken


def _pages() -> dict[str, str]:
    """Every query on the page and of the API; those no address holds also as far as one does."""
    fitting = {f"{n}, cut": q[:_FITTING] for n, q in QUERIES.items() if len(q) > _FITTING}
    return {
        f"{name} ({path})": f"{path}?{urlencode({'q': query})}"
        for name, query in {**QUERIES, **fitting}.items()
        for path in ("/", "/api/v1/search")
    }


def _encoded(address: str) -> str:
    path, _, query = address.partition("?")
    pairs = [pair.partition("=")[::2] for pair in query.split("&")]
    return f"{path}?{urlencode(pairs)}"
