"""Feeds, sitemaps, listings and web archives → files of articles, for `tracuu index` to read.

Loaded when first used, as the door `indexer` is: who only looks at the last report need not wait
for the readers of feeds and archives.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.harvest.harvesting import Options, harvest
    from indexer.harvest.journal import last_report
    from indexer.harvest.report import HarvestReport, harvest_json
    from indexer.harvest.wanted import Source, Wanted, read

__all__ = [
    "HarvestReport",
    "Options",
    "Source",
    "Wanted",
    "harvest",
    "harvest_json",
    "last_report",
    "read",
]

_HOME = {
    "HarvestReport": "report",
    "Options": "harvesting",
    "Source": "wanted",
    "Wanted": "wanted",
    "harvest": "harvesting",
    "harvest_json": "report",
    "last_report": "journal",
    "read": "wanted",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'indexer.harvest' has no attribute {name!r}")
    return getattr(importlib.import_module(f"indexer.harvest.{_HOME[name]}"), name)
