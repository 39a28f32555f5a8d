"""Prepared articles gathered in memory and written as one segment."""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array, ArrayWriter
from indexer.engines.base import Prepared
from indexer.engines.fields import GAP, INDEX_NAME, SKETCH
from indexer.engines.hashing import Written
from indexer.engines.inverting import Occurrences, Text, write_field
from indexer.engines.keys import encode, write_keys
from indexer.engines.moments import microseconds
from indexer.engines.segment import EXTENSION
from indexer.engines.stored import pack
from indexer.text.analysed import Analysed

#: Seconds since 1970 of an article whose date is unknown.
UNDATED = -(2**62)
#: What an occurrence takes in memory, about, while it is sorted.
_BYTES = 16
#: How a role is kept; where an article has a district twice, the higher role counts.
ROLES = {"implied": 0, "mention": 1, "main": 2}


class Built(NamedTuple):
    """A finished segment file, and which change each of its articles came from."""

    name: str
    articles: int
    written: Written
    sequence: Array


def new_name() -> str:
    """A name for a segment that no other has."""
    return secrets.token_hex(8)


def segment_path(folder: Path, name: str) -> Path:
    """Where the segment of this name lies."""
    return folder / f"{INDEX_NAME}_{name}{EXTENSION}"


class Labels:
    """One column of labels, any number of them an article."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._ends = array("Q", [0])
        self._codes = array("I")
        self._roles = array("B")

    def add(self, labels: Iterable[tuple[str, int]]) -> None:
        """The labels of the next article, each with its role's number."""
        best: dict[str, int] = {}
        for label, role in labels:
            best[label] = max(role, best.get(label, 0))
        for label, role in best.items():
            self._codes.append(self._numbers.setdefault(label, len(self._numbers)))
            self._roles.append(role)
        self._ends.append(len(self._codes))

    def write(self, writer: ArrayWriter, name: str) -> list[str]:
        """Write the column; its labels in the order of their codes."""
        writer.put(f"{name}.ends", np.frombuffer(self._ends, np.uint64))
        writer.put(f"{name}.codes", np.frombuffer(self._codes, np.uint32))
        writer.put(f"{name}.roles", np.frombuffer(self._roles, np.uint8))
        return list(self._numbers)


class Builder:
    """Gathers prepared articles until they are written as a segment."""

    def __init__(self) -> None:
        self.count = 0
        self._ids: list[str] = []
        self._sequence = array("Q")
        self._published = array("q")
        self._seen = array("q")
        self._changed = array("q")
        self._sketches: list[bytes] = []
        self._stored: list[bytes] = []
        self._stored_size = 0
        self._labels = {name: Labels() for name in ("district", "province", "commune", "source")}
        self._exact = Occurrences()
        self._folded = Occurrences()
        self._compound = Occurrences()
        self._positions = array("I")
        #: Three numbers an article: of title, summary and body.
        self._tokens = array("I")
        self._words = array("I")
        self._lengths = array("I")

    @property
    def weight(self) -> int:
        """How many occurrences are held in memory, and what else is, in as many bytes as they."""
        return 2 * len(self._exact) + len(self._compound) + self._stored_size // _BYTES

    def add(self, sequence: int, prepared: Prepared) -> None:
        """Take an article. Raises before anything is taken if it cannot be stored."""
        stored = prepared.stored
        parts = (prepared.title, prepared.summary, prepared.body)
        for part in parts:
            if not len(part.exact) == len(part.folded) == len(part.positions):
                raise ValueError("exact, folded and positions differ in length")
        self._stored.append(pack(stored))
        self._stored_size += len(self._stored[-1])
        self._ids.append(stored.article.id)
        self._sequence.append(sequence)
        published = stored.article.published
        self._published.append(UNDATED if published is None else int(published.at.timestamp()))
        self._seen.append(microseconds(stored.first_seen))
        self._changed.append(microseconds(stored.changed))
        self._sketches.append(prepared.sketch)
        self._add_labels(prepared)
        for part in parts:
            self._add_text(part)
        self.count += 1

    def _add_labels(self, prepared: Prepared) -> None:
        places, article = prepared.stored.places, prepared.stored.article
        province = places.province
        labels = self._labels
        labels["district"].add((d.code, ROLES[d.role]) for d in places.districts)
        labels["province"].add([(province.code, 0)] if province else [])
        labels["commune"].add((c.code, 0) for c in places.communes)
        labels["source"].add([(article.source, 0)] if article.source else [])

    def _add_text(self, part: Analysed) -> None:
        self._exact.add(part.exact)
        self._folded.add(part.folded)
        self._compound.add(part.compounds)
        self._positions.extend(part.positions)
        self._tokens.append(len(part.exact))
        self._words.append(len(part.compounds))
        self._lengths.append(part.length)

    def write(self, folder: Path) -> Built:
        """Write what was gathered as a new segment file, synced to the disk."""
        name = new_name()
        writer = ArrayWriter(segment_path(folder, name))
        try:
            labels = {key: column.write(writer, key) for key, column in self._labels.items()}
            self._write_articles(writer)
            self._write_texts(writer)
            written = writer.finish({"articles": self.count, "labels": labels})
        except BaseException:
            writer.abandon()
            raise
        return Built(name, self.count, written, np.array(self._sequence, np.uint64))

    def _write_articles(self, writer: ArrayWriter) -> None:
        writer.put("published", np.frombuffer(self._published, np.int64))
        writer.put("seen", np.frombuffer(self._seen, np.int64))
        writer.put("changed", np.frombuffer(self._changed, np.int64))
        writer.put("sketch", np.frombuffer(b"".join(self._sketches), SKETCH))
        write_ids(writer, [encode(id_) for id_ in self._ids])
        ends = np.zeros(self.count + 1, np.uint64)
        np.cumsum(np.fromiter(map(len, self._stored), np.uint64, self.count), out=ends[1:])
        writer.put("stored.ends", ends)
        writer.put("stored", np.frombuffer(b"".join(self._stored), np.uint8))

    def _write_texts(self, writer: ArrayWriter) -> None:
        lengths = _by_part(self._lengths)
        words = _by_part(self._words)
        for number, part in enumerate(("title", "summary", "body")):
            writer.put(f"{part}.length", lengths[:, number])
            writer.put(f"{part}.words", words[:, number] // 2)
        tokens = np.frombuffer(self._tokens, np.uint32)
        positions = np.frombuffer(self._positions, np.uint32) + np.repeat(
            _bases(lengths).reshape(-1), tokens
        )
        text = _text(self.count, tokens)
        write_field(writer, "folded", self._folded, text, positions)
        write_field(writer, "exact", self._exact, text, positions)
        text = _text(self.count, np.frombuffer(self._words, np.uint32))
        write_field(writer, "compound", self._compound, text, None)


def write_ids(writer: ArrayWriter, ids: Sequence[bytes]) -> None:
    """Write the ids of articles 0, 1, 2…: sorted, with the ways there and back."""
    # Of one id's documents the last comes first: it is the one that is not deleted.
    by_id = sorted(range(len(ids) - 1, -1, -1), key=ids.__getitem__)
    write_keys(writer, "id", [ids[doc] for doc in by_id])
    docs = np.array(by_id, np.uint32)
    order = np.empty_like(docs)
    order[docs] = np.arange(len(ids), dtype=np.uint32)
    writer.put("id.docs", docs)
    writer.put("id.order", order)


def _by_part(numbers: array[int]) -> Array:
    return np.frombuffer(numbers, np.uint32).reshape(-1, 3)


def _bases(lengths: Array) -> Array:
    """The first position of each article's title, summary and body."""
    bases = np.zeros_like(lengths)
    bases[:, 1] = lengths[:, 0] + GAP
    bases[:, 2] = bases[:, 1] + lengths[:, 1] + GAP
    return bases


def _text(count: int, sizes: Array) -> Text:
    docs = np.repeat(np.arange(count, dtype=np.uint32), 3)
    parts = np.tile(np.arange(3, dtype=np.uint8), count)
    return Text(np.repeat(docs, sizes), np.repeat(parts, sizes))
