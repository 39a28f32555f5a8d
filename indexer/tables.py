"""The TOML files people write: read, and held to the keys there are."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from indexer.errors import UsageError

_Kind = TypeVar("_Kind", str, bool, list[Any], dict[str, Any])


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


def of_kind(table: Mapping[str, Any], key: str, default: _Kind, where: str) -> _Kind:
    """The value of a key, of the kind of its default. Raises UsageError."""
    value: _Kind = table.get(key, default)
    if not isinstance(value, type(default)):
        vi, en = _KINDS[type(default)]
        raise unfit(key, where, vi, en)
    return value


def number(table: Mapping[str, Any], key: str, default: float, where: str) -> float:
    """The value of a key: a number from 0 to a million. Raises UsageError."""
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise unfit(key, where, "số không âm", "a number, not below 0")
    return float(value)


def strings(table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """The value of a key: a list of strings, or one alone. Raises UsageError."""
    value = table.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise unfit(key, where, "danh sách chuỗi", "a list of strings")
    return tuple(value)


def unfit(key: str, where: str, vi: str, en: str) -> UsageError:
    """What to raise for a value that a key does not take; `vi` and `en` say what it must be."""
    return UsageError(f"{where}“{key}” phải là {vi}.", f"{where}“{key}” must be {en}.")


_KINDS: Mapping[type, tuple[str, str]] = {
    str: ("chuỗi", "a string"),
    bool: ("true hoặc false", "true or false"),
    list: ("danh sách", "a list"),
    dict: ("một bảng", "a table"),
}
