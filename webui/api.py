"""The same answers as JSON, exactly as the command line prints them with `--json`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from indexer import ResultPage, answer, article_json, fetch, page_json
from webui import urls
from webui.engine import engine
from webui.errors import problem_details
from webui.parameters import read
from webui.suggestions import Suggestion, suggestions

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search() -> Response:
    """What `tracuu search --json` prints; the parameters are those of the result page."""
    asked = read(request.args)
    if asked.problems:
        return problem_details(400, *asked.problems)
    fold = request.args.get("fold") == "1"
    page = answer(engine(), asked.request, fold=fold)
    written = page_json(page)
    return jsonify(_folded(page, written) if fold else written)


def _folded(page: ResultPage, written: dict[str, Any]) -> dict[str, Any]:
    """With the near-identical articles as ids under the first of their kind, in `alike`."""
    alike = [[other.id for other in hit.alike] for hit in page.hits]
    hits = [{**hit, "alike": ids} for hit, ids in zip(written["hits"], alike, strict=True)]
    return {**written, "folded": page.folded, "hits": hits}


@blueprint.get("/suggest")
def suggest() -> Response:
    """What the query `q` may become, as it is typed; a title brings the address of its page."""
    text = request.args.get("q", "")
    found = [_suggested(each) for each in suggestions(engine(), text)]
    return jsonify(query=text, suggestions=found)


def _suggested(suggestion: Suggestion) -> dict[str, str]:
    written = {"kind": suggestion.kind, "text": suggestion.text}
    if suggestion.id is not None:
        written |= {"id": suggestion.id, "url": urls.article(suggestion.id)}
    return written


@blueprint.get("/articles/<path:id>")
def article(id: str) -> Response:
    """What `tracuu show --json` prints."""
    return jsonify(article_json(fetch(engine(), id)))


@blueprint.get("/articles/")
def article_by_parameter() -> Response:
    """The same, for an id that cannot stand in a path."""
    return article(request.args.get("id", ""))
