"""Tra cứu itself, through its own door."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from indexer import Engine, SearchRequest, Settings, answer, index, open_engine
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query.asked import read
from indexer.query.parse import parse
from indexer.query.plan import plan
from indexer.query.ranking import Ranking
from indexer.query.tree import Choice, Filters
from tests.bench.peers.base import Found, Narrowed
from webui import collecting
from webui.app import create_app

#: Hits asked of the door; ninety more snippets a query would only take time.
_PAGE = 10


class Ours:
    """Our engine; with a `ranking` of its own to measure what a part of it brings."""

    name = "Tra cứu"

    def __init__(self, ranking: Ranking | None = None) -> None:
        self._ranking = ranking or Ranking()
        self._engine: Engine | None = None

    def build(self, source: Path, folder: Path) -> None:
        """One run of the indexer, on all cores."""
        settings = Settings(index=folder)
        report = index([source], settings, workers=os.cpu_count() or 1)
        if report.refused:
            raise ValueError(f"{len(report.refused)} articles refused: {report.refused[0]}")
        self._engine = open_engine(settings)

    def open(self, folder: Path) -> None:
        """The engine as the settings make it, but for the ranking."""
        self._engine = WhooshEngine(folder, ranking=self._ranking)

    def ranked(self, query: str, limit: int) -> list[str]:
        assert self._engine is not None
        request = SearchRequest(query, limit=min(limit, _PAGE))
        first = [hit.id for hit in answer(self._engine, request, ranking=self._ranking).hits]
        return first + self.order(query, limit)[len(first) :]

    def order(self, query: str, limit: int) -> list[str]:
        """The same articles as `ranked`, without snippets and facets, for runs of many rankings."""
        assert self._engine is not None
        snapshot = self._engine.snapshot()
        planned = plan(read(parse(query).root), snapshot, ranking=self._ranking).plan
        found = snapshot.search(replace(planned, limit=limit, facets=()))
        return [match.id for match in found.matches]

    def narrowed(self, query: str, narrowed: Narrowed | None, limit: int) -> Found:
        """From the typed text to ids and counts, which is what the peers give; no snippets."""
        assert self._engine is not None
        snapshot = self._engine.snapshot()
        planned = plan(read(parse(query).root), snapshot, ranking=self._ranking).plan
        found = snapshot.search(replace(planned, filters=_filters(narrowed), limit=limit))
        counts = {
            "districts": found.districts,
            "provinces": found.provinces,
            "months": found.months,
            "sources": found.sources,
        }
        return Found(tuple(match.id for match in found.matches), found.total, counts)

    def page(self, query: str, narrowed: Narrowed | None, limit: int) -> float:
        """The whole answer with titles, snippets and named facets; its own `took_ms`."""
        assert self._engine is not None
        request = SearchRequest(query, limit=limit)
        if narrowed is not None:
            request = replace(
                request,
                since=date.fromordinal(narrowed.since),
                until=date.fromordinal(narrowed.until),
                districts=(narrowed.district,),
            )
        return answer(self._engine, request, ranking=self._ranking).took_ms

    def html(self, addresses: Sequence[str]) -> list[float]:
        """Milliseconds of the full page at each address, made in this process."""
        assert self._engine is not None
        client = create_app(self._engine).test_client()
        collecting.rarely()  # as a server's process does
        times = []
        for address in addresses:
            started = time.perf_counter()
            page = client.get(address)
            times.append((time.perf_counter() - started) * 1000)
            if page.status_code != 200:
                raise AssertionError(f"{address}: {page.status_code}")
        return times


def _filters(narrowed: Narrowed | None) -> Filters:
    if narrowed is None:
        return Filters()
    return Filters(
        since=date.fromordinal(narrowed.since),
        until=date.fromordinal(narrowed.until),
        districts=Choice(frozenset([narrowed.district])),
    )
