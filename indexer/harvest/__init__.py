"""Feeds, sitemaps, listings and web archives → files of articles, for `tracuu index` to read."""

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
