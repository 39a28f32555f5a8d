"""The same answers as JSON, exactly as the command line prints them with `--json`."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from indexer import Problem, ResultPage, answer, article_json, fetch, page_json
from webui import urls
from webui.engine import engine
from webui.errors import problem_details
from webui.openapi import Operations, responses
from webui.parameters import Wrong, read, switch
from webui.schemas import TEXT, named, parameter, search_parameters
from webui.suggestions import Suggestion, suggestions
from webui.turns import in_turn

blueprint = Operations(
    "api", __name__, url_prefix="/api/v1", description="The answers of the site as JSON."
)

_ID = parameter("id", TEXT, "The article's id, verbatim.") | {"required": True}
_TYPED = parameter("q", TEXT, "What was typed so far.")
_FOLD = parameter("fold", {"enum": ["0", "1"]}, "1: near-identical hits stand under the first.")


@blueprint.operation(
    "/search", responses(named("Page"), 400), parameters=[*search_parameters(paged=True), _FOLD]
)
@in_turn
def search() -> Response:
    """What `tracuu search --json` prints; the parameters are those of the result page."""
    asked = read(request.args)
    fold, wrong = _fold(request.args.get("fold", "").strip())
    if asked.problems or wrong:
        return problem_details(400, *asked.faults(), *wrong)
    page = answer(engine(), asked.request, fold=fold)
    written = page_json(page)
    return jsonify(_folded(page, written) if fold else written)


def _fold(written: str) -> tuple[bool, list[Problem]]:
    try:
        return bool(written) and switch(written), []
    except Wrong as wrong:
        return False, [Problem("fold", wrong.vi, wrong.en)]


def _folded(page: ResultPage, written: dict[str, Any]) -> dict[str, Any]:
    """With the near-identical articles as ids under the first of their kind, in `alike`."""
    alike = [[other.id for other in hit.alike] for hit in page.hits]
    hits = [{**hit, "alike": ids} for hit, ids in zip(written["hits"], alike, strict=True)]
    return {**written, "folded": page.folded, "hits": hits}


@blueprint.operation("/suggest", responses(named("Suggestions")), parameters=[_TYPED])
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


@blueprint.operation("/articles/<path:id>", responses(named("Article"), 404))
def article(id: str) -> Response:
    """What `tracuu show --json` prints."""
    return jsonify(article_json(fetch(engine(), id)))


@blueprint.operation("/articles/", responses(named("Article"), 404), parameters=[_ID])
def article_by_parameter() -> Response:
    """The same, for an id that cannot stand in a path."""
    return article(request.args.get("id", ""))
