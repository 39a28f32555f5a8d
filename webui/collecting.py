"""Python's collector of cycles, as a server of pages wants it."""

from __future__ import annotations

import gc

#: A page makes some thirty thousand objects and hardly a cycle. Python's usual 700 has it look
#: through all young ones forty times a page: 5 to 9 % of a page's time at 100,000 articles.
_THRESHOLDS = (20_000, 10, 20)


def rarely() -> None:
    """For a process that serves: what was loaded is never looked through, the rest seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
