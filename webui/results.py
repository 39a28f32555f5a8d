"""The result page, and with no question asked the newest articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from flask import Blueprint, render_template, request

from indexer import Problem, ResultPage, SearchRequest, UsageError, answer, count
from webui import cited, facets, filters, heat, kwic, map, months, pages, places, trend, urls
from webui.accents import Chip, chips
from webui.articles import today
from webui.choices import Choice, by_kind, choices
from webui.counts import offered
from webui.engine import engine
from webui.forms import FORMS, Form
from webui.parameters import Asked, read
from webui.periods import Period, periods
from webui.searched import Searched, searched
from webui.turns import in_turn
from webui.ways_out import WaysOut, ways_out

blueprint = Blueprint("results", __name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the template shows of one request.

    `written` keeps what was typed into the date boxes, also where it is no date. `page` is None
    where the request could not be answered; `problems` then say why.
    """

    asked: SearchRequest
    written: dict[str, str]
    problems: tuple[Problem, ...] = ()
    page: ResultPage | None = None
    active: Sequence[filters.Active] = ()
    groups: list[facets.Group] = field(default_factory=list)
    chart: months.Chart | None = None
    pages: pages.Pages | None = None
    ways_out: WaysOut | None = None
    chips: list[Chip] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    undated: int = 0
    searched: Searched | None = None
    since: cited.Since | None = None

    @property
    def forms(self) -> tuple[Form, ...]:
        """The files the whole result can be taken away in."""
        return tuple(FORMS.values())

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form must carry along beside its own boxes."""
        kept = urls.arguments(self.asked)
        for own in ("q", "exact", "from", "to", "page"):
            kept.pop(own, None)
        several = ((name, v if isinstance(v, list) else [v]) for name, v in kept.items())
        return [(name, str(value)) for name, values in several for value in values]

    @property
    def cleared_url(self) -> str:
        """The same words without any filter."""
        return urls.search(filters.cleared(self.asked))

    @property
    def periods(self) -> list[Period]:
        """The usual spans of time."""
        return periods(self.asked, today())

    @property
    def undated_url(self) -> str:
        """Only the articles without a date; once chosen, all again."""
        undated = not self.asked.undated
        return urls.search(self.asked, undated=undated, since=None, until=None)

    @property
    def places_url(self) -> str:
        """Where places are asked for as one types."""
        return places.url(self.asked)

    @property
    def map_url(self) -> str:
        """The same search on the map."""
        return map.url(self.asked)

    @property
    def trend_url(self) -> str:
        """The same search over time, beside others."""
        return trend.url([self.asked])

    @property
    def heat_url(self) -> str:
        """The same search by place and time."""
        return heat.url(self.asked)

    @property
    def kwic_url(self) -> str:
        """Its hits with what stands around them."""
        return kwic.url(self.asked)

    def written_day(self, box: str, read_as: date | None) -> str:
        """What a date box shows: the day as it was read, else what was typed."""
        return f"{read_as.day}/{read_as.month}/{read_as.year}" if read_as else self.written[box]


@blueprint.get("/")
@in_turn
def show() -> tuple[str, int]:
    """Answer a request; 400 with the form kept where a parameter is faulty."""
    asked = read(request.args)
    stated, wrong = cited.read(request.args)
    asked = replace(asked, problems=(*asked.problems, *wrong))
    written = {name: request.args.get(name, "") for name in ("from", "to")}
    shown = _faulty(asked, written) if asked.problems else _answered(asked, written, stated)
    return render_template("results.html", shown=shown), 400 if shown.problems else 200


def _answered(asked: Asked, written: dict[str, str], stated: cited.Cited | None) -> Shown:
    try:
        page = answer(engine(), by_kind(asked.request), fold=True)
    except UsageError as error:
        return _faulty(Asked(asked.request, (Problem("q", error.vi, error.en),)), written)
    by_code = filters.by_code(page)
    told = searched(page)
    nothing = not page.total
    return Shown(
        by_code,
        written,
        page=page,
        active=told.active,
        groups=facets.groups(offered(engine(), by_code, page.facets, facets.MOST), by_code),
        chart=months.chart(page.facets.months, by_code),
        pages=pages.pages(page, by_code),
        ways_out=_ways_out(page, by_code, told.active) if nothing else None,
        chips=chips(engine(), by_code) if page.total else [],
        choices=choices(page.request),
        undated=count(engine(), replace(by_code, since=None, until=None, undated=True)),
        searched=told,
        since=cited.since(engine(), by_code, stated) if stated else None,
    )


def _ways_out(page: ResultPage, asked: SearchRequest, active: Sequence[filters.Active]) -> WaysOut:
    return ways_out(engine(), asked, active, relaxed=page.relaxed > 0)


def _faulty(asked: Asked, written: dict[str, str]) -> Shown:
    return Shown(asked.request, written, asked.problems, active=filters.active(asked.request))
