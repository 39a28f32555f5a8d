"""Answers made into pages."""

from webui.app import create_app
from webui.server import serve

__all__ = ["create_app", "serve"]
