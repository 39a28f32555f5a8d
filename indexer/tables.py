"""The TOML files people write: read, and held to the keys there are."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from indexer.errors import UsageError


def read_tables(path: Path, vi: str, en: str) -> dict[str, Any]:
    """What the file holds; `vi` and `en` say which file it is. Raises UsageError."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise UsageError(
            f"Không đọc được {vi} {path}: {problem}.", f"cannot read the {en} {path}: {problem}."
        ) from problem


def require_known(table: Mapping[str, Any], known: Collection[str], where: str) -> None:
    """Raises UsageError for a key there is not, with the nearest there is."""
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            vi, en = (
                (f" Ý bạn là “{near[0]}”?", f" Did you mean “{near[0]}”?") if near else ("", "")
            )
            raise UsageError(
                f"{where}không có khoá “{key}”.{vi}", f"{where}there is no key “{key}”.{en}"
            )
