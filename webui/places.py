"""Places as one types: every province, district and commune, found without diacritics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from flask import Response, jsonify, request

from indexer import Engine, SearchRequest, counts, exact_key, fold
from webui import urls
from webui.choices import by_kind
from webui.engine import engine
from webui.errors import problem_details
from webui.openapi import Operations, responses
from webui.parameters import read
from webui.schemas import TEXT, named, parameter, search_parameters
from webui.units import KINDS, Unit, is_code, units, units_named, validity

blueprint = Operations(
    "places", __name__, url_prefix="/api/v1", description="Places, as they are typed."
)
_NAME = parameter("name", TEXT, "What was typed of a name so far.")

#: Letters from which on there is something to suggest, and what is no name any more.
SHORTEST, LONGEST = 2, 60
#: So many are counted, and so many shown.
_COUNTED, _SHOWN = 16, 8


@blueprint.operation(
    "/places", responses(named("Places"), 400), parameters=[*search_parameters(paged=False), _NAME]
)
def suggest() -> Response:
    """The places whose name begins like `name`, each with the articles that the search by the
    other parameters would find there, and the address of that result."""
    asked = read(request.args)
    if asked.problems:
        return problem_details(400, *asked.problems)
    name = request.args.get("name", "")
    return jsonify(query=name, places=list(places(engine(), coded(asked.request), name)))


def url(asked: SearchRequest) -> str:
    """Where the places of a request are suggested; a script adds the `name`."""
    return urls.another("places.suggest", asked)


def places(engine: Engine, asked: SearchRequest, name: str) -> Iterator[Mapping[str, Any]]:
    """At most eight places, those whose whole name was typed first, then the most articles."""
    fitting = _beginning(name)[:_COUNTED]
    alone = [urls.changed(asked, **{f"{unit.kind}s": unit.codes}) for _, unit in fitting]
    counted = list(zip(fitting, counts(engine, alone), strict=True))
    counted.sort(key=lambda each: (each[0][0], -each[1]))
    for (_, unit), total in counted[:_SHOWN]:
        yield _written(unit, total, asked)


def coded(asked: SearchRequest) -> SearchRequest:
    """The request with the names of its places as codes; an unknown name stays."""
    placed = by_kind(asked)
    changes: dict[str, Any] = {}
    for kind in KINDS:
        found: list[str] = []
        for text in getattr(placed, f"{kind}s"):
            same = [unit for unit in units_named(text) if unit.kind == kind]
            known = is_code(kind, text) or not same
            found += [text] if known else [code for unit in same for code in unit.codes]
        changes[f"{kind}s"] = tuple(dict.fromkeys(found))
    return replace(placed, **changes)


def _written(unit: Unit, total: int, asked: SearchRequest) -> Mapping[str, Any]:
    field = f"{unit.kind}s"
    several = tuple(dict.fromkeys((*getattr(asked, field), *unit.codes)))
    return {
        "kind": unit.kind,
        "codes": list(unit.codes),
        "name": unit.name,
        "province": unit.home or None,
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
        "valid_until": unit.valid_until.isoformat() if unit.valid_until else None,
        "label": unit.label,
        "validity": validity(unit.valid_from, unit.valid_until),
        "count": total,
        "url": urls.search(asked, **{field: several}),
    }


def _beginning(name: str) -> list[tuple[int, Unit]]:
    """The units that fit what was typed, the best first: 0 the whole name, then how it begins."""
    typed = _folded(name[:LONGEST])
    if len(typed) < SHORTEST:
        return []
    accents = _accented(name)
    found = []
    for unit, short, full, exact in _keyed():
        rank = _rank(typed, short, full)
        if rank is not None:
            found.append((rank + (0 if accents in exact else 4), unit))
    return sorted(found, key=lambda each: each[0])


def _rank(typed: str, short: str, full: str) -> int | None:
    if typed in (short, full):
        return 0
    if short.startswith(typed):
        return 1
    if full.startswith(typed):
        return 2
    return 3 if f" {typed}" in f" {short}" else None


@cache
def _keyed() -> tuple[tuple[Unit, str, str, str], ...]:
    """Each unit with its short and full name folded, and its full name with diacritics."""
    return tuple(
        (unit, _folded(unit.short), _folded(unit.name), _accented(unit.name)) for unit in units()
    )


def _folded(name: str) -> str:
    return " ".join(fold(exact_key(word)) for word in name.lower().replace("-", " ").split())


def _accented(name: str) -> str:
    return " ".join(exact_key(word) for word in name.lower().replace("-", " ").split())
