"""The saved searches, as `ALERTS.toml` says them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from indexer.days import first_day, last_day
from indexer.errors import UsageError
from indexer.search import SearchRequest
from indexer.tables import read_tables, require_known

_PLACES = ("districts", "provinces", "communes", "sources")
_ALERT = ("name", "query", "exact", "from", "to", *_PLACES, "atom", "mail")
_SMTP = ("host", "port", "tls", "user", "password_file", "sender")
_TLS = ("none", "starttls", "tls")


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server. `tls` is none, starttls or tls; `password_file` holds the password alone."""

    host: str = "localhost"
    port: int = 25
    tls: str = "none"
    user: str = ""
    password_file: Path | None = None
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """A saved search and where its news go; with neither `atom` nor `mail` to standard output."""

    name: str
    request: SearchRequest
    atom: Path | None = None
    mail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The alerts; `state` remembers what was delivered, `site` is where the pages are served."""

    alerts: tuple[Alert, ...]
    state: Path
    smtp: Smtp
    site: str = ""


def read(path: Path) -> Wanted:
    """The wanted alerts. Raises UsageError, naming what is wrong and where."""
    values = read_tables(path, "tệp báo tin", "alerts file")
    try:
        return _wanted(values, path)
    except UsageError as problem:
        raise UsageError(f"{path}: {problem.vi}", f"{path}: {problem.en}") from problem


def _wanted(values: Mapping[str, Any], path: Path) -> Wanted:
    require_known(values, ("state", "site", "smtp", "alert"), "")
    tables = _of_kind(values, "alert", list, [], "")
    if not tables:
        raise UsageError("chưa có bảng [[alert]] nào.", "there is no [[alert]] table.")
    alerts = tuple(_alert(table, number, path.parent) for number, table in enumerate(tables, 1))
    names = [alert.name for alert in alerts]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"có hai báo tin “{twice}”.", f"there are two alerts “{twice}”.")
    state = _of_kind(values, "state", str, f"{path.stem}.db", "")
    smtp = _smtp(_of_kind(values, "smtp", dict, {}, ""), path.parent)
    if any(alert.mail for alert in alerts) and not smtp.sender:
        raise UsageError(
            "thư báo cần “sender” trong bảng [smtp].", "mail needs a “sender” in the table [smtp]."
        )
    return Wanted(alerts, path.parent / state, smtp, _of_kind(values, "site", str, "", ""))


def _alert(table: object, number: int, here: Path) -> Alert:
    where = f"[[alert]] {number}: "
    if not isinstance(table, dict):
        raise _unfit("alert", "")
    require_known(table, _ALERT, where)
    name = _of_kind(table, "name", str, "", where).strip()
    if not name:
        raise UsageError(f"{where}thiếu “name”.", f"{where}“name” is missing.")
    request = SearchRequest(
        text=_of_kind(table, "query", str, "", where),
        exact=_of_kind(table, "exact", bool, False, where),
        since=_day(table, "from", first_day, where),
        until=_day(table, "to", last_day, where),
        sort="newest",
        districts=_strings(table, "districts", where),
        provinces=_strings(table, "provinces", where),
        communes=_strings(table, "communes", where),
        sources=_strings(table, "sources", where),
    )
    atom = _of_kind(table, "atom", str, "", where)
    return Alert(name, request, here / atom if atom else None, _strings(table, "mail", where))


def _smtp(table: Mapping[str, Any], here: Path) -> Smtp:
    where = "[smtp]: "
    require_known(table, _SMTP, where)
    tls = _of_kind(table, "tls", str, "none", where)
    if tls not in _TLS:
        raise UsageError(
            f"{where}“tls” phải là none, starttls hoặc tls.",
            f"{where}“tls” must be none, starttls or tls.",
        )
    password_file = _of_kind(table, "password_file", str, "", where)
    return Smtp(
        host=_of_kind(table, "host", str, "localhost", where),
        port=_of_kind(table, "port", int, 25, where),
        tls=tls,
        user=_of_kind(table, "user", str, "", where),
        password_file=here / password_file if password_file else None,
        sender=_of_kind(table, "sender", str, "", where),
    )


def _of_kind(table: Mapping[str, Any], key: str, kind: type, default: Any, where: str) -> Any:
    value = table.get(key, default)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _unfit(key, where)
    return value


def _strings(table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _unfit(key, where)
    return tuple(value)


def _day(
    table: Mapping[str, Any], key: str, read_day: Callable[[str], date], where: str
) -> date | None:
    value = table.get(key)
    if value is None or type(value) is date:
        return value
    try:
        return read_day(str(value))
    except ValueError as problem:
        raise _unfit(key, where) from problem


def _unfit(key: str, where: str) -> UsageError:
    return UsageError(
        f"{where}“{key}” không nhận giá trị này.", f"{where}“{key}” does not take this value."
    )
