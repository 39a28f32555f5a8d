"""The help page: what may be typed."""

from __future__ import annotations

from flask import Blueprint, render_template

blueprint = Blueprint("guide", __name__)


@blueprint.get("/help")
def show() -> str:
    """The query language by examples, each a link that runs it."""
    return render_template("guide.html")
