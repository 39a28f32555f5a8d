"""What all tests share: where the measured data lies, if it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from indexer.article import VIETNAM, Article, Places
from indexer.engines.base import Engine, Put, Stored

# No deadline: a busy machine is no fault of the code, and speed is measured by `make bench`.
settings.register_profile("tracuu", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tracuu")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora and judgements beside the project; the test is skipped without it."""
    if not (SHARED / "DESIGN.md").is_file():
        pytest.skip(f"không có {SHARED} / the measured data is not at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def sample_data() -> Path:
    """The sample articles written for the project."""
    return Path(__file__).resolve().parents[1] / "data"


@pytest.fixture
def indexed(tmp_path: Path) -> Callable[[Iterable[Article]], Engine]:
    """Puts articles into a real index of their own and gives its engine."""
    # Here, so that tests of the other parts load neither.
    from indexer.engines.whoosh_engine import WhooshEngine
    from indexer.preparing import prepare

    def index(articles: Iterable[Article]) -> Engine:
        engine = WhooshEngine(tmp_path / "index")
        seen = datetime(2026, 1, 1, tzinfo=VIETNAM)
        with engine.writing() as writer:
            writer.commit((Put(Stored(each, Places(), seen)) for each in articles), prepare)
        return engine

    return index
