"""Results are made one after the other; whatever is quick or slow in itself is not kept waiting."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import pairwise

import pytest
from flask import Flask

from webui.turns import in_turn

RESULTS = ("/?q=thi+dua", "/api/v1/search?q=thi+dua")


def status(app: Flask, url: str) -> int:
    return app.test_client().get(url).status_code


def test_calls_from_many_threads_never_overlap() -> None:
    spans: list[tuple[float, float]] = []

    @in_turn
    def made() -> None:
        started = time.perf_counter()
        time.sleep(0.005)
        spans.append((started, time.perf_counter()))

    with ThreadPoolExecutor(8) as threads:
        wait([threads.submit(made) for _ in range(24)])
    ordered = sorted(spans)
    assert len(ordered) == 24
    assert all(one[1] <= two[0] for one, two in pairwise(ordered))


def test_a_failure_ends_its_turn() -> None:
    @in_turn
    def failing() -> None:
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            failing()


def test_results_wait_for_the_turn_and_other_pages_do_not(app: Flask) -> None:
    with ThreadPoolExecutor(8) as threads:

        @in_turn
        def meanwhile() -> list[Future[int]]:
            waiting = [threads.submit(status, app, url) for url in RESULTS]
            others = [threads.submit(status, app, url) for url in ("/help", "/healthz")]
            assert [other.result(30) for other in others] == [200, 200]
            time.sleep(0.05)
            assert not any(result.done() for result in waiting)
            return waiting

        assert [result.result(30) for result in meanwhile()] == [200, 200]
