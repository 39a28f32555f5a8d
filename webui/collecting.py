"""Python's collector of cycles, as a server of pages wants it."""

from __future__ import annotations

import gc

#: Python's usual first threshold is 700 new objects, passed many times a page. Measured at 100,000
#: articles over the benchmark's queries: the median page takes 4 to 10 % less.
_THRESHOLDS = (20_000, 10, 20)


def rarely() -> None:
    """For a process that serves: what was loaded is never looked through, the rest seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
