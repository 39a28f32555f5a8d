"""Why an address was not fetched."""

from __future__ import annotations

from datetime import datetime

from indexer.errors import IndexLocked, TracuuError


class HarvestLocked(IndexLocked):
    """Another harvest into the same data folder is under way (exit code 75)."""


class Unfetched(TracuuError):
    """Nothing usable came from this address; asking again soon gives the same."""


class Unreachable(Unfetched):
    """This page failed for now; it may come later."""


class Silent(Unreachable):
    """The host itself is not to be found or takes no connection."""


class Postponed(Unfetched):
    """The whole host is not to be asked before `until`.

    `again` where that was known already when the page's turn came.
    """

    def __init__(self, vi: str, en: str, until: datetime, *, again: bool = False) -> None:
        super().__init__(vi, en)
        self.until = until
        self.again = again


class UnfitList(Unfetched):
    """A feed, sitemap, listing or web archive that cannot be read."""
