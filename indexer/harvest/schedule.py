"""When a page is asked for again."""

from __future__ import annotations

from datetime import datetime, timedelta

#: After it was first seen: most corrections come in the first days, a removal at any time.
_VISITS = tuple(timedelta(days=days) for days in (1, 3, 7, 30))
#: A page is never asked for twice within this time.
LEAST = timedelta(hours=12)
#: A nightly run must not miss by a minute what it fetched a minute later the night before.
SLACK = timedelta(hours=1)
_FIRST_RETRY = timedelta(hours=12)
_LONGEST_RETRY = timedelta(days=7)
_TRIES = 10
_REFUSED = timedelta(days=30)


def next_visit(first_seen: datetime, now: datetime) -> datetime | None:
    """The next of the four visits, at least 12 hours from now; None after the last."""
    # What lies within the slack has been visited by now, if a little early.
    times = (first_seen + visit for visit in _VISITS)
    return next((max(time, now + LEAST) for time in times if time > now + SLACK), None)


def next_try(failures: int, now: datetime) -> datetime | None:
    """When a page that failed `failures` times in a row is tried again: ever later, then never."""
    if failures >= _TRIES:
        return None
    return now + min(_FIRST_RETRY * (1 << (failures - 1)), _LONGEST_RETRY)


def after_refusal(now: datetime) -> datetime:
    """When a page that may not be taken (robots.txt, size) is looked at again."""
    return now + _REFUSED
