"""The API as it describes itself: schemathesis asks whatever the description allows, and more."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.torture.row import Row, Scale
from tests.torture.serving import serving
from tests.webui.library import indexed

CONFIGURATION = Path(__file__).parents[1] / "webui" / "schemathesis.toml"
#: The names of the failures, and how to see each of them again.
_FAILED = re.compile(r"^(?:- .+|    curl .+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """How many requests there were, and what of the answers is not as described."""

    requests: int
    faults: tuple[str, ...]


def torture(scale: Scale) -> Row:
    """Ask a real server; every answer must be one that its description foretells."""
    examples = scale.of(2, 300, 3000)
    with tempfile.TemporaryDirectory() as place:
        indexed(Path(place))
        with serving(Path(place) / "index") as site:
            # What the coverage phase asks is the same each time, and a test of its own.
            short = ("--phases", "fuzzing") if scale is Scale.SHORT else ()
            found = ask(f"http://127.0.0.1:{site.port}", examples, *short, folder=Path(place))
            status, _ = site.get("/?q=tin")
    faults = found.faults
    if status != 200:
        faults += (f"afterwards a search is answered {status}",)
    return Row(
        "requests by schemathesis after the description of the API: right and wrong values of "
        "every parameter, empty, twice or missing, and other methods",
        found.requests,
        f"{len(faults)} answers that are not described" if faults else "every answer as described",
        faults[:20],
    )


def ask(site: str, examples: int, *options: str, folder: Path) -> Found:
    """Let schemathesis ask this site, with so many examples of each kind for an operation."""
    description = f"{site}/api/v1/openapi.json"
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--no-color"),
        *("--config-file", str(CONFIGURATION), "run", description, "--url", site),
        *("--workers", "2", "--max-examples", str(examples), "--seed", "1"),
        *("--continue-on-failure", "--generation-database", "none", "--warnings", "off"),
        *options,
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    generated = re.search(r"^  ([\d,]+) generated", done.stdout, re.MULTILINE)
    faults = [line.strip() for line in _FAILED.findall(done.stdout)]
    if done.returncode and not faults:
        faults = [f"schemathesis left with {done.returncode}: {(done.stdout + done.stderr)[-500:]}"]
    return Found(int(generated[1].replace(",", "")) if generated else 0, tuple(faults))
