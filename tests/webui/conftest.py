"""A site over a real index of a few articles written for these tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Engine, Settings, open_engine
from tests.webui.library import indexed
from webui import create_app


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """A real index, built once; nothing here writes to it."""
    return indexed(tmp_path_factory.mktemp("webui"))


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
