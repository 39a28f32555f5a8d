"""What each host's robots.txt allows us, and how long it asks us to pause (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable

from protego import Protego

from indexer.harvest.connection import Answer
from indexer.harvest.errors import Unfetched, Unreachable
from indexer.text import decode

#: RFC 9309, 2.5: at least this much of the file is read; the rest may be left.
_MAX_BYTES = 500 * 1024
_ALL = Protego.parse("")
_NOTHING = Protego.parse("User-agent: *\nDisallow: /")

Get = Callable[[str], Answer]


class Robots:
    """The rules of the hosts asked in this run, each read once, by `get`."""

    def __init__(self, agent: str, get: Get) -> None:
        self._agent = agent
        self._get = get
        self._rules: dict[str, Protego] = {}

    def require(self, origin: str, url: str) -> None:
        """Raises Unfetched where the host does not want this address fetched by us."""
        if not self._of(origin).can_fetch(url, self._agent):
            raise Unfetched(
                f"robots.txt của {origin} không cho tải trang này",
                f"the robots.txt of {origin} does not allow this page",
            )

    def pause(self, origin: str) -> float:
        """The seconds the host wants between two requests; 0 where it says nothing."""
        return float(self._of(origin).crawl_delay(self._agent) or 0.0)

    def _of(self, origin: str) -> Protego:
        if origin not in self._rules:
            self._rules[origin] = self._read(origin)
        return self._rules[origin]

    def _read(self, origin: str) -> Protego:
        """No file (4xx) allows everything. Where it cannot be had now, neither can the pages."""
        answer = self._get(f"{origin}/robots.txt")
        if answer.status >= 500:
            raise Unreachable(
                f"{origin}/robots.txt báo lỗi {answer.status}",
                f"{origin}/robots.txt answers {answer.status}",
            )
        if answer.status != 200:
            return _ALL if answer.status >= 400 else _NOTHING
        return Protego.parse(decode(answer.body[:_MAX_BYTES]))
