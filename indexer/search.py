"""SearchRequest in, ResultPage out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import NamedTuple, get_args

from indexer.article import Article, District, Province, Published
from indexer.engines.base import Engine, Match, Matches, Snapshot, Stored
from indexer.errors import Problem, UsageError
from indexer.limits import Limits
from indexer.query import places
from indexer.query.asked import read, wanted
from indexer.query.filters import resolve
from indexer.query.language import Parsed
from indexer.query.marking import Marks, mark, marks_of
from indexer.query.notice import Notice as Notice
from indexer.query.parse import parse
from indexer.query.passages import Snippets
from indexer.query.plan import plan, unranked
from indexer.query.ranking import Ranking
from indexer.query.request import SearchRequest as SearchRequest
from indexer.query.suggest import correction, suggestion
from indexer.query.tree import FACETS, Facet, Filters, Plan, Sort

#: Hits among which near-identical articles are folded; a few hundred microseconds.
_FOLD = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One article of a result. `title_html` and `snippet` are escaped, with hits in `<mark>`.

    `alike` are the near-identical articles folded under it; `gone` is when it was last seen, where
    its source no longer has it.
    """

    id: str
    title: str | None
    title_html: str | None
    published: Published | None
    source: str
    url: str
    province: Province | None
    districts: tuple[District, ...]
    score: float
    missing: tuple[str, ...]
    snippet: str
    alike: tuple[Article, ...] = ()
    gone: datetime | None = None


class FacetValue(NamedTuple):
    """A value of a facet: its code (a source's and a month's is the value itself)."""

    code: str
    name: str
    count: int  # type: ignore[assignment]  # it hides tuple's own, which nobody asks a value for


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over all strict matches, most frequent first (months: oldest first)."""

    districts: tuple[FacetValue, ...] = ()
    provinces: tuple[FacetValue, ...] = ()
    communes: tuple[FacetValue, ...] = ()
    months: tuple[FacetValue, ...] = ()
    sources: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The answer to a SearchRequest; `filters` holds the codes its names were read as.

    `total` and `relaxed` count every article, also the `folded` ones.
    `generation` and `as_of` name the state of the index, as a Snapshot does.
    """

    request: SearchRequest
    total: int
    relaxed: int
    took_ms: float
    generation: int
    folded: int = 0
    as_of: datetime | None = None
    hits: tuple[Hit, ...] = ()
    facets: Facets = field(default_factory=Facets)
    suggestion: str | None = None
    notices: tuple[Notice, ...] = ()
    filters: Filters = field(default_factory=Filters)


def answer(
    engine: Engine,
    request: SearchRequest,
    *,
    fold: bool = False,
    ranking: Ranking | None = None,
) -> ResultPage:
    """Answer a request from the engine's last commit. An empty text lists the newest.

    With `fold` near-identical articles among the first two hundred hits are one hit.

    Raises UsageError, naming everything that is wrong with the request, and IndexUnavailable.
    """
    started = perf_counter()
    bounds = engine.limits
    filters, said = _filters(request, bounds)
    parsed = parse(request.text, bounds)
    tree = read(parsed.root)
    snapshot = engine.snapshot()
    planned = plan(tree, snapshot, exact=request.exact, ranking=ranking, limits=bounds)
    asked = replace(_complete(planned.plan, request, filters), fold=_FOLD if fold else 0)
    found = snapshot.search(asked)
    hits = _hits(snapshot, found.matches, marks_of(tuple(wanted(tree)), request.exact))
    nearest = _nearest(snapshot, parsed, asked, found, request.exact, bounds)
    facets = _facets(found)
    return ResultPage(
        request=request,
        total=found.total,
        relaxed=found.relaxed,
        took_ms=round((perf_counter() - started) * 1000, 2),
        generation=snapshot.generation,
        folded=found.folded,
        as_of=snapshot.as_of,
        hits=hits,
        facets=facets,
        suggestion=nearest,
        notices=(*said, *_of_heirs(found, filters), *parsed.notices, *planned.notices),
        filters=filters,
    )


@dataclass(frozen=True, slots=True)
class Selection:
    """Every article that has all a request asks for, in its order, whatever its page.

    `total` is how many `articles` will give; they are read as they are drawn. The other fields
    are those of a ResultPage.
    """

    request: SearchRequest
    total: int
    generation: int
    as_of: datetime | None
    filters: Filters
    articles: Iterator[Stored]


def select(engine: Engine, request: SearchRequest, skip: int = 0) -> Selection:
    """All that `answer` counts in its total, as a stream in bounded memory.

    The first `skip` articles count in `total` and are not read.

    Raises as `answer` does; drawing the articles raises IndexUnavailable where one is damaged.
    """
    bounds = engine.limits
    filters, _ = _filters(request, bounds)
    tree = read(parse(request.text, bounds).root)
    snapshot = engine.snapshot()
    planned = plan(tree, snapshot, exact=request.exact, limits=bounds).plan
    asked = _complete(planned, request, filters)
    return Selection(
        request=request,
        total=snapshot.totals([asked])[0],
        generation=snapshot.generation,
        as_of=snapshot.as_of,
        filters=filters,
        articles=snapshot.every(asked, skip),
    )


def count(engine: Engine, request: SearchRequest) -> int:
    """How many articles have everything that is asked for; cheap, for trying other requests.

    Raises as `answer` does.
    """
    return counts(engine, [request])[0]


def counts(engine: Engine, requests: Sequence[SearchRequest]) -> list[int]:
    """The same for many requests: words that several of them share are planned once.

    Where some narrow an earlier one, or one without filters, they are looked for once too.

    Raises as `answer` does.
    """
    snapshot = engine.snapshot()
    return snapshot.totals(list(_plans(engine, snapshot, requests)))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many articles have all that a request asks for, and those facets that were asked for.

    The other fields are those of a ResultPage.
    """

    request: SearchRequest
    total: int
    generation: int
    facets: Facets
    filters: Filters


def tallies(
    engine: Engine, requests: Sequence[SearchRequest], only: tuple[Facet, ...] = FACETS
) -> list[Tally]:
    """The totals and facets (`only` some) of many requests, from one state of the index.

    Raises as `answer` does.
    """
    snapshot = engine.snapshot()
    found = []
    for request, asked in zip(requests, _plans(engine, snapshot, requests), strict=True):
        matches = snapshot.search(replace(asked, facets=only))
        tally = Tally(request, matches.total, snapshot.generation, _facets(matches), asked.filters)
        found.append(tally)
    return found


def facets(engine: Engine, request: SearchRequest, *only: Facet) -> Facets:
    """The facets `answer` would give (`only` some), without its hits.

    Raises as `answer` does.
    """
    return tallies(engine, [request], only or FACETS)[0].facets


def _plans(engine: Engine, snapshot: Snapshot, requests: Sequence[SearchRequest]) -> Iterator[Plan]:
    """The plan of each request with its filters; the same words are planned once."""
    plans: dict[tuple[str, bool], Plan] = {}
    for request in requests:
        words = request.text, request.exact
        if words not in plans:
            plans[words] = _planned(snapshot, *words, engine.limits)
        filters, _ = _filters(request, engine.limits)
        yield replace(plans[words], filters=filters)


def _planned(snapshot: Snapshot, text: str, exact: bool, limits: Limits) -> Plan:
    return unranked(read(parse(text, limits).root), snapshot, exact=exact, limits=limits)


def _filters(request: SearchRequest, limits: Limits) -> tuple[Filters, tuple[Notice, ...]]:
    resolved = resolve(request)
    problems = (*resolved.problems, *_problems(request, limits))
    if problems:
        raise UsageError.of(problems)
    return resolved.filters, resolved.notices


def _problems(request: SearchRequest, limits: Limits) -> Iterator[Problem]:
    """What is wrong with the order and the page."""
    if request.sort not in get_args(Sort):
        known = ", ".join(get_args(Sort))
        yield Problem(
            "sort",
            f"Không có cách xếp “{request.sort}”; hãy dùng {known}.",
            f"There is no order “{request.sort}”; use {known}.",
        )
    if not 1 <= request.limit <= limits.page_size:
        yield Problem(
            "limit",
            f"Một trang có từ 1 đến {limits.page_size} bài, không thể {request.limit}.",
            f"A page holds 1 to {limits.page_size} articles, not {request.limit}.",
        )
    elif request.page < 1 or request.page * request.limit > limits.hits:
        last = max(1, limits.hits // request.limit)
        yield Problem(
            "page",
            f"Trang đếm từ 1 đến {last}, không có trang {request.page}.",
            f"Pages count from 1 to {last}; there is no page {request.page}.",
        )


def _of_heirs(found: Matches, filters: Filters) -> tuple[Notice, ...]:
    """Says so where a district's filter found articles on the communes that took it over."""
    return (places.heirs_notice(),) if filters.heirs & found.communes.keys() else ()


def _complete(planned: Plan, request: SearchRequest, filters: Filters) -> Plan:
    """The plan with filters, order and page; where nothing is scored, relevance is newest first."""
    ranked = request.sort != "relevance" or planned.scoring
    return replace(
        planned,
        filters=filters,
        sort=request.sort if ranked else "newest",
        offset=(request.page - 1) * request.limit,
        limit=request.limit,
    )


def _hits(snapshot: Snapshot, matches: Sequence[Match], what: Marks) -> tuple[Hit, ...]:
    ids = [id for match in matches for id in (match.id, *match.alike)]
    stored = {each.article.id: each for each in snapshot.stored(ids)}
    snippets = Snippets(what)
    return tuple(_hit(match, stored, what, snippets) for match in matches if match.id in stored)


def _hit(match: Match, found: Mapping[str, Stored], what: Marks, snippets: Snippets) -> Hit:
    stored = found[match.id]
    article = stored.article
    return Hit(
        id=article.id,
        title=article.title,
        title_html=None if article.title is None else mark(article.title, what),
        published=article.published,
        source=article.source,
        url=article.url,
        province=stored.places.province,
        districts=stored.places.districts,
        score=match.score,
        missing=match.missing,
        snippet=snippets.snippet(_told(article)),
        alike=tuple(found[id].article for id in match.alike if id in found),
        gone=stored.gone,
    )


def _told(article: Article) -> str:
    """What a snippet is cut from; a summary that opens the body stands there once."""
    summary = "" if article.body.startswith(article.summary) else article.summary
    return "\n".join(filter(None, (summary, article.body, *article.captions)))


def _facets(found: Matches) -> Facets:
    return Facets(
        districts=_values(found.districts, places.district_name),
        provinces=_values(found.provinces, places.province_name),
        communes=_values(found.communes, places.commune_name),
        months=tuple(FacetValue(m, m, count) for m, count in sorted(found.months.items())),
        sources=_values(found.sources, str),
    )


def _values(counts: Mapping[str, int], name: Callable[[str], str]) -> tuple[FacetValue, ...]:
    """Most frequent first, then by code."""
    codes = sorted(filter(None, counts))
    codes.sort(key=counts.__getitem__, reverse=True)  # which leaves equal counts in their order
    return tuple([_facet_value((code, name(code), counts[code])) for code in codes])


#: A value of its fields, without a call of Python's: a page names hundreds.
_facet_value = partial(tuple.__new__, FacetValue)


def _nearest(
    snapshot: Snapshot, parsed: Parsed, asked: Plan, found: Matches, exact: bool, limits: Limits
) -> str | None:
    """What to ask instead, where nothing was found: a query that finds something.

    Beside articles that lack a word it leaves none out: they are what it would find.
    """
    if found.total or not parsed.root:
        return None

    def finds(text: str) -> bool:
        planned = _planned(snapshot, text, exact, limits)
        return snapshot.totals([replace(planned, filters=asked.filters)])[0] > 0

    if found.relaxed:
        return correction(parsed.text, snapshot, finds)
    return suggestion(parsed.text, snapshot, finds, limits)
