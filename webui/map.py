"""The map: the 34 provinces coloured by how many articles of a search lie in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer import REFORM, ProvinceUnit, SearchRequest, answer, facets, provinces
from webui import filters, urls
from webui.choices import by_kind
from webui.engine import engine
from webui.parameters import read

blueprint = Blueprint("map", __name__)

#: Colours beside that of "none"; more are hard to tell apart.
STEPS = 5
#: The drawing's size, as `tools/make_map.py` makes it.
WIDTH, HEIGHT = 746, 1545


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an archipelago is drawn."""

    x: int
    y: int
    width: int
    height: int
    name: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The outlines of a province as SVG paths; `islands` are an archipelago's dots."""

    land: str
    islands: str = ""
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """One province of today with the articles on it and on those it was made of (`before`)."""

    name: str
    before: tuple[str, ...]
    count: int
    step: int
    chosen: bool
    url: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Step:
    """One colour and the counts it stands for."""

    number: int
    low: int
    high: int


@blueprint.get("/map")
def show() -> str | Response:
    """The map of a search; the parameters are those of the result page."""
    asked = read(request.args)
    if asked.problems:
        # The result page says what is wrong and keeps the form.
        return redirect(f"{urls.search()}?{request.query_string.decode('ascii', 'replace')}")
    page = answer(engine(), replace(by_kind(asked.request), page=1, limit=1))
    coded = replace(filters.by_code(page), limit=asked.request.limit)
    anywhere = replace(coded, provinces=())
    found = facets(engine(), anywhere, "provinces").provinces
    counts = {value.code: value.count for value in found}
    areas = list(_areas(coded, counts))
    total = page.total if not coded.provinces else sum(counts.values())
    return render_template(
        "map.html",
        asked=coded,
        active=filters.active(coded),
        areas=areas,
        ranked=sorted(areas, key=lambda area: -area.count),
        steps=steps([area.count for area in areas]),
        nowhere=max(0, total - sum(area.count for area in areas)),
        size=(WIDTH, HEIGHT),
        map_url=url,
    )


def url(asked: SearchRequest) -> str:
    """The map of a request."""
    return urls.another("map.show", asked)


def steps(counts: Sequence[int]) -> list[Step]:
    """Up to five ranges that hold about equally many provinces each, without gaps."""
    some = sorted(count for count in counts if count)
    if not some:
        return []
    ends = sorted({some[-(-len(some) * n // STEPS) - 1] for n in range(1, STEPS + 1)})
    # The darkest colour is always that of the most.
    first = STEPS - len(ends) + 1
    lows = [1, *(end + 1 for end in ends)]
    return [Step(first + n, lows[n], end) for n, end in enumerate(ends)]


def _areas(asked: SearchRequest, counts: Mapping[str, int]) -> Iterator[Area]:
    made_of = {unit.code: _codes(unit) for unit in _today()}
    sums = {code: sum(counts.get(c, 0) for c in codes) for code, codes in made_of.items()}
    ranges = steps(list(sums.values()))
    highs = [step.high for step in ranges]
    for unit in _today():
        codes, count = made_of[unit.code], sums[unit.code]
        chosen = not set(codes).isdisjoint(asked.provinces)
        yield Area(
            unit.name,
            tuple(old.name for old in _before(unit)),
            count,
            ranges[bisect_left(highs, count)].number if count else 0,
            chosen,
            urls.search(asked, provinces=codes, not_provinces=()),
            shapes()[unit.code],
        )


def _today() -> tuple[ProvinceUnit, ...]:
    return tuple(unit for unit in provinces() if unit.valid_from == REFORM)


def _before(unit: ProvinceUnit) -> tuple[ProvinceUnit, ...]:
    """The provinces it was made of, if they are more than itself."""
    old = tuple(each for each in provinces() if unit.code in each.successors)
    return old if len(old) > 1 else ()


def _codes(unit: ProvinceUnit) -> tuple[str, ...]:
    """Its code and those of the provinces it took over."""
    return tuple(sorted({unit.code, *(old.code for old in _before(unit))}))


@cache
def shapes() -> Mapping[str, Shape]:
    """The drawing of each province by its code."""
    rows = (files("webui") / "provinces.tsv").read_text(encoding="utf-8").splitlines()
    found: dict[str, Shape] = {}
    for code, kind, drawing in (row.split("\t") for row in rows if not row.startswith("#")):
        shape = found.get(code, Shape(""))
        found[code] = replace(shape, **{kind: _frame(drawing) if kind == "frame" else drawing})  # type: ignore[arg-type]
    return found


def _frame(drawing: str) -> Frame:
    x, y, width, height, name = drawing.split(" ", 4)
    return Frame(int(x), int(y), int(width), int(height), name)
