"""A cache with a limit in bytes, that forgets what was not used for longest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from threading import Lock
from typing import Any


class Cache:
    """Values by key, within a limit. Safe to share between threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    @property
    def size(self) -> int:
        """The bytes kept."""
        return self._size

    def get(self, key: Hashable) -> Any:
        """The value, or None."""
        with self._lock:
            held = self._held.get(key)
            if held is None:
                return None
            self._held.move_to_end(key)
            return held[0]

    def several(self, keys: Sequence[Hashable]) -> list[Any]:
        """The same for several keys at once."""
        held = self._held
        found = []
        with self._lock:
            for key in keys:
                value = held.get(key)
                if value is not None:
                    held.move_to_end(key)
                found.append(value and value[0])
        return found

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Keep a value of `size` bytes; larger than the whole limit, it is not kept."""
        if size > self._limit:
            return
        with self._lock:
            _, before = self._held.pop(key, (None, 0))
            self._held[key] = (value, size)
            self._size += size - before
            while self._size > self._limit:
                _, (_, dropped) = self._held.popitem(last=False)
                self._size -= dropped
