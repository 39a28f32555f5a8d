"""Which analysis made an index: another one means that it must be made anew."""

from __future__ import annotations

import zlib
from importlib.resources import files
from typing import Final

#: Raised whenever the same text gives other keys or positions; a test tells when.
_RULES: Final = 4

#: The rules and the table of abbreviations.
VERSION: Final = (
    f"{_RULES}-{zlib.crc32(files('indexer.text').joinpath('abbreviations.tsv').read_bytes()):08x}"
)
