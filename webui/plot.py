"""The lines of `/trend` as shapes, in percent of the drawing, so that text keeps its size."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer import Point, SearchRequest, Trend
from webui.narrowing import narrowed_to

#: Between two labels at the lines' ends, in percent.
_LABEL = 7.0
#: The inner drawing is stretched over the outer one: this many units are all of it.
UNITS = 1000
#: Labels below the axis that fit beside each other on a wide screen, and on a phone.
_WIDE, _NARROW = 10, 4


@dataclass(frozen=True, slots=True)
class Dot:
    """One value: where it stands in percent, what it counts, and the articles behind it."""

    x: float
    y: float
    point: Point
    count: int
    share: float | None
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A series: its number from 1, its path in the stretched drawing, its dots, its label's place.

    `end` is where the line ends, `label` where its label stands so that none covers another.
    """

    number: int
    asked: SearchRequest
    path: str
    dots: tuple[Dot, ...]
    end: float
    label: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A value beside the axis, or a span below it (`narrow`: shown on a phone as well)."""

    at: float
    value: float
    span: str = ""
    narrow: bool = True


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything that is drawn; `gaps` are (left, width) in percent."""

    lines: tuple[Line, ...]
    values: tuple[Tick, ...]
    spans: tuple[Tick, ...]
    gaps: tuple[tuple[float, float], ...]


def plot(
    trend: Trend, points: Sequence[Point], asked: Sequence[SearchRequest], share: bool
) -> Plot:
    """The lines of these points: the counts, or with `share` the parts of all articles."""
    tops = [v for n in range(len(asked)) for p in points if (v := _value(p, n, share))]
    values = ticks(max(tops, default=0.0), share)
    high = values[-1].value
    lines = [_line(points, n, each, share, high) for n, each in enumerate(asked)]
    labels = spread([line.end for line in lines])
    return Plot(
        tuple(
            Line(o.number, o.asked, o.path, o.dots, o.end, label)
            for o, label in zip(lines, labels, strict=True)
        ),
        tuple(values),
        tuple(_spans(points)),
        tuple(_gaps(points)),
    )


def ticks(top: float, share: bool) -> list[Tick]:
    """Round values from 0 to just above the highest."""
    top = top or (0.01 if share else 1)
    power = 10 ** math.floor(math.log10(top / 4))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power * 4 >= top * 0.999999)
    step = step if share else max(1, math.ceil(step))
    count = math.ceil(top / step - 1e-9)
    return [Tick(_height(n * step, count * step), n * step) for n in range(count + 1)]


def spread(places: Sequence[float]) -> list[float]:
    """The places moved apart as little as needed for labels beside them, within the drawing."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    moved = [0.0] * len(places)
    below = 0.0
    for n in order:
        moved[n] = max(places[n], below)
        below = moved[n] + _LABEL
    above = 96.0
    for n in reversed(order):
        moved[n] = round(min(moved[n], above), 2)
        above = moved[n] - _LABEL
    return moved


def _value(point: Point, series: int, share: bool) -> float | None:
    """What is drawn; nothing in a gap."""
    if point.gap:
        return None
    return point.share(series) if share else point.counts[series]


def _line(
    points: Sequence[Point], series: int, asked: SearchRequest, share: bool, high: float
) -> Line:
    dots = [
        Dot(
            _middle(n, len(points)),
            _height(value, high),
            point,
            point.counts[series],
            point.share(series),
            narrowed_to(asked, point.span) if point.counts[series] else "",
        )
        for n, point in enumerate(points)
        if (value := _value(point, series, share)) is not None
    ]
    end = dots[-1].y if dots else 100.0
    return Line(series + 1, asked, _path(dots, points), tuple(dots), end, end)


def _path(dots: Sequence[Dot], points: Sequence[Point]) -> str:
    """A line from dot to dot that does not cross a gap."""
    by_span = {dot.point.span: dot for dot in dots}
    pieces = []
    joined = False
    for point in points:
        dot = by_span.get(point.span)
        if dot:
            scale = UNITS / 100
            pieces.append(f"{'L' if joined else 'M'}{dot.x * scale:.0f} {dot.y * scale:.0f}")
        joined = dot is not None
    return "".join(pieces)


def _spans(points: Sequence[Point]) -> Iterator[Tick]:
    """Every so many spans have a label; a phone shows every so many of these."""
    step = math.ceil(len(points) / _WIDE) or 1
    shown = range(step // 2, len(points), step)
    narrow = math.ceil(len(shown) / _NARROW)
    for place, n in enumerate(shown):
        yield Tick(_middle(n, len(points)), 0, points[n].span, place % narrow == narrow // 2)


def _gaps(points: Sequence[Point]) -> Iterator[tuple[float, float]]:
    """Neighbouring gaps as one."""
    width = 100 / max(len(points), 1)
    start = None
    for n in range(len(points) + 1):
        gap = n < len(points) and points[n].gap
        if gap and start is None:
            start = n
        elif not gap and start is not None:
            yield round(start * width, 3), round((n - start) * width, 3)
            start = None


def _middle(n: int, count: int) -> float:
    return round((n + 0.5) * 100 / count, 3)


def _height(value: float, high: float) -> float:
    """In percent from the top; some room is left above the highest and below zero."""
    return round(96 - 90 * value / high, 2)
