"""The parts of an index: its Whoosh schema, its views, and the version of what is in it.

Each view is one posting list a key, over the whole article: title, then summary, then body and
captions, in one space of positions with `GAP` free positions between them. How often a key stands
in the title and in the summary is kept beside its frequency, so the title is a field of its own
to search without lists of its own.
"""

from __future__ import annotations

import numpy as np
from whoosh import fields, formats

import indexer.text
from indexer.query.tree import View
from indexer.text.sketch import NONE

#: Raised whenever the files' layout or meaning changes.
LAYOUT = 2
#: What an index was made by; another version means: rebuild.
VERSION = f"{LAYOUT}.{getattr(indexer.text, 'VERSION', 0)}"

VIEWS: tuple[View, ...] = ("folded", "exact", "compound")
#: Views whose posting lists have positions.
POSITIONAL: tuple[View, ...] = ("folded", "exact")
#: Free positions between title, summary and body: no phrase or window reaches across.
GAP = 100
#: Where the positions of a posting begin is written for every so-manieth posting of a view; the
#: frequencies of the others are added up.
BLOCK = 8
#: A key's frequency in the title (low half of a byte) and in the summary (high half) stops here.
MOST = 15

#: How a sketch is kept: as so many bytes.
SKETCH = np.dtype(f"V{len(NONE)}")

INDEX_NAME = "TRACUU"
TITLE = "title_"


class ArrayPositions(formats.Positions):  # type: ignore[misc]
    """Positions as 32-bit numbers; Whoosh's own are pickled."""

    def decode_positions(self, valuestring: bytes) -> list[int]:
        return list(np.frombuffer(valuestring, "<u4").tolist())

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // 4


def schema() -> fields.Schema:
    """The schema by which Whoosh's own searcher reads the index: a field a view and scope."""
    made = fields.Schema(id=fields.ID(stored=True, unique=True))
    for view in VIEWS:
        form = ArrayPositions() if view in POSITIONAL else formats.Frequency()
        for name in (view, TITLE + view):
            made.add(name, fields.FieldType(form, analyzer=None, scorable=True))
    return made
