"""The engine that this application answers from."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from indexer import Engine

_KEY = "tracuu"


def init_app(app: Flask, engine: Engine) -> None:
    """Answer from this engine."""
    app.extensions[_KEY] = engine


def engine() -> Engine:
    """The engine of the application that handles this request."""
    return cast(Engine, current_app.extensions[_KEY])
