"""What is to be harvested, as `SOURCES.toml` says it."""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from unidecode import unidecode

from indexer.errors import UsageError
from indexer.tables import number, of_kind, read_tables, require_known, strings, unfit

Kind = Literal["feed", "sitemap", "listing", "warc"]


@dataclass(frozen=True, slots=True)
class Source:
    """One place that articles come from.

    `url` is empty for a web archive, which lies at `path` (a file or a folder). `match` is a
    regular expression that the addresses of articles match, `depth` how many pages of a listing
    are turned over, `most` how many pages are asked for in one run, `pace` the seconds between
    two requests to a host.
    """

    name: str
    kind: Kind
    url: str = ""
    path: Path | None = None
    province: str = ""
    office: str = ""
    pace: float = 1.0
    match: str = ""
    depth: int = 3
    most: int = 2000

    @property
    def folder(self) -> str:
        """The name of its folder: a-z, 0-9 and hyphens."""
        return re.sub("[^a-z0-9]+", "-", unidecode(self.name).lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The sources, the folder for what is fetched, private hosts allowed, and who to write to."""

    data: Path
    sources: tuple[Source, ...]
    allow_hosts: tuple[str, ...] = ()
    contact: str = ""

    @property
    def agent_contact(self) -> str:
        """The given contact, else the mailbox cron itself writes to."""
        return self.contact or f"{getpass.getuser()}@{socket.getfqdn()}"


def read(path: Path) -> Wanted:
    """The wanted sources. Raises UsageError, naming what is wrong and where."""
    values = read_tables(path, "tệp nguồn", "sources file")
    try:
        return _wanted(values, path.parent)
    except UsageError as problem:
        raise UsageError(f"{path}: {problem.vi}", f"{path}: {problem.en}") from problem


def _wanted(values: Mapping[str, Any], here: Path) -> Wanted:
    require_known(values, ("data", "allow_hosts", "contact", "source"), "")
    tables = values.get("source", [])
    if not isinstance(tables, list) or not tables:
        raise UsageError("chưa có bảng [[source]] nào.", "there is no [[source]] table.")
    sources = tuple(_source(table, place, here) for place, table in enumerate(tables, 1))
    folders = [source.folder for source in sources]
    for source in sources:
        if not source.folder or folders.count(source.folder) > 1:
            raise UsageError(
                f"tên nguồn “{source.name}” trùng với nguồn khác hoặc không có chữ.",
                f"the source name “{source.name}” is that of another, or has no letters.",
            )
    data = of_kind(values, "data", "", "")
    if not data:
        raise UsageError(
            "thiếu “data”: thư mục chứa bài tải về.", "“data”, the folder, is missing."
        )
    contact = of_kind(values, "contact", "", "")
    return Wanted(
        here / Path(data).expanduser(), sources, strings(values, "allow_hosts", ""), contact
    )


def _source(table: object, place: int, here: Path) -> Source:
    where = f"[[source]] {place}: "
    if not isinstance(table, dict):
        raise unfit("source", "", "bảng [[source]]", "a [[source]] table")
    require_known(table, tuple(Source.__dataclass_fields__), where)
    kind = of_kind(table, "kind", "", where)
    if kind not in get_args(Kind):
        raise unfit("kind", where, "feed, sitemap, listing, warc", "feed, sitemap, listing, warc")
    path = of_kind(table, "path", "", where)
    source = Source(
        name=of_kind(table, "name", "", where).strip(),
        kind=kind,  # type: ignore[arg-type]
        url=of_kind(table, "url", "", where).strip(),
        path=here / Path(path).expanduser() if path else None,
        province=of_kind(table, "province", "", where),
        office=of_kind(table, "office", "", where),
        pace=number(table, "pace", 1.0, where),
        match=of_kind(table, "match", "", where),
        depth=int(number(table, "depth", 3, where)),
        most=int(number(table, "most", 2000, where)),
    )
    _require_place(source, where)
    return source


def _require_place(source: Source, where: str) -> None:
    if not source.name:
        raise UsageError(f"{where}thiếu “name”.", f"{where}“name” is missing.")
    if source.kind == "warc":
        if source.path is None:
            raise UsageError(f"{where}warc cần “path”.", f"{where}a warc needs a “path”.")
    elif not source.url or urlsplit(source.url).scheme not in ("http", "https"):
        raise unfit("url", where, "địa chỉ http(s)", "an http(s) address")
    try:
        re.compile(source.match)
    except re.error as problem:
        raise unfit("match", where, "biểu thức chính quy", "a regular expression") from problem
