"""Two indexers at once: one works, the other leaves with 75 within a second."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.torture.library import Library, bodies
from tests.torture.row import Row, Scale

_EACH = 500


def torture(scale: Scale) -> Row:
    """Start two runs over the same new articles, again and again."""
    times = scale.of(2, 50, 500)
    slowest, broken = 0.0, []
    with tempfile.TemporaryDirectory() as place:
        library = Library(Path(place))
        for number in range(times):
            library.put(bodies(number * _EACH, (number + 1) * _EACH))
            codes, seconds = _race(library)
            slowest = max(slowest, seconds)
            if sorted(codes) != [0, 75]:
                broken.append(f"race {number}: exit codes {codes}")
            if library.held() != library.wanted:
                broken.append(f"race {number}: the index holds something else")
        broken += library.faults()
    if slowest > 1 and scale is not Scale.SHORT:
        broken.append(f"the other one left only after {slowest:.2f} s")
    return Row(
        f"two `tracuu index` started together over {_EACH} new articles",
        times,
        f"one exit 0, one exit 75 after at most {slowest:.2f} s; nothing lost or doubled",
        tuple(broken),
    )


def _race(library: Library) -> tuple[list[int], float]:
    """The exit codes of both, and how long the one took that was turned away."""
    runs = {process: time.monotonic() for process in (library.start(), library.start())}
    taken = {}
    while len(taken) < len(runs):
        for process, started in runs.items():
            if process not in taken and process.poll() is not None:
                taken[process] = time.monotonic() - started
        time.sleep(0.005)
    for process in runs:
        process.communicate()
    away = [seconds for process, seconds in taken.items() if process.returncode == 75]
    return [process.returncode for process in runs], max(away, default=0.0)
