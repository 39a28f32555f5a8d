"""Our segments through Whoosh's codec interface, so that Whoosh's own searcher reads the index.

The engine itself does not search this way: Whoosh's matchers walk postings one by one. It is the
reference: a test compares what both find.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import ListMatcher
from whoosh.query.spans import Span
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import pack_uint

from indexer.engines.arrays import Array
from indexer.engines.building import segment_path
from indexer.engines.fields import POSITIONAL, TITLE, VIEWS
from indexer.engines.segment import Segment
from indexer.query.tree import View

Item = tuple[tuple[str, bytes], TermInfo]


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads segments. They are written by `building` and `merging`, whole arrays at a time."""

    def terms_reader(self, storage: FileStorage, segment: Any) -> ArrayTerms:
        return ArrayTerms(_open(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: Any) -> ArrayDocuments:
        return ArrayDocuments(_open(storage, segment), segment)

    def new_segment(self, storage: FileStorage, indexname: str) -> Any:
        raise NotImplementedError("segments are written by indexer.engines.building")


def _open(storage: FileStorage, segment: Any) -> Segment:
    return Segment(segment_path(Path(storage.folder), segment.segid))


class ArrayMatcher(ListMatcher):  # type: ignore[misc]
    """Walks one posting list for Whoosh."""

    def spans(self) -> list[Span]:
        """The positions in the current article."""
        return [Span(position) for position in self.value_as("positions")]


class _Found(NamedTuple):
    """One key's postings in one of Whoosh's fields."""

    docs: Array
    freqs: Array
    #: The positions of each posting, None where the field has none.
    positions: Sequence[Array] | None


class ArrayTerms(base.TermsReader):  # type: ignore[misc]
    """The keys and posting lists of a segment under the names of Whoosh's fields."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        return ["id", *(name for view in VIEWS for name in (view, TITLE + view))]

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return (term for name in sorted(self.indexed_field_names()) for term in self._from(name))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return self._from(fieldname, prefix)

    def items(self) -> Iterator[Item]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[Item]:
        return ((term, self.term_info(*term)) for term in self._from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        found = self._required(fieldname, text)
        total = int(found.freqs.sum())
        most = int(found.freqs.max())
        last = int(found.docs[-1])
        return TermInfo(total, len(found.docs), 1, 1, most, int(found.docs[0]), last)

    def frequency(self, fieldname: str, text: bytes) -> int:
        found = self._find(fieldname, text)
        return 0 if found is None else int(found.freqs.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        found = self._find(fieldname, text)
        return 0 if found is None else len(found.docs)

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> ArrayMatcher:
        found = self._required(fieldname, text)
        if found.positions is None:
            values = [pack_uint(freq) for freq in found.freqs.tolist()]
        else:
            values = [own.astype("<u4").tobytes() for own in found.positions]
        return ArrayMatcher(
            found.docs.tolist(),
            found.freqs.astype(float).tolist(),
            values,
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def close(self) -> None:
        """Nothing to do: the file closes with its last reader."""

    def _from(self, fieldname: str, prefix: bytes = b"") -> Iterator[tuple[str, bytes]]:
        segment = self._segment
        keys = segment.ids if fieldname == "id" else segment.fields[_view(fieldname)].keys
        start = keys.first(prefix)
        terms = ((fieldname, keys[number]) for number in range(start, len(keys)))
        return (term for term in terms if term in self)

    def _required(self, fieldname: str, text: bytes) -> _Found:
        found = self._find(fieldname, text)
        if found is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return found

    def _find(self, fieldname: str, text: bytes) -> _Found | None:
        if fieldname == "id":
            doc = self._segment.find(text.decode("utf-8", "surrogatepass"))
            return None if doc < 0 else _Found(np.array([doc]), np.array([1]), None)
        view = _view(fieldname)
        field = self._segment.fields[view]
        number = field.keys.find(text)
        if number < 0:
            return None
        docs, freqs, titles, _ = field.postings(number)
        positions = None
        if view in POSITIONAL:
            start = field.place(number)
            whole = field.positions[start : start + int(freqs.sum())]
            positions = np.split(whole, np.cumsum(freqs)[:-1])
        found = _Found(docs, freqs, positions)
        return found if fieldname == view else self._in_titles(found, titles)

    def _in_titles(self, found: _Found, titles: Array) -> _Found | None:
        held = np.flatnonzero(titles)
        if not len(held):
            return None
        docs = found.docs[held]
        if found.positions is None:
            return _Found(docs, titles[held], None)
        lengths = self._segment.file.view("title.length")[docs].tolist()
        own = [found.positions[number] for number in held.tolist()]
        inside = [held[held < length] for held, length in zip(own, lengths, strict=True)]
        return _Found(docs, np.array([len(positions) for positions in inside]), inside)


class ArrayDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """The articles of a segment."""

    def __init__(self, segment: Segment, known: Any) -> None:
        self._segment = segment
        self._known = known

    def doc_count(self) -> int:
        return int(self._known.doc_count())

    def doc_count_all(self) -> int:
        return self._segment.count

    def has_deletions(self) -> bool:
        return bool(self._known.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._known.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._known.deleted_docs())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._lengths(fieldname)[docnum])

    def field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).min())

    def max_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).max())

    def stored_fields(self, docnum: int) -> dict[str, str]:
        return {"id": self._segment.id(docnum)}

    def _lengths(self, fieldname: str) -> Array:
        if fieldname == "id":
            return np.ones(self._segment.count, np.int64)
        unit = "words" if _view(fieldname) == "compound" else "length"
        parts = ("title",) if fieldname.startswith(TITLE) else ("title", "summary", "body")
        columns = [self._segment.file.view(f"{part}.{unit}") for part in parts]
        return np.stack(columns).sum(axis=0)  # type: ignore[no-any-return]


def _view(fieldname: str) -> View:
    return fieldname.removeprefix(TITLE)  # type: ignore[return-value]
