"""A harvest: what the sources name is fetched, each page in its time, into the data folder."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from indexer.errors import TracuuError
from indexer.harvest import archives, journal, pages, schedule
from indexer.harvest.addresses import allowed
from indexer.harvest.clock import Clock
from indexer.harvest.connection import Limits
from indexer.harvest.errors import Postponed, Unfetched, UnfitList, Unreachable
from indexer.harvest.fetching import Fetched, Fetcher
from indexer.harvest.finding import find, validators
from indexer.harvest.keeping import keep
from indexer.harvest.ledger import Ledger, Visit, opened
from indexer.harvest.links import Link
from indexer.harvest.report import HarvestReport, Tally, harvest_json
from indexer.harvest.wanted import Source, Wanted
from indexer.logfile import log

#: Articles held in the ledger before they are brought into their files.
_WRITE_EVERY = 100
_CLOCK = Clock()
_LIMITS = Limits()
_GONE = (404, 410)

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Options:
    """`dry_run` reads the lists and asks for no page and writes nothing.

    `log` is the folder for the log, that of the ledger if None.
    """

    dry_run: bool = False
    log: Path | None = None


def harvest(
    wanted: Wanted,
    options: Options | None = None,
    *,
    clock: Clock = _CLOCK,
    limits: Limits = _LIMITS,
    progress: Progress | None = None,
) -> HarvestReport:
    """Ask the wanted sources for what is new or due, and keep it as files.

    Raises HarvestLocked where another harvest into the same folder is under way. A fault of one
    source or page is in the report and stops no other.
    """
    options = options or Options()
    started = time.monotonic()
    with contextlib.ExitStack() as stack:
        ledger = stack.enter_context(opened(wanted.data, for_trial=options.dry_run))
        logged = None
        if not options.dry_run:
            folder = options.log or wanted.data / journal.FOLDER
            logged = stack.enter_context(log(folder, "harvest"))
        this = _Harvest(wanted, ledger, clock, limits, Tally(logged), progress)
        if not options.dry_run:
            ledger.write()
        for source in wanted.sources:
            this.one(source, options)
        report = this.tally.report(time.monotonic() - started)
        if not options.dry_run:
            journal.write_report(wanted.data, clock.now(), harvest_json(report))
        return report


class _Harvest:
    """One run over the sources."""

    def __init__(
        self,
        wanted: Wanted,
        ledger: Ledger,
        clock: Clock,
        limits: Limits,
        tally: Tally,
        progress: Progress | None,
    ) -> None:
        agent = f"tracuu/{version('tracuu')} (+{wanted.agent_contact})"
        urls = [source.url for source in wanted.sources]
        allow = allowed(wanted.allow_hosts, urls)
        self._fetcher = Fetcher(agent, allow, clock, limits, ledger.hosts())
        self._ledger = ledger
        self._clock = clock
        self._limits = limits
        self._progress = progress
        self.tally = tally

    def one(self, source: Source, options: Options) -> None:
        """Look for new links in a source, then ask for its pages that are due."""
        self.tally.begin(source.name)
        if source.kind == "warc":
            self._archives(source, options)
        else:
            self._find(source)
            due = self._ledger.due(source.name, self._clock.now(), source.most)
            if options.dry_run:
                self.tally.waiting += len(due)
            else:
                self._visit_all(source, due)
        if not options.dry_run:
            self._ledger.write()
            self._ledger.set_hosts(self._fetcher.not_before)

    def _find(self, source: Source) -> None:
        try:
            found = find(source, self._fetcher, self._ledger, self._limits)
        except Postponed as problem:
            self._refuse_list(source, problem, new=not problem.again)
        except TracuuError as problem:
            self._refuse_list(source, problem, new=True)
        else:
            now = self._clock.now()
            self.tally.found += self._ledger.enter(source.name, found.links, now)
            for url, marks in found.validators.items():
                self._ledger.set_validators(url, marks)
            for fault in found.faults:
                self._refuse_list(source, fault, new=True)

    def _refuse_list(self, source: Source, problem: TracuuError, *, new: bool) -> None:
        if new:
            self.tally.refuse(source.name, source.url or str(source.path), problem)

    # Pages

    def _visit_all(self, source: Source, due: list[Visit]) -> None:
        for number, visit in enumerate(due, 1):
            self._visit(source, visit)
            if self._progress:
                self._progress(number, len(due))
            if number % _WRITE_EVERY == 0:
                self._ledger.write()

    def _visit(self, source: Source, visit: Visit) -> None:
        """Ask for one page and note what came of it, all in one transaction."""
        try:
            fetched = self._fetcher.get(
                visit.link.url, pace=source.pace, etag=visit.etag, modified=visit.modified
            )
        except Postponed as problem:
            self.tally.waiting += 1
            self._ledger.set_hosts(self._fetcher.not_before)
            if not problem.again:
                self.tally.refuse(source.name, visit.link.url, problem)
            return
        except TracuuError as problem:
            self.tally.seen += 1
            self._refused(source, visit, problem)
            return
        self.tally.seen += 1
        with self._ledger.together():
            self._answered(source, visit, fetched)

    def _answered(self, source: Source, visit: Visit, fetched: Fetched) -> None:
        status = fetched.answer.status
        if status in _GONE or _leads_home(visit.link.url, fetched.url):
            self._vanished(source, visit, status)
        elif status == 304:
            self._ledger.seen(visit.article, self._clock.now())
            self._settle(source, visit, visit.article)
        elif status == 200:
            self._came(source, visit, fetched)
        elif status >= 500:
            self._refused(source, visit, _answer(status, Unreachable))
        else:
            self._refused(source, visit, _answer(status, Unfetched))

    def _came(self, source: Source, visit: Visit, fetched: Fetched) -> None:
        try:
            harvested = pages.read(fetched, source, visit.link)
        except TracuuError as problem:
            self._refused(source, visit, problem, for_good=not visit.article)
            return
        now = self._clock.now()
        outcome, known = keep(self._ledger, harvested, visit.link.url, source, now)
        self.tally.count(source.name, outcome, visit.link.url)
        speaks = known.page == visit.link.url
        due = schedule.next_visit(visit.found, now) if speaks else None
        self._ledger.asked(
            visit.link.url, now, due, article=known.id, validators=validators(fetched)
        )

    def _settle(self, source: Source, visit: Visit, article: str) -> None:
        now = self._clock.now()
        due = schedule.next_visit(visit.found, now)
        self._ledger.asked(visit.link.url, now, due, article=article or None)
        self.tally.count(source.name, "unchanged")

    def _vanished(self, source: Source, visit: Visit, status: int) -> None:
        """Mark the article, unless it stands at another address, which then speaks for it."""
        if not visit.article:
            self._refused(source, visit, _answer(status, Unfetched))
            return
        now = self._clock.now()
        url = visit.link.url
        self._ledger.asked(url, now, schedule.next_visit(visit.found, now), problem="gone")
        known = self._ledger.article(visit.article)
        if known is None or known.page != url:
            return
        other = self._ledger.other_page(known.id, url)
        if other:
            self._ledger.speak(known.id, other)
            self._ledger.wake(other, now)
        elif not known.gone:
            self._ledger.set_gone(known.id)
            self.tally.count(source.name, "gone", url)
        else:
            self.tally.count(source.name, "unchanged")

    def _refused(
        self, source: Source, visit: Visit, problem: TracuuError, *, for_good: bool = False
    ) -> None:
        """Note why nothing came; said once, not at every visit."""
        now = self._clock.now()
        failures = visit.failures + 1
        if for_good:
            due = None
        elif isinstance(problem, Unreachable):
            due = schedule.next_try(failures, now)
        elif visit.article:
            due = schedule.next_visit(visit.found, now)
        else:
            due = schedule.after_refusal(now)
        self._ledger.asked(visit.link.url, now, due, failures=failures, problem=problem.vi)
        if problem.vi != visit.problem:
            self.tally.refuse(source.name, visit.link.url, problem)

    # Web archives

    def _archives(self, source: Source, options: Options) -> None:
        assert source.path is not None  # noqa: S101 # nosec B101 # for mypy
        try:
            for path in archives.files(source.path):
                mark = (archives.mark(path), "")
                if self._ledger.validators(str(path.resolve())) == mark:
                    continue
                self.tally.waiting += options.dry_run
                if not options.dry_run:
                    self._archive(source, path)
                    self._ledger.set_validators(str(path.resolve()), mark)
        except UnfitList as problem:
            self._refuse_list(source, problem, new=True)

    def _archive(self, source: Source, path: Path) -> None:
        """Keep the articles of one archive; a damaged one gives those before the damage."""
        try:
            for number, item in enumerate(archives.read(path, self._limits.max_bytes), 1):
                self.tally.seen += 1
                if isinstance(item, Unfetched):
                    self.tally.refuse(source.name, str(path), item)
                else:
                    self._archived(source, *item)
                if number % _WRITE_EVERY == 0:
                    self._ledger.write()
        except UnfitList as problem:
            self.tally.refuse(source.name, str(path), problem)

    def _archived(self, source: Source, fetched: Fetched, at: datetime) -> None:
        try:
            harvested = pages.read(fetched, source, Link(fetched.url))
        except TracuuError:
            # An archive of a whole site is mostly pages that are no articles.
            self.tally.count(source.name, "passed over")
            return
        page = harvested.article.url
        with self._ledger.together():
            outcome, _ = keep(self._ledger, harvested, page, source, at)
        self.tally.count(source.name, outcome, page)


def _leads_home(asked: str, came: str) -> bool:
    """Portals send who asks for a removed article to their front page."""
    return urlsplit(came).path in ("", "/") and urlsplit(asked).path not in ("", "/")


def _answer(status: int, kind: type[Unfetched]) -> Unfetched:
    return kind(f"máy chủ trả lời {status}", f"the server answers {status}")
