"""Figures for Prometheus at `/metrics`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import timedelta
from time import perf_counter
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from indexer import Condition, Engine, IndexUnavailable, Settings, condition

blueprint = Blueprint("metrics", __name__)

_KEY = "tracuu-metrics"
_SEARCHES = {"results.show": "page", "api.search": "api"}
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


def init_app(app: Flask, engine: Engine, settings: Settings) -> None:
    """Time the searches of this application, and tell how its index stands."""
    registry = CollectorRegistry()
    registry.register(_Condition(engine, settings))
    searches = _searches(registry)
    app.extensions[_KEY] = registry

    @app.before_request
    def begin() -> None:
        g.started = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        door = _SEARCHES.get(request.endpoint or "")
        if door and "started" in g:
            searches.labels(door).observe(perf_counter() - g.started)
        return response


@blueprint.get("/metrics")
def show() -> Response:
    """The figures in Prometheus's text form; of an index that cannot be read only `tracuu_up`."""
    text = generate_latest(current_app.extensions[_KEY])
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def _searches(registry: CollectorRegistry) -> Histogram:
    """The times of searches; of several processes (`PROMETHEUS_MULTIPROC_DIR`) those of all."""
    together = "PROMETHEUS_MULTIPROC_DIR" in os.environ
    if together:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    searches = Histogram(
        "tracuu_search_seconds",
        "Seconds from a search request to its answer",
        ["door"],
        registry=None if together else registry,
        buckets=_BUCKETS,
    )
    for door in _SEARCHES.values():
        searches.labels(door)
    return searches


class _Condition(Collector):
    """Asks how things stand at every scrape."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings

    def collect(self) -> Iterator[Metric]:
        try:
            now = condition(self._engine, self._settings)
        except IndexUnavailable:
            yield _gauge("tracuu_up", "Whether the index can be read", 0)
            return
        yield _gauge("tracuu_up", "Whether the index can be read", 1)
        yield from _gauges(now, self._settings)

    def describe(self) -> Iterator[Metric]:
        """Nothing: so that registering asks for no index, which may not be there yet."""
        return iter(())


def _gauges(now: Condition, settings: Settings) -> Iterator[Metric]:
    status = now.status
    last, harvested = now.last_run or {}, now.harvested or {}
    found: tuple[tuple[str, str, float | timedelta | None], ...] = (
        ("articles", "Articles in the index", status.articles),
        ("generation", "Number of the last commit", status.generation),
        ("index_bytes", "Size of the index", status.size_bytes),
        ("newest_age_seconds", "Age of the newest article", now.newest_age),
        ("last_run_age_seconds", "Since the last index run that came to its end", now.run_age),
        ("refused", "Articles that the last index run could not take", last.get("refused")),
        ("harvest_age_seconds", "Since the last harvest that came to its end", now.harvest_age),
        ("harvest_refused", "Pages newly refused by the last harvest", _length(harvested)),
        ("cache_bytes", "Posting lists kept in memory", status.cache_bytes),
        ("cache_limit_bytes", "The most of them that may be kept", settings.cache_mb << 20),
    )
    for name, said, value in found:
        if value is not None:
            seconds = value.total_seconds() if isinstance(value, timedelta) else value
            yield _gauge(f"tracuu_{name}", said, seconds)


def _length(harvested: Mapping[str, Any]) -> int | None:
    refused = harvested.get("refused")
    return len(refused) if isinstance(refused, list) else None


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value)
