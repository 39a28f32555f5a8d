"""Breaks things on purpose: `python -m tests.torture [NAME]...`, or `make torture`.

Prints the table of promises and writes it to docs/reliability.md when all of them were tested.
Leaves with 1 if a promise was broken. `TORTURE=full` is the long form, `TORTURE=short` the one of
`make test`. Every torture runs in a process of its own, two side by side but for those that measure
time.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from tests.bench.report import Table, machine, put
from tests.torture.promises import BY_NAME, PROMISES, torture
from tests.torture.row import Promise, Row, Scale

REPORT = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
_SIDE_BY_SIDE = 2
#: The long form may take this many times as long.
_FULL = 12

Result = tuple[Promise, Row, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    options = _options().parse_args(arguments)
    if options.here:
        # Hypothesis tells of a failure on standard output, which is the row's alone.
        with contextlib.redirect_stdout(sys.stderr):
            row = torture(options.names[0], Scale(options.scale))
        json.dump(asdict(row), sys.stdout)
        return 0
    chosen = [promise for promise in PROMISES if not options.names or promise.name in options.names]
    started = time.monotonic()
    results = sorted(_run(chosen, Scale(options.scale)), key=lambda each: PROMISES.index(each[0]))
    text = _table(results, time.monotonic() - started)
    print(text)
    for promise, row, _ in results:
        for sentence in row.broken:
            print(f"BROKEN {promise.name}: {sentence}", file=sys.stderr)
    if not options.names and not options.no_report and Scale(options.scale) is not Scale.SHORT:
        put(REPORT, text, machine("whoosh-reloaded", "numpy", "pyvi"))
    return 1 if any(row.broken for _, row, _ in results) else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BY_NAME], metavar="NAME")
    parser.add_argument("--no-report", action="store_true", help="do not write the table")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--scale",
        choices=[scale.value for scale in Scale],
        default=os.environ.get("TORTURE") or "default",
    )
    return parser


def _run(promises: Iterable[Promise], scale: Scale) -> Iterator[Result]:
    shared = [promise for promise in promises if not promise.alone]
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        yield from pool.map(lambda promise: _apart(promise, scale), shared)
    yield from (_apart(promise, scale) for promise in promises if promise.alone)


def _apart(promise: Promise, scale: Scale) -> Result:
    """The row from a process of its own, which is stopped with all its children when it hangs."""
    command = [sys.executable, "-m", "tests.torture", "--here", "--scale", scale.value]
    limit = promise.minutes * 60 * (_FULL if scale is Scale.FULL else 1)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tracuu-torture-") as scratch:
        process = subprocess.Popen(
            [*command, promise.name],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "TMPDIR": scratch},
            start_new_session=True,
        )
        try:
            output, problem = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, problem = process.communicate()
            problem += f"\nstopped after {limit:.0f} s".encode()
    row = _read(process.returncode, output, problem.decode(errors="replace"))
    seconds = time.monotonic() - started
    mark = "BROKEN" if row.broken else "held"
    print(f"  {promise.name}: {mark}, {seconds:.0f} s, {row.outcome}", file=sys.stderr)
    return promise, row, seconds


def _read(code: int, output: bytes, problem: str) -> Row:
    if code:
        said = problem.strip().splitlines() or ["nothing"]
        print(problem, file=sys.stderr)
        return Row("the test itself failed", 0, said[-1], (f"exit {code}: {said[-1]}",))
    found = json.loads(output)
    return Row(found["done"], found["times"], found["outcome"], tuple(found["broken"]))


def _table(results: Sequence[Result], seconds: float) -> str:
    rows = [
        [
            f"{promise.text} ({promise.point})",
            row.done,
            f"{row.times:,}",
            row.outcome,
            "**broken**" if row.broken else "held",
            f"{taken:.0f} s",
        ]
        for promise, row, taken in results
    ]
    head = ["promise", "what was done", "how often", "what came of it", "", "time"]
    broken = sum(bool(row.broken) for _, row, _ in results)
    said = f"{len(results)} promises, {broken} broken, {seconds / 60:.1f} minutes in all."
    return f"{Table('Broken on purpose', head, rows)}\n\n{said}"


if __name__ == "__main__":
    sys.exit(main())
