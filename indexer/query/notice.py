"""What a person should know of how the request was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know of how the request was read (an ambiguous district…)."""

    vi: str
    en: str
