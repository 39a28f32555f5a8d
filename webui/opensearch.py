"""Lets a browser take the site as one of its search engines."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

blueprint = Blueprint("opensearch", __name__)


@blueprint.get("/opensearch.xml")
def describe() -> Response:
    """The OpenSearch 1.1 description (github.com/dewitt/opensearch)."""
    return Response(
        render_template("opensearch.xml"), mimetype="application/opensearchdescription+xml"
    )
