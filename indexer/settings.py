"""Every setting, in one place: flags, then `TRACUU_*`, then `tracuu.toml`, then the default."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

from indexer.errors import UsageError
from indexer.limits import Limits
from indexer.tables import read_tables

_LIMITS = Limits()
_BOUNDS = "query_"


def _default_index() -> Path:
    return Path(platformdirs.user_data_dir("tracuu-index", appauthor=False))


@dataclass(frozen=True, slots=True)
class Portal:
    """What the articles of a portal do not say themselves: a `[[portals]]` table of `tracuu.toml`.

    The portal is known by the folder its files lie in (`path`), its `host`, or its `name`.
    """

    name: str = ""
    path: Path | None = None
    host: str = ""
    province: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set; each field is a key of `tracuu.toml` and a variable `TRACUU_…`.

    `index`: the index folder. `engine`: whoosh (in a folder) or opensearch (a cluster at
    `opensearch_url`). `max_article_mb`: the largest article taken, in MB. `cache_mb`: memory for
    posting lists, in MB. `workers`: processes that index; 0 means one for each core.
    `path_prefix`: where the pages stand behind a proxy, such as `/tracuu`. `proxies`: how many
    proxies in front set X-Forwarded-*. `trusted_hosts`: host names the pages answer to, comma
    separated; empty means any. `rate_limit`: requests a minute from one address, 0 for any
    number; `rate_exempt`: addresses and networks that are not counted, comma separated.
    `query_…`: see Limits. `portals` (in `tracuu.toml` only): see Portal. `harvest`: the
    SOURCES.toml whose sources and last run the page Tình trạng tells. `log`: the folder for
    index.log and harvest.log; without it they stand in the index and in `.harvest` of the data.
    """

    index: Path = field(default_factory=_default_index)
    engine: str = "whoosh"
    opensearch_url: str = "http://127.0.0.1:9200"
    max_article_mb: int = 10
    cache_mb: int = 256
    workers: int = 0
    path_prefix: str = ""
    proxies: int = 0
    trusted_hosts: str = ""
    rate_limit: int = 600
    rate_exempt: str = "127.0.0.0/8, ::1"
    query_characters: int = _LIMITS.characters
    query_terms: int = _LIMITS.terms
    query_phrase: int = _LIMITS.phrase
    query_prefix: int = _LIMITS.prefix
    query_expansions: int = _LIMITS.expansions
    query_hits: int = _LIMITS.hits
    portals: tuple[Portal, ...] = ()
    harvest: Path = field(default_factory=Path)
    log: Path = field(default_factory=Path)

    @property
    def log_folder(self) -> Path | None:
        """The folder for logs; None where none is set."""
        return None if self.log == Path() else self.log

    @property
    def limits(self) -> Limits:
        """The bounds of the query language that the `query_…` settings give."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        return Limits(
            **{n.removeprefix(_BOUNDS): v for n, v in given.items() if n.startswith(_BOUNDS)}
        )


def load_settings(
    config: Path | None = None, flags: Mapping[str, object] | None = None
) -> Settings:
    """The settings in force; a flag that is None counts as not given.

    Raises UsageError for an unreadable file, an unknown key or a value of the wrong kind.
    """
    given: dict[str, object] = dict(_from_file(config))
    given |= _from_environment()
    given |= {key: value for key, value in (flags or {}).items() if value is not None}
    known = {f.name: str(f.type) for f in fields(Settings)}
    return Settings(**{key: _cast(key, value, known) for key, value in given.items()})  # type: ignore[arg-type]


def config_file(config: Path | None = None) -> Path | None:
    """The file that is read: `config`, else the working folder's, else the user's."""
    if config is not None:
        return config
    places = (Path.cwd(), Path(platformdirs.user_config_dir("tracuu", appauthor=False)))
    return next((p / "tracuu.toml" for p in places if (p / "tracuu.toml").is_file()), None)


def _from_file(config: Path | None) -> Mapping[str, object]:
    path = config_file(config)
    if path is None:
        return {}
    values = read_tables(path, "tệp cấu hình", "settings file")
    for table in (values, *_tables(values.get("portals"))):
        for key in ("index", "path", "harvest", "log"):
            if isinstance(table.get(key), str):
                table[key] = path.parent.resolve() / Path(table[key]).expanduser()
    return values


def _tables(value: object) -> Sequence[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _from_environment() -> Mapping[str, object]:
    names = (f.name for f in fields(Settings))
    return {
        n: os.environ[v]
        for n in names
        if n != "portals" and os.environ.get(v := f"TRACUU_{n.upper()}")
    }


def _cast(key: str, value: object, known: Mapping[str, str]) -> object:
    if key not in known:
        near = difflib.get_close_matches(key, known, 1)
        vi, en = (f" Ý bạn là “{near[0]}”?", f" did you mean “{near[0]}”?") if near else ("", "")
        raise UsageError(f"Không có thiết đặt “{key}”.{vi}", f"there is no setting “{key}”.{en}")
    try:
        return _as_kind(value, known[key], 1 if key.startswith(_BOUNDS) else 0)
    except ValueError as problem:
        raise UsageError(
            f"Thiết đặt “{key}” không nhận giá trị {value!r}.",
            f"the setting “{key}” does not take the value {value!r}.",
        ) from problem


def _as_kind(value: object, kind: str, least: int) -> object:
    if kind == "Path" and isinstance(value, str | Path):
        return Path(value).expanduser()
    if kind == "int" and not isinstance(value, bool) and isinstance(value, str | int):
        number = int(value)
        if number >= least:
            return number
    if kind == "str" and isinstance(value, str):
        return value
    if kind.startswith("tuple") and isinstance(value, list):
        return tuple(_portal(table) for table in value)
    raise ValueError(kind)


def _portal(table: object) -> Portal:
    kinds = {f.name: Path if f.name == "path" else str for f in fields(Portal)}
    if not isinstance(table, dict) or not any(table.get(k) for k in ("name", "path", "host")):
        raise ValueError(table)
    if not all(isinstance(value, kinds.get(key, ())) for key, value in table.items()):
        raise ValueError(table)
    return Portal(**table)
