"""Answers as JSON, one form for the command line and the API."""

from __future__ import annotations

from typing import Any

from indexer.article import District, Province
from indexer.engines.base import Stored, Version
from indexer.search import FacetValue, Hit, ResultPage


def page_json(page: ResultPage) -> dict[str, Any]:
    """What `search --json` prints. `notices` is there only where there is something to say."""
    facets = page.facets
    answer = {
        "query": page.request.text,
        "total": page.total,
        "took_ms": page.took_ms,
        "relaxed": page.relaxed,
        "hits": [_hit(hit) for hit in page.hits],
        "facets": {
            "district": [_coded(value) for value in facets.districts],
            "province": [_coded(value) for value in facets.provinces],
            "month": [{"month": value.code, "count": value.count} for value in facets.months],
            "source": [{"name": value.name, "count": value.count} for value in facets.sources],
        },
        "suggestion": page.suggestion,
    }
    if page.notices:
        answer["notices"] = [{"vi": notice.vi, "en": notice.en} for notice in page.notices]
    return answer


def article_json(stored: Stored) -> dict[str, Any]:
    """What `show --json` prints: the whole article."""
    article, places = stored.article, stored.places
    return {
        "id": article.id,
        "title": article.title,
        "summary": article.summary,
        "body": article.body,
        "captions": list(article.captions),
        "published": article.published.isoformat() if article.published else None,
        "undated_because": article.undated_because,
        "source": article.source,
        "url": article.url,
        "author": article.author,
        "office": article.office,
        "submitted_by": article.submitted_by,
        "province": _province(places.province),
        "districts": [_district(district) for district in places.districts],
        "communes": [{"code": c.code, "name": c.name} for c in places.communes],
        "first_seen": stored.first_seen.isoformat(),
        "changed": stored.changed.isoformat() if stored.changed else None,
        "gone": stored.gone.isoformat() if stored.gone else None,
        "versions": [_version(version) for version in stored.versions],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "title": hit.title,
        "title_html": hit.title_html,
        "published": hit.published.isoformat() if hit.published else None,
        "source": hit.source,
        "url": hit.url,
        "province": _province(hit.province),
        "districts": [_district(district) for district in hit.districts],
        "score": round(hit.score, 4),
        "missing": list(hit.missing),
        "snippet": hit.snippet,
    }


def _coded(value: FacetValue) -> dict[str, Any]:
    return {"code": value.code, "name": value.name, "count": value.count}


def _province(province: Province | None) -> dict[str, str] | None:
    return {"code": province.code, "name": province.name} if province else None


def _district(district: District) -> dict[str, str]:
    return {"code": district.code, "name": district.name, "role": district.role}


def _version(version: Version) -> dict[str, Any]:
    return {
        "title": version.title,
        "summary": version.summary,
        "body": version.body,
        "seen": version.seen.isoformat(),
    }
