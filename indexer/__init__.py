"""Articles in, answers out: the public door of the indexer.

Each name is loaded when it is first used, so that `tracuu --help` does not wait for the engine.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.article import VIETNAM, Article, Commune, District, Places, Province, Published
    from indexer.atom import Entry, Feed, atom_feed
    from indexer.concordances import Concordance, Line, LineOrder, concordance, in_order
    from indexer.days import first_day, last_day
    from indexer.engines.base import Engine, Snapshot, Stored
    from indexer.engines.hashing import hash_ahead
    from indexer.engines.lock import reserved
    from indexer.errors import (
        ArticleNotFound,
        IndexLocked,
        IndexUnavailable,
        Problem,
        TracuuError,
        UsageError,
    )
    from indexer.explaining import Explanation, explain
    from indexer.heap import one_heap
    from indexer.heatmap import Heat, Row, Rows, heat
    from indexer.indexing import RunReport
    from indexer.limits import Limits
    from indexer.marked import MarkedArticle, marked_article
    from indexer.opening import fetch, open_ahead, open_engine
    from indexer.operations import check, index, report_json, status_json
    from indexer.places.gazetteer import all_communes, all_districts, provinces, successors
    from indexer.places.lookup import communes_named, districts_named, provinces_named
    from indexer.places.units import REFORM, CommuneUnit, DistrictUnit, ProvinceUnit
    from indexer.presenting import article_json, page_json
    from indexer.query.filters import unknown_places
    from indexer.query.places import commune_name, district_name, province_name
    from indexer.query.tree import Facet, Sort
    from indexer.search import (
        Facets,
        FacetValue,
        Hit,
        ResultPage,
        SearchRequest,
        Selection,
        Tally,
        answer,
        count,
        counts,
        facets,
        select,
        tallies,
    )
    from indexer.settings import Settings, load_settings
    from indexer.similar import articles_like
    from indexer.spans import Unit, days_of, months_between
    from indexer.text import exact_key, fold, is_folded_syllable, is_syllable
    from indexer.trends import Point, Series, Trend, trend
    from indexer.watching import Condition, Coverage, condition, coverage

__all__ = [
    "REFORM",
    "VIETNAM",
    "Article",
    "ArticleNotFound",
    "Commune",
    "CommuneUnit",
    "Concordance",
    "Condition",
    "Coverage",
    "District",
    "DistrictUnit",
    "Engine",
    "Entry",
    "Explanation",
    "Facet",
    "FacetValue",
    "Facets",
    "Feed",
    "Heat",
    "Hit",
    "IndexLocked",
    "IndexUnavailable",
    "Limits",
    "Line",
    "LineOrder",
    "MarkedArticle",
    "Places",
    "Point",
    "Problem",
    "Province",
    "ProvinceUnit",
    "Published",
    "ResultPage",
    "Row",
    "Rows",
    "RunReport",
    "SearchRequest",
    "Selection",
    "Series",
    "Settings",
    "Snapshot",
    "Sort",
    "Stored",
    "Tally",
    "TracuuError",
    "Trend",
    "Unit",
    "UsageError",
    "all_communes",
    "all_districts",
    "answer",
    "article_json",
    "articles_like",
    "atom_feed",
    "check",
    "commune_name",
    "communes_named",
    "concordance",
    "condition",
    "count",
    "counts",
    "coverage",
    "days_of",
    "district_name",
    "districts_named",
    "exact_key",
    "explain",
    "facets",
    "fetch",
    "first_day",
    "fold",
    "hash_ahead",
    "heat",
    "in_order",
    "index",
    "is_folded_syllable",
    "is_syllable",
    "last_day",
    "load_settings",
    "marked_article",
    "months_between",
    "one_heap",
    "open_ahead",
    "open_engine",
    "page_json",
    "province_name",
    "provinces",
    "provinces_named",
    "report_json",
    "reserved",
    "select",
    "status_json",
    "successors",
    "tallies",
    "trend",
    "unknown_places",
]

_HOME = {
    "article": "VIETNAM Article Commune District Places Province Published",
    "atom": "Entry Feed atom_feed",
    "days": "first_day last_day",
    "engines.base": "Engine Snapshot Stored",
    "engines.hashing": "hash_ahead",
    "engines.lock": "reserved",
    "errors": "ArticleNotFound IndexLocked IndexUnavailable Problem TracuuError UsageError",
    "indexing": "RunReport",
    "opening": "fetch open_ahead open_engine",
    "operations": "check index report_json status_json",
    "places.gazetteer": "all_communes all_districts provinces successors",
    "places.lookup": "communes_named districts_named provinces_named",
    "places.units": "REFORM CommuneUnit DistrictUnit ProvinceUnit",
    "presenting": "article_json page_json",
    "limits": "Limits",
    "query.filters": "unknown_places",
    "query.places": "commune_name district_name province_name",
    "query.tree": "Facet Sort",
    "search": (
        "Facets FacetValue Hit ResultPage SearchRequest Selection answer count "
        "counts facets select Tally tallies"
    ),
    "settings": "Settings load_settings",
    "text": "exact_key fold is_folded_syllable is_syllable",
    "watching": "Condition Coverage condition coverage",
    "concordances": "Concordance Line LineOrder concordance in_order",
    "explaining": "Explanation explain",
    "heap": "one_heap",
    "heatmap": "Heat Row Rows heat",
    "marked": "MarkedArticle marked_article",
    "similar": "articles_like",
    "spans": "Unit days_of months_between",
    "trends": "Point Series Trend trend",
}
_MODULE = {name: f"indexer.{module}" for module, names in _HOME.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module 'indexer' has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULE[name]), name)
