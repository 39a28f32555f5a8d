"""The sorted keys of one view of one segment."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np

from indexer.engines.arrays import ArrayFile, ArrayWriter


def encode(key: str) -> bytes:
    """A key's bytes; their order is the code points' order."""
    return key.encode("utf-8", "surrogatepass")


def decode(key: bytes) -> str:
    """The key of these bytes."""
    return key.decode("utf-8", "surrogatepass")


class Keys(Sequence[bytes]):
    """Keys in byte order, read from the mapped file."""

    def __init__(self, file: ArrayFile, view: str) -> None:
        self._blob = file.memory(f"{view}.keys")
        self._ends = file.memory(f"{view}.key_ends")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]
        return self._blob[self._ends[number] : self._ends[number + 1]].tobytes()

    def find(self, key: bytes) -> int:
        """The key's number, or -1."""
        number = bisect_left(self, key)
        return number if number < len(self) and self[number] == key else -1

    def first(self, prefix: bytes) -> int:
        """The number of the first key that is not before this one."""
        return bisect_left(self, prefix)

    def begin(self, prefix: bytes) -> range:
        """The numbers of the keys that begin so."""
        low = self.first(prefix)
        return range(low, bisect_left(range(low, len(self)), True, key=self._beyond(prefix)) + low)

    def _beyond(self, prefix: bytes) -> Callable[[int], bool]:
        return lambda number: not self[number].startswith(prefix)

    def all(self) -> list[bytes]:
        """Every key."""
        blob, ends = self._blob.tobytes(), self._ends.tolist()
        return [blob[start:end] for start, end in pairwise(ends)]


def write_keys(writer: ArrayWriter, view: str, keys: Iterable[bytes]) -> None:
    """Write keys, sorted already."""
    keys = list(keys)
    ends = np.zeros(len(keys) + 1, np.uint64)
    np.cumsum(np.fromiter(map(len, keys), np.uint64, len(keys)), out=ends[1:])
    writer.put(f"{view}.keys", np.frombuffer(b"".join(keys), np.uint8))
    writer.put(f"{view}.key_ends", ends)
