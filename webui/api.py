"""The same answers as JSON, exactly as the command line prints them with `--json`."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from indexer import answer, article_json, fetch, page_json
from webui.engine import engine
from webui.errors import problem_details
from webui.parameters import read

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search() -> Response:
    """What `tracuu search --json` prints; the parameters are those of the result page."""
    asked = read(request.args)
    if asked.problems:
        return problem_details(400, *asked.problems)
    return jsonify(page_json(answer(engine(), asked.request)))


@blueprint.get("/articles/<path:id>")
def article(id: str) -> Response:
    """What `tracuu show --json` prints."""
    return jsonify(article_json(fetch(engine(), id)))


@blueprint.get("/articles/")
def article_by_parameter() -> Response:
    """The same, for an id that cannot stand in a path."""
    return article(request.args.get("id", ""))
