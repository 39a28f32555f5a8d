"""The files articles can be taken away in: one of each form, for one article or any number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import json

from indexer import Stored, article_json
from webui import csv_cells
from webui.citations import bibtex, csl_json, ris
from webui.searched import Searched


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name, the file's ending, its media type, and how it is written.

    `write` gives the file piece by piece as the articles are drawn, with the day they were looked
    up and the search that found them, if any.
    """

    name: str
    ending: str
    mimetype: str
    write: Callable[[Iterable[Stored], date, Searched | None], Iterator[str]]


_COLUMNS = (
    "id",
    "title",
    "summary",
    "published",
    "source",
    "url",
    "province_code",
    "province",
    "district_codes",
    "districts",
    "commune_codes",
    "communes",
    "author",
    "office",
    "first_seen",
    "changed",
    "gone",
)
#: Said in every row: a row of its own would be an article to a spreadsheet and a fault to a
#: program; as columns it survives sorting, and several exports put together stay apart.
_SEARCH_COLUMNS = ("search", "search_filters", "search_total", "searched_at", "index_generation")


def _csv(articles: Iterable[Stored], seen: date, searched: Searched | None) -> Iterator[str]:
    told = _search_cells(searched) if searched else ()
    header = (*_COLUMNS, *(_SEARCH_COLUMNS if searched else ()))
    return csv_cells.lines(_rows(header, articles, told))


def _rows(
    header: tuple[str, ...], articles: Iterable[Stored], told: tuple[csv_cells.Cell, ...]
) -> Iterator[tuple[csv_cells.Cell, ...]]:
    yield header
    for stored in articles:
        yield (*_cells(stored), *told)


def _cells(stored: Stored) -> tuple[csv_cells.Cell, ...]:
    article, places = stored.article, stored.places
    return (
        article.id,
        article.title,
        article.summary,
        article.published.isoformat() if article.published else None,
        article.source,
        article.url,
        places.province.code if places.province else None,
        places.province.name if places.province else None,
        "; ".join(district.code for district in places.districts),
        "; ".join(district.name for district in places.districts),
        "; ".join(commune.code for commune in places.communes),
        "; ".join(commune.name for commune in places.communes),
        article.author,
        article.office,
        _second(stored.first_seen),
        _second(stored.changed),
        _second(stored.gone),
    )


def _search_cells(searched: Searched) -> tuple[csv_cells.Cell, ...]:
    return (
        searched.query,
        "; ".join(searched.filters),
        searched.total,
        _second(searched.at),
        searched.generation,
    )


def _second(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _jsonl(articles: Iterable[Stored], seen: date, searched: Searched | None) -> Iterator[str]:
    """The search as the first line, then each article whole."""
    if searched:
        yield json.dumps({"type": "search", **searched.json()}, ensure_ascii=False) + "\n"
    for stored in articles:
        yield json.dumps({"type": "article", **article_json(stored)}, ensure_ascii=False) + "\n"


def _ris(articles: Iterable[Stored], seen: date, searched: Searched | None) -> Iterator[str]:
    note = searched.line if searched else ""
    return (ris(stored.article, seen, note) for stored in articles)


def _bibtex(articles: Iterable[Stored], seen: date, searched: Searched | None) -> Iterator[str]:
    if searched:
        yield f"@comment{{{searched.line.translate(_NO_SYNTAX)}}}\n\n"
    for stored in articles:
        yield bibtex(stored.article, seen)


#: Readers disagree on what may stand in a comment, but for these all take anything.
_NO_SYNTAX = str.maketrans({"{": "(", "}": ")", "@": "＠", '"': "”"})


def _csl(articles: Iterable[Stored], seen: date, searched: Searched | None) -> Iterator[str]:
    custom = {"search": searched.line} if searched else {}
    before = "[\n"
    for stored in articles:
        yield before + csl_json(stored.article, seen, custom)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


FORMS: Mapping[str, Form] = {
    form.ending: form
    for form in (
        Form("CSV", "csv", csv_cells.MIMETYPE, _csv),
        Form("JSON Lines", "jsonl", "application/jsonl", _jsonl),
        Form("RIS", "ris", "application/x-research-info-systems", _ris),
        Form("BibTeX", "bib", "application/x-bibtex", _bibtex),
        Form("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", _csl),
    )
}
