"""Whether the site can answer, for whatever watches over it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from webui.engine import engine

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 with the index's generation; 503 where there is no readable index."""
    return jsonify(status="ok", generation=engine().snapshot().generation)
