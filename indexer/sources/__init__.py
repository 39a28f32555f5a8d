"""Files as received, made into articles."""

from indexer.sources.base import MAX_BYTES, Received, Refused
from indexer.sources.folder import Discovered, Found, discover
from indexer.sources.formats import read
from indexer.sources.identity import digest
from indexer.sources.portals import credit

__all__ = [
    "MAX_BYTES",
    "Discovered",
    "Found",
    "Received",
    "Refused",
    "credit",
    "digest",
    "discover",
    "read",
]
