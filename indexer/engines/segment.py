"""One segment: an immutable file of posting lists, columns and stored articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array, ArrayFile
from indexer.engines.base import Stored
from indexer.engines.fields import MOST, POSITIONAL, VIEWS
from indexer.engines.keys import Keys, decode, encode
from indexer.engines.stored import unpack

EXTENSION = ".seg"


class Postings(NamedTuple):
    """One key's articles: numbers ascending, frequencies, and those in title and summary."""

    docs: Array
    freqs: Array
    titles: Array
    summaries: Array


class Field:
    """The posting lists of one view."""

    def __init__(self, file: ArrayFile, view: str) -> None:
        self._file = file
        self._view = view
        self.keys = Keys(file, view)
        self._first = file.memory(f"{view}.first")
        self._place = file.memory(f"{view}.place") if view in POSITIONAL else None
        self._docs = file.view(f"{view}.docs")
        self._freqs = file.view(f"{view}.freqs")
        self._heads = file.view(f"{view}.heads")

    def count(self, number: int) -> int:
        """How many articles hold the key with this number, removed ones too."""
        return int(self._first[number + 1] - self._first[number])

    def counts(self, numbers: range) -> Array:
        """The same for a range of keys."""
        first = self._file.view(f"{self._view}.first")
        return np.diff(first[numbers.start : numbers.stop + 1])

    def docs(self, number: int) -> Array:
        """The key's articles, mapped."""
        return self._docs[self._first[number] : self._first[number + 1]]

    def freqs(self, number: int) -> Array:
        """The key's frequencies, mapped."""
        return self._freqs[self._first[number] : self._first[number + 1]]

    def postings(self, number: int) -> Postings:
        """The key's posting list without positions, mapped."""
        heads = self._heads[self._first[number] : self._first[number + 1]]
        return Postings(self.docs(number), self.freqs(number), heads & MOST, heads >> 4)

    def place(self, number: int) -> int:
        """Where in `all_positions` those of the key begin, its articles' one after another."""
        if self._place is None:
            raise ValueError(f"no positions in {self._view}")
        return int(self._place[number])

    def all_positions(self) -> Array:
        """The positions of all keys, mapped."""
        return self._file.view(f"{self._view}.positions")


class Segment:
    """A segment, open for reading and safe to share between threads.

    Raises OSError or `BrokenFile` if it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.file = ArrayFile(path)
        self.count = int(self.file.facts["articles"])
        self.fields = {view: Field(self.file, view) for view in VIEWS}
        self.ids = Keys(self.file, "id")
        self._doc_of_id = self.file.memory("id.docs")
        self._id_of_doc = self.file.memory("id.order")
        self._stored_ends = self.file.memory("stored.ends")

    def find(self, id_: str) -> int:
        """The number of the article with this id, or -1."""
        number = self.ids.find(encode(id_))
        return -1 if number < 0 else int(self._doc_of_id[number])

    def id(self, doc: int) -> str:
        """The id of an article."""
        return decode(self.ids[self._id_of_doc[doc]])

    def all_ids(self) -> Iterator[tuple[str, int]]:
        """Every id with its article's number, in the order of ids."""
        return zip(map(decode, self.ids.all()), self._doc_of_id, strict=True)

    def stored_bytes(self, doc: int) -> bytes:
        """A stored article as `stored.pack` made it."""
        ends = self._stored_ends
        return self.file.read("stored", ends[doc], ends[doc + 1]).tobytes()

    def stored(self, doc: int) -> Stored:
        """A stored article."""
        return unpack(self.stored_bytes(doc))
