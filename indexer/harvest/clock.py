"""The time, and waiting: given to the harvest so that a test need not sit through a pause."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from indexer.article import VIETNAM


def _now() -> datetime:
    return datetime.now(VIETNAM)


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` gives an aware time, `sleep` waits for so many seconds."""

    now: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep
