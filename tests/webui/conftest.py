"""A site over a real index of a few articles written for these tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Engine, Settings, index, open_engine
from webui import create_app

ARTICLES = Path(__file__).with_name("articles.jsonl")


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """A real index, built once; nothing here writes to it."""
    settings = Settings(index=tmp_path_factory.mktemp("webui") / "index")
    report = index([ARTICLES], settings)
    assert report.refused == ()
    return open_engine(settings)


@pytest.fixture(scope="session")
def app(engine: Engine) -> Flask:
    return create_app(engine)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def empty(tmp_path: Path) -> FlaskClient:
    """A site whose index was never made."""
    return create_app(open_engine(Settings(index=tmp_path / "nothing"))).test_client()
