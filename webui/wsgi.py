"""For WSGI servers other than ours: `gunicorn "webui.wsgi:application()"`."""

from __future__ import annotations

from flask import Flask

from indexer import load_settings, one_heap, open_engine
from webui import collecting
from webui.app import create_app


def application() -> Flask:
    """The site of the settings in force (`TRACUU_*`, `tracuu.toml`). Raises UsageError."""
    one_heap()
    settings = load_settings()
    site = create_app(open_engine(settings, verified=True), settings)
    collecting.rarely()
    return site
