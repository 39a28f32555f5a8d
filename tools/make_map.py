"""Makes `webui/provinces.tsv`, the shapes of the 34 provinces, from a GeoJSON file.

    python -m tools.make_map ../shared/maps/provinces_34_simplified.geojson

The shapes come from vietnamese-provinces-database v4.2.0 (github.com/thanglequoc, MIT licence;
its source: sapnhap.bando.com.vn). They are rounded to a hundredth of a degree. The archipelagos
Hoàng Sa and Trường Sa lie far out: each is drawn in a frame of its own, every island as a dot.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.places import REFORM, provinces

TARGET = Path(__file__).parents[1] / "webui" / "provinces.tsv"
#: Units of the drawing in a degree of latitude; a degree of longitude is narrower, as at 16° north.
UNITS = 100
NARROWER = math.cos(math.radians(16))
WEST, NORTH = 102.05, 23.45
#: East of the one or south of the other there are only islands of the two archipelagos.
EAST_OF_LAND, SOUTH_OF_LAND = 110.2, 8.3
#: Islands with less area than this, in square units, would not be seen.
SMALLEST = 6.0

Point = tuple[float, float]
Drawn = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an archipelago is drawn: `scale` times its size, with `origin` moved to `place`."""

    name: str
    origin: Point
    place: Point
    scale: float
    size: Point

    def moved(self, point: Point) -> Point:
        """Longitude and latitude inside the frame."""
        (west, north), (left, top) = self.origin, self.place
        return left + (point[0] - west) * self.scale, top + (point[1] - north) * self.scale


FRAMES = {
    "Đà Nẵng": Frame("Hoàng Sa", (110.85, 17.65), (107.7, 19.85), 1.0, (2.1, 2.2)),
    "Khánh Hoà": Frame("Trường Sa", (109.3, 12.9), (107.1, 10.2), 0.31, (2.72, 2.0)),
}
LICENCE = Path(__file__).with_name("make_map_licence.txt")
HEADER = """\
The 34 provinces of Vietnam since 1 July 2025, made by tools/make_map.py.
Code, kind (land: outlines; islands: a dot each; frame: x y width height name), drawing.
The shapes, here rounded, are those of vietnamese-provinces-database v4.2.0
(github.com/thanglequoc/vietnamese-provinces-database), under this licence:
"""


def main(source: Path, into: Path = TARGET) -> None:
    """Write the table."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    rows = [row for feature in features for row in _rows(feature)]
    said = (HEADER + LICENCE.read_text(encoding="utf-8")).splitlines()
    lines = [*(f"# {line}".rstrip() for line in said), *("\t".join(row) for row in sorted(rows))]
    into.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _rows(feature: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    (unit,) = [
        unit
        for unit in provinces()
        if unit.valid_from == REFORM and unit.name == feature["properties"]["fullName"]
    ]
    code = unit.code
    shapes = list(_outlines(feature["geometry"]))
    land = [shape for shape in shapes if not _far_out(shape)]
    yield code, "land", _land(land)
    frame = FRAMES.get(unit.short)
    if frame is not None:
        far = [shape for shape in shapes if _far_out(shape)]
        yield code, "islands", _dots(frame, far)
        left, top = _drawn(frame.place)
        width, height = round(frame.size[0] * UNITS * NARROWER), round(frame.size[1] * UNITS)
        yield code, "frame", f"{left} {top} {width} {height} {frame.name}"


def _outlines(geometry: dict[str, str]) -> Iterator[list[Point]]:
    """The outer ring of each polygon; no province has a hole larger than a dot."""
    for polygon in geometry["coordinates"]:
        yield [(point[0], point[1]) for point in polygon[0]]  # type: ignore[misc]


def _far_out(shape: list[Point]) -> bool:
    longitude, latitude = shape[0]
    return longitude > EAST_OF_LAND or latitude < SOUTH_OF_LAND


def _land(shapes: Iterable[list[Point]]) -> str:
    drawn = [_rounded(shape) for shape in shapes]
    return "".join(_path(shape) for shape in drawn if _area(shape) >= SMALLEST)


def _dots(frame: Frame, shapes: Iterable[list[Point]]) -> str:
    """Each island as a stroke of no length, which round caps make a dot."""
    middles = (
        (sum(x for x, _ in shape) / len(shape), sum(y for _, y in shape) / len(shape))
        for shape in shapes
    )
    dots = dict.fromkeys(_drawn(frame.moved(middle)) for middle in middles)
    return "".join(f"M{x} {y}h0" for x, y in dots)


def _drawn(point: Point) -> Drawn:
    return round((point[0] - WEST) * NARROWER * UNITS), round((NORTH - point[1]) * UNITS)


def _rounded(shape: list[Point]) -> list[Drawn]:
    """The points as drawn, without repeats and without those on a straight line."""
    kept: list[Drawn] = []
    for point in map(_drawn, shape):
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _straight(a: Drawn, b: Drawn, c: Drawn) -> bool:
    cross = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
    onward = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
    return cross == 0 and onward > 0


def _area(shape: list[Drawn]) -> float:
    pairs = zip(shape, shape[1:] + shape[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _path(shape: list[Drawn]) -> str:
    """An SVG path in relative steps, the shortest way to write it."""
    first, *rest = shape[:-1] if shape[0] == shape[-1] else shape
    steps, here = [], first
    for point in rest:
        steps.append(f"{point[0] - here[0]} {point[1] - here[1]}")
        here = point
    return f"M{first[0]} {first[1]}l{' '.join(steps)}z".replace(" -", "-")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
