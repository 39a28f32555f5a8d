"""Asking for addresses politely: robots.txt, one request at a time, pauses, patience, refusals."""

from __future__ import annotations

import email.utils
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from indexer.harvest.addresses import Allowed
from indexer.harvest.clock import Clock
from indexer.harvest.connection import Answer, Limits, request
from indexer.harvest.errors import Postponed, Silent, Unfetched, Unreachable
from indexer.harvest.robots import Robots
from indexer.sources.identity import joined

_REDIRECTS = 5
_REDIRECTING = (301, 302, 303, 307, 308)
#: Too many requests, and the three ways of saying that the server behind is not there.
_BUSY = (429, 502, 503, 504)
_TRIES = 3
_FIRST_WAIT = 5.0
#: Seconds that are waited within a run; what wants longer is left to a later run.
_LONGEST_WAIT = 300.0
_RETRY_HOST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer for an address; `url` is where it came from in the end."""

    url: str
    answer: Answer


class Fetcher:
    """Fetches one address after another. Not for several threads.

    `agent` is the User-Agent. `not_before` holds the hosts that asked to be left alone for now.
    """

    def __init__(
        self,
        agent: str,
        allow: Allowed,
        clock: Clock,
        limits: Limits,
        not_before: Mapping[str, datetime],
    ) -> None:
        self._headers = {
            "User-Agent": agent,
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "vi,en;q=0.5",
            "Connection": "close",
        }
        self._allow = allow
        self._clock = clock
        self._limits = limits
        self._last: dict[str, datetime] = {}
        self._pace = 0.0
        self._robots = Robots(agent, self._rules)
        self.not_before = dict(not_before)

    def get(self, url: str, *, pace: float, etag: str = "", modified: str = "") -> Fetched:
        """The page at this address, after redirects; 304 where `etag` or `modified` still hold.

        `pace` is the least number of seconds between two requests to a host. Raises Unfetched
        for what may not or cannot be taken, Unreachable where the page fails for now, and
        Postponed where the host is to be left alone.
        """
        self._pace = pace
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = self._headers | {name: value for name, value in conditions.items() if value}
        return self._follow(url, headers, by_the_rules=True)

    def _rules(self, url: str) -> Answer:
        return self._follow(url, self._headers, by_the_rules=False).answer

    def _follow(self, url: str, headers: Mapping[str, str], *, by_the_rules: bool) -> Fetched:
        for _ in range(_REDIRECTS + 1):
            parts = _require_web(url)
            if by_the_rules:
                self._robots.require(_origin(parts), url)
            pause = self._robots.pause(_origin(parts)) if by_the_rules else 0.0
            answer = self._patiently(parts, headers, max(pause, self._pace))
            if answer.status not in _REDIRECTING:
                return Fetched(url, answer)
            location = _location(answer)
            url = joined(url, location) or location
        raise Unfetched(f"chuyển hướng quá {_REDIRECTS} lần", f"more than {_REDIRECTS} redirects")

    def _patiently(self, url: SplitResult, headers: Mapping[str, str], pause: float) -> Answer:
        """The answer; a busy or failing host is asked up to three times, waiting ever longer."""
        host = url.netloc
        self._require_open(host)
        for attempt in range(_TRIES):
            wait = _FIRST_WAIT * 2**attempt
            try:
                answer = self._once(url, headers, pause)
                if answer.status not in _BUSY:
                    return answer
                wait = _retry_after(answer, self._clock.now()) or wait
                problem: Unreachable = Unreachable(
                    f"{host} đang bận (lỗi {answer.status})", f"{host} is busy ({answer.status})"
                )
            except Unreachable as failed:
                answer, problem = None, failed
            if wait > _LONGEST_WAIT or attempt == _TRIES - 1:
                break
            self._clock.sleep(wait)
        if answer is None and not isinstance(problem, Silent):
            raise problem
        until = self._clock.now() + max(_RETRY_HOST, timedelta(seconds=wait))
        self.not_before[host] = until
        raise Postponed(problem.vi, problem.en, until) from problem

    def _once(self, url: SplitResult, headers: Mapping[str, str], pause: float) -> Answer:
        self._pause(url.netloc, pause)
        try:
            return request(url, headers, self._limits, self._allow)
        finally:
            self._last[url.netloc] = self._clock.now()

    def _pause(self, host: str, seconds: float) -> None:
        last = self._last.get(host)
        if last is None:
            return
        until = last + timedelta(seconds=seconds)
        wait = (until - self._clock.now()).total_seconds()
        if wait > _LONGEST_WAIT:
            self.not_before[host] = until
            self._require_open(host)
        elif wait > 0:
            self._clock.sleep(wait)

    def _require_open(self, host: str) -> None:
        until = self.not_before.get(host)
        if until and self._clock.now() < until:
            raise Postponed(
                f"{host} muốn được để yên đến {until:%H:%M %d/%m}",
                f"{host} is to be left alone until {until:%Y-%m-%d %H:%M}",
                until,
                again=True,
            )


def _require_web(url: str) -> SplitResult:
    """The parts of an address that may be asked for at all."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or " " in parts.netloc or any(c < " " or c == "\x7f" for c in url):
        raise Unfetched(
            f"chỉ tải địa chỉ http và https: {url[:200]}",
            f"only http and https addresses are fetched: {url[:200]}",
        )
    return parts


def _location(answer: Answer) -> str:
    """Where a redirect leads; many portals write the address as plain UTF-8, with spaces."""
    written = answer.headers.get("location", "").strip().replace(" ", "%20")
    return written.encode("latin-1", "replace").decode("utf-8", "replace")


def _origin(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc}"


def _retry_after(answer: Answer, now: datetime) -> float:
    """Seconds, written as such or as a date (RFC 9110, 10.2.3); 0 where it says nothing."""
    written = answer.headers.get("retry-after", "").strip()
    if written.isascii() and written.isdigit():
        return float(min(int(written), 86_400 * 30))
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(written) - now).total_seconds())
    except (ValueError, TypeError):
        return 0.0
