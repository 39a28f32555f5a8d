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
from indexer.tables import number, of_kind, read_tables, require_known, strings, unfit

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
    tables = of_kind(values, "alert", [], "")
    if not tables:
        raise UsageError("chưa có bảng [[alert]] nào.", "there is no [[alert]] table.")
    alerts = tuple(_alert(table, place, path.parent) for place, table in enumerate(tables, 1))
    names = [alert.name for alert in alerts]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"có hai báo tin “{twice}”.", f"there are two alerts “{twice}”.")
    state = of_kind(values, "state", f"{path.stem}.db", "")
    smtp = _smtp(of_kind(values, "smtp", {}, ""), path.parent)
    if any(alert.mail for alert in alerts) and not smtp.sender:
        raise UsageError(
            "thư báo cần “sender” trong bảng [smtp].", "mail needs a “sender” in the table [smtp]."
        )
    return Wanted(alerts, path.parent / state, smtp, of_kind(values, "site", "", ""))


def _alert(table: object, place: int, here: Path) -> Alert:
    where = f"[[alert]] {place}: "
    if not isinstance(table, dict):
        raise unfit("alert", "", "bảng [[alert]]", "an [[alert]] table")
    require_known(table, _ALERT, where)
    name = of_kind(table, "name", "", where).strip()
    if not name:
        raise UsageError(f"{where}thiếu “name”.", f"{where}“name” is missing.")
    request = SearchRequest(
        text=of_kind(table, "query", "", where),
        exact=of_kind(table, "exact", False, where),
        since=_day(table, "from", first_day, where),
        until=_day(table, "to", last_day, where),
        sort="newest",
        districts=strings(table, "districts", where),
        provinces=strings(table, "provinces", where),
        communes=strings(table, "communes", where),
        sources=strings(table, "sources", where),
    )
    atom = of_kind(table, "atom", "", where)
    return Alert(name, request, here / atom if atom else None, strings(table, "mail", where))


def _smtp(table: Mapping[str, Any], here: Path) -> Smtp:
    where = "[smtp]: "
    require_known(table, _SMTP, where)
    tls = of_kind(table, "tls", "none", where)
    if tls not in _TLS:
        raise UsageError(
            f"{where}“tls” phải là none, starttls hoặc tls.",
            f"{where}“tls” must be none, starttls or tls.",
        )
    password_file = of_kind(table, "password_file", "", where)
    return Smtp(
        host=of_kind(table, "host", "localhost", where),
        port=int(number(table, "port", 25, where)),
        tls=tls,
        user=of_kind(table, "user", "", where),
        password_file=here / password_file if password_file else None,
        sender=of_kind(table, "sender", "", where),
    )


def _day(
    table: Mapping[str, Any], key: str, read_day: Callable[[str], date], where: str
) -> date | None:
    value = table.get(key)
    if value is None or type(value) is date:
        return value
    try:
        return read_day(str(value))
    except ValueError as problem:
        raise unfit(key, where, "ngày (2020-07-14)", "a day (2020-07-14)") from problem
