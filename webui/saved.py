"""Saved searches: kept by the browser alone, so that nobody needs an account."""

from __future__ import annotations

from flask import Blueprint, render_template

blueprint = Blueprint("saved", __name__)


@blueprint.get("/saved")
def show() -> str:
    """Where the browser lists what it keeps; without JavaScript, how to keep a search."""
    return render_template("saved.html")
