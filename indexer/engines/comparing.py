"""Posting lists compared with the stored articles they were made of."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays import Array
from indexer.engines.base import Prepare
from indexer.engines.building import Builder, segment_path
from indexer.engines.fields import POSITIONAL, VIEWS
from indexer.engines.segment import Field, Segment

#: Articles of a segment that are made ready anew: a tenth of a second for each segment.
_SAMPLED = 100


class _Rows(NamedTuple):
    """All postings of a view in some articles, in the order of keys and then of articles."""

    keys: list[bytes]
    articles: Array
    freqs: Array
    positions: Array


def differences(segment: Segment, prepare: Prepare) -> Iterator[str]:
    """What stands otherwise in the posting lists than `prepare` reads it in stored articles.

    A hundred articles are read, evenly spread over the segment; one sentence for each view.
    """
    chosen = np.unique(np.linspace(0, segment.count - 1, min(_SAMPLED, segment.count)).astype(int))
    if not len(chosen):
        return
    with tempfile.TemporaryDirectory(prefix="tracuu-check-") as place:
        anew = _built(segment, chosen, prepare, Path(place))
        for view in VIEWS:
            held = _rows(segment.fields[view], chosen, segment.count, view in POSITIONAL)
            right = _rows(anew.fields[view], np.arange(len(chosen)), anew.count, view in POSITIONAL)
            wrong = _first_difference(held, right)
            if wrong is not None:
                yield _said(view, segment.id(int(chosen[wrong])))


def _said(view: str, id_: str) -> str:
    return (
        f"{view} không khớp với bài {id_} đã lưu; hãy lập lại: tracuu index --rebuild / "
        f"{view} does not agree with the stored article {id_}; make it anew: tracuu index --rebuild"
    )


def _built(segment: Segment, chosen: Array, prepare: Prepare, folder: Path) -> Segment:
    builder = Builder()
    for number, doc in enumerate(chosen.tolist()):
        builder.add(number, prepare(segment.stored(doc)))
    return Segment(segment_path(folder, builder.write(folder).name))


def _rows(field: Field, chosen: Array, count: int, positional: bool) -> _Rows:
    number_of = np.full(count, -1, np.int32)
    number_of[chosen] = np.arange(len(chosen), dtype=np.int32)
    at = np.flatnonzero(number_of[field.docs] >= 0)
    freqs = field.freqs[at].astype(np.int64)
    numbers = np.repeat(np.arange(len(field.keys)), field.counts(range(len(field.keys))))[at]
    return _Rows(
        keys=[field.keys[number] for number in numbers.tolist()],
        articles=number_of[field.docs[at]],
        freqs=freqs,
        positions=_positions(field, at, freqs) if positional else freqs,
    )


def _positions(field: Field, at: Array, freqs: Array) -> Array:
    ends = np.cumsum(field.freqs, dtype=np.int64)[at]
    before = np.cumsum(freqs) - freqs
    places = np.repeat(ends - freqs - before, freqs) + np.arange(int(freqs.sum()))
    return field.positions[places].astype(np.int64)


def _first_difference(held: _Rows, right: _Rows) -> int | None:
    """The number of the first article, in the order of keys, that has not what it should."""
    keyed, wanted = (
        list(zip(rows.keys, rows.articles.tolist(), rows.freqs.tolist(), strict=True))
        for rows in (held, right)
    )
    if keyed != wanted:
        _, article, _ = min({*keyed} ^ {*wanted})
        return int(article)
    if np.array_equal(held.positions, right.positions):
        return None
    wrong = np.flatnonzero(held.positions != right.positions)[0]
    posting = np.searchsorted(np.cumsum(right.freqs), wrong, side="right")
    return int(right.articles[posting])
