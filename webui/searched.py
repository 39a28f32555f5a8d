"""What was searched, in which state of the index, and when: what makes a result citable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from indexer import VIETNAM, ResultPage, Selection
from webui import filters, urls
from webui.language import gettext as _
from webui.language import moment, number


@dataclass(frozen=True, slots=True)
class Searched:
    """A search and how many articles it found.

    `parameters` are those of its link, `active` its filters, which `filters` says in words, and
    whether the typed diacritics were asked for. `at` is when it was asked;
    `generation` and `as_of` name the state of the index that answered. `url` is the permalink,
    which states what was found, `path` the same within the site, and `line` says it all, to be
    copied into a text.
    """

    query: str
    active: tuple[filters.Active, ...]
    filters: tuple[str, ...]
    parameters: dict[str, Any]
    total: int
    generation: int
    as_of: datetime | None
    at: datetime
    url: str
    path: str
    line: str

    @property
    def name(self) -> str:
        """The search in a few words: `“thi đua”; Huyện Cao Lộc`."""
        return "; ".join((f"“{self.query}”" if self.query else _("mọi bài"), *self.filters))

    @property
    def link(self) -> str:
        """The query string of its page, without what was found."""
        return urlencode(self.parameters, doseq=True)

    @property
    def seen(self) -> str:
        """The state of the index as links bear it; empty for an empty index."""
        return urls.moment(self.as_of) if self.as_of else ""

    def json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "query": self.query,
            "filters": list(self.filters),
            "parameters": self.parameters,
            "total": self.total,
            "searched_at": self.at.isoformat(timespec="seconds"),
            "index": {
                "generation": self.generation,
                "as_of": self.as_of.isoformat() if self.as_of else None,
            },
            "url": self.url,
            "citation": self.line,
        }


def searched(found: ResultPage | Selection) -> Searched:
    """What was searched for this answer, now."""
    asked = filters.by_code(found)
    exact = [_("Đúng dấu")] if asked.exact else []
    active = tuple(filters.active(asked))
    said = (*exact, *(f"{each.kind} {each.value}".strip() for each in active))
    at = datetime.now(VIETNAM)
    stated = _stated(found, at)
    path = urls.permalink(asked, stated)
    url = urls.outside(path)
    return Searched(
        query=asked.text,
        active=active,
        filters=said,
        parameters=urls.arguments(urls.whole(asked)),
        total=found.total,
        generation=found.generation,
        as_of=found.as_of,
        at=at,
        url=url,
        path=path,
        line=_line(asked.text, said, found, at, url),
    )


def _stated(found: ResultPage | Selection, at: datetime) -> dict[str, Any]:
    """The parameters that `cited.read` reads; an empty index has nothing to come back to."""
    if found.as_of is None:
        return {}
    values = (
        urls.moment(found.as_of),
        urls.moment(at.replace(microsecond=0)),
        found.total,
        found.generation,
    )
    return dict(zip(urls.CITED, values, strict=True))


def _line(
    query: str, said: Sequence[str], found: ResultPage | Selection, at: datetime, url: str
) -> str:
    search = "; ".join((f"“{query}”" if query else _("mọi bài"), *said))
    about = {"search": search, "total": number(found.total), "at": moment(at), "url": url}
    form = _("Tra cứu %(search)s: %(total)s bài. Tìm lúc %(at)s, chỉ mục bản %(index)s. %(url)s")
    # Here and not by gettext, which would take a % of the query for its own.
    return str(form % {**about, "index": found.generation})
