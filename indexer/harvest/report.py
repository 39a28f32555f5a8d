"""What a harvest did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from logging import Logger
from typing import Any, Literal

from indexer.errors import TracuuError

Outcome = Literal["new", "changed", "unchanged", "gone", "passed over"]
_TOLD = ("new", "changed", "gone")


@dataclass(frozen=True, slots=True)
class Refused:
    """An address nothing was taken from, and why."""

    source: str
    url: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class HarvestReport:
    """What a harvest did.

    `seen` pages were asked for. `found` of the links were not known before; `waiting` pages are
    due and left to a later run, as when their host asked to be left alone. `refused` are those
    whose refusal is new. `outcomes` counts by source name and outcome.
    """

    seen: int
    found: int
    waiting: int
    outcomes: dict[str, Counter[str]]
    refused: tuple[Refused, ...]
    seconds: float

    def count(self, outcome: Outcome) -> int:
        """How many pages ended so."""
        return sum(counts[outcome] for counts in self.outcomes.values())


def harvest_json(report: HarvestReport) -> dict[str, Any]:
    """`harvest --json`."""
    names: tuple[Outcome, ...] = ("new", "changed", "unchanged", "gone")
    return {
        "seen": report.seen,
        **{name: report.count(name) for name in names},
        "found": report.found,
        "waiting": report.waiting,
        "refused": [
            {"source": r.source, "url": r.url, "reason": {"vi": r.vi, "en": r.en}}
            for r in report.refused
        ],
        "sources": [
            {"name": name, **{outcome: counts[outcome] for outcome in names}}
            for name, counts in report.outcomes.items()
        ],
        "seconds": round(report.seconds, 2),
    }


class Tally:
    """Counts while a harvest runs; what is new is logged too."""

    def __init__(self, log: Logger | None) -> None:
        self._log = log
        self.seen = self.found = self.waiting = 0
        self.outcomes: dict[str, Counter[str]] = {}
        self.refused: list[Refused] = []

    def begin(self, source: str) -> None:
        """A source's turn."""
        self.outcomes[source] = Counter()

    def count(self, source: str, outcome: Outcome, url: str = "") -> None:
        """A page of a source ended so."""
        self.outcomes[source][outcome] += 1
        if self._log and outcome in _TOLD:
            self._log.info("%s: %s %s", source, outcome, url)

    def refuse(self, source: str, url: str, problem: TracuuError) -> None:
        """A page, or a whole list, was refused."""
        self.refused.append(Refused(source, url, problem.vi, problem.en))
        if self._log:
            self._log.warning("%s: refused %s: %s", source, url, problem)

    def report(self, seconds: float) -> HarvestReport:
        """The counts as they stand."""
        report = HarvestReport(
            self.seen, self.found, self.waiting, self.outcomes, tuple(self.refused), seconds
        )
        if self._log:
            self._log.info("done: %s", {**harvest_json(report), "refused": len(self.refused)})
        return report
