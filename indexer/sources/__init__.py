"""Files as received, made into articles."""

from indexer.sources.base import MAX_BYTES, Received, Refused
from indexer.sources.folder import Discovered, Found, discover
from indexer.sources.formats import read
from indexer.sources.identity import digest

__all__ = [
    "MAX_BYTES",
    "Discovered",
    "Found",
    "Received",
    "Refused",
    "digest",
    "discover",
    "read",
]
