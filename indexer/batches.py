"""A stream cut into lists (itertools.batched is younger than our oldest Python)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

SIZE = 500


def batches(items: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """Lists of up to `size` items, in order; none is empty."""
    stream = iter(items)
    while batch := list(itertools.islice(stream, size)):
        yield batch
