"""Sketches of texts: of texts that share most of their words in order, nearly all bits are equal.

Each run of three keys gives 256 pseudo-random bits, and each bit of the sketch is what most runs
have there (Charikar 2002, as Manku et al. 2007 found near-duplicates of web pages). The share of
differing bits is expected to be the angle between the texts' runs, as a share of π.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Final
from zlib import crc32

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

#: Words of 64 bits in a sketch.
WORDS: Final = 4
#: What a text too short to be compared has.
NONE: Final = bytes(8 * WORDS)
#: Keys read: who copies a release copies its beginning.
_READ = 450
#: Fewer runs than this say the same by chance: "Thông báo tuyển dụng".
_FEWEST = 5
#: Odd multipliers that place a key by its place in the run; of SplitMix64 (Steele et al. 2014).
_PLACES = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], np.uint64)
_STREAMS = np.arange(1, WORDS + 1, dtype=np.uint64) * _PLACES[0]
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)


def sketch(*texts: Iterable[str]) -> bytes:
    """The sketch of texts given as keys, read as one; `NONE` where they are too short."""
    keys = list(islice(chain.from_iterable(texts), _READ))
    if len(keys) < _FEWEST + 2:
        return NONE
    numbers = np.fromiter(map(_number, keys), np.uint64, len(keys))
    first, second, third = (numbers * place for place in _PLACES)
    runs = first[:-2] ^ second[1:-1] ^ third[2:]
    bits = np.unpackbits(_mixed(runs).view(np.uint8), axis=1)
    return np.packbits(2 * bits.sum(0, np.uint16) > len(bits)).tobytes()


@lru_cache(maxsize=1 << 16)
def _number(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) + 1


def _mixed(runs: Array) -> Array:
    """`WORDS` numbers a run, by the finalizer of SplitMix64."""
    mixed: Array = runs[:, None] + _STREAMS
    mixed = (mixed ^ mixed >> _SHIFTS[0]) * _PLACES[1]
    mixed = (mixed ^ mixed >> _SHIFTS[1]) * _PLACES[2]
    mixed ^= mixed >> _SHIFTS[2]
    return mixed
