"""One segment: an immutable file of posting lists, columns and stored articles."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.engines import moments
from indexer.engines.arrays import Array, ArrayFile, BrokenFile
from indexer.engines.base import Stored
from indexer.engines.fields import MOST, POSITIONAL, SKETCH, VIEWS
from indexer.engines.keys import Keys, decode, encode
from indexer.engines.moments import COLUMNS, Moments
from indexer.engines.stored import unpack

EXTENSION = ".seg"
#: How many keys a field remembers the numbers of.
_REMEMBERED = 4096
NO_POSITIONS: Array = np.zeros(0, np.uint16)


class Postings(NamedTuple):
    """One key's articles: numbers ascending, frequencies, and those in title and summary."""

    docs: Array
    freqs: Array
    titles: Array
    summaries: Array


class Field:
    """The posting lists of one view: its keys, and columns of all postings, key after key."""

    def __init__(self, file: ArrayFile, view: str) -> None:
        self.keys = Keys(file, view)
        #: Numbers of articles, frequencies, and the positions of all postings, mapped.
        self.docs = file.view(f"{view}.docs")
        self.freqs = file.view(f"{view}.freqs")
        self.positions = file.view(f"{view}.positions") if view in POSITIONAL else NO_POSITIONS
        #: Where the positions of every `BLOCK`th posting begin.
        self.blocks = file.view(f"{view}.blocks") if view in POSITIONAL else NO_POSITIONS
        self._file = file
        self._view = view
        self._first = file.memory(f"{view}.first")
        self._place = file.memory(f"{view}.place") if view in POSITIONAL else self._first
        self._numbers: dict[str, int] = {}

    def number(self, key: str) -> int:
        """The key's number, or -1."""
        number = self._numbers.get(key)
        if number is None:
            if len(self._numbers) >= _REMEMBERED:
                self._numbers.clear()
            number = self._numbers[key] = self.keys.find(encode(key))
        return number

    def first(self, number: int) -> int:
        """Where the key's postings begin."""
        return self._first[number]

    def place(self, number: int) -> int:
        """Where the key's positions begin: as many for each posting as its frequency."""
        return self._place[number]

    def count(self, number: int) -> int:
        """How many articles hold the key with this number, removed ones too."""
        return self._first[number + 1] - self._first[number]

    def counts(self, numbers: range) -> Array:
        """The same for a range of keys."""
        first = self._file.view(f"{self._view}.first")
        return np.diff(first[numbers.start : numbers.stop + 1].astype(np.int64))

    def size(self, number: int) -> int:
        """About how many bytes of the file the key's articles and positions take."""
        return 8 * self.count(number) + 2 * (self._place[number + 1] - self._place[number])

    def docs_of(self, number: int) -> Array:
        """The key's articles, mapped."""
        return self.docs[self._first[number] : self._first[number + 1]]

    def postings(self, number: int) -> Postings:
        """The key's posting list without positions, copied from the file."""
        first, last = self._first[number], self._first[number + 1]
        docs, freqs, heads = (
            self._file.read(f"{self._view}.{column}", first, last)
            for column in ("docs", "freqs", "heads")
        )
        return Postings(docs, freqs, heads & MOST, heads >> 4)


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

    @cached_property
    def moments(self) -> Moments:
        """When each article was first seen and changed. Raises `BrokenFile` as `stored` does."""
        if COLUMNS[0] in self.file:
            return Moments(*map(self.file.view, COLUMNS))
        return moments.of([self.stored(doc) for doc in range(self.count)])

    @property
    def sketches(self) -> Array:
        """Each article's sketch; one made before there were sketches has none in any."""
        has = "sketch" in self.file
        return self.file.view("sketch") if has else np.zeros(self.count, SKETCH)

    def stored_bytes(self, doc: int) -> bytes:
        """A stored article as `stored.pack` made it."""
        ends = self._stored_ends
        return self.file.read("stored", ends[doc], ends[doc + 1]).tobytes()

    def stored(self, doc: int) -> Stored:
        """A stored article. Raises `BrokenFile` if its bytes were altered."""
        try:
            return unpack(self.stored_bytes(doc))
        except (zlib.error, ValueError, LookupError, TypeError) as error:
            raise BrokenFile(f"article {doc}: {error}") from error
