"""When articles were first seen and last changed, as numbers that can be compared at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np

from indexer.article import VIETNAM
from indexer.engines.arrays import Array
from indexer.engines.base import Stored

#: The columns of a segment; segments of before there were any are read article by article.
COLUMNS = ("seen", "changed")
#: A moment that never came: before all others.
NEVER = -(2**63)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moments(NamedTuple):
    """Microseconds since 1970 for each article; `changed` is `NEVER` where it was not."""

    seen: Array
    changed: Array


def microseconds(moment: datetime | None) -> int:
    """A moment as it stands in the columns."""
    return NEVER if moment is None else (moment - _EPOCH) // _MICROSECOND


def moment(number: int) -> datetime:
    """The moment of such a number, in Vietnam's zone."""
    return (_EPOCH + number * _MICROSECOND).astimezone(VIETNAM)


def of(stored: list[Stored]) -> Moments:
    """The moments of these articles."""
    return Moments(
        np.array([microseconds(each.first_seen) for each in stored], np.int64),
        np.array([microseconds(each.changed) for each in stored], np.int64),
    )
