"""The OpenAPI description of the API, made from its routes, at `/api/v1/openapi.json`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Flask
from flask_smorest import Api
from flask_smorest import Blueprint as SmorestBlueprint

from indexer import Settings
from webui.schemas import NAMED, Schema, named

_FAULTS = {
    400: "Parameters are wrong; each is named in `errors`.",
    404: "There is no such thing.",
    429: "Too many requests from this address within a minute; `Retry-After` says when to return.",
    503: "There is no readable index, or too many exports run; try again later.",
}


View = TypeVar("View", bound=Callable[..., Any])


class Operations(SmorestBlueprint):  # type: ignore[misc]
    """A blueprint whose routes stand in the description; the views stay plain functions."""

    def operation(
        self,
        rule: str,
        answers: dict[str, Any],
        parameters: Sequence[Schema] = (),
        in_path: Sequence[Schema] = (),
    ) -> Callable[[View], View]:
        """Register a view for GET of this rule, with its answers and parameters described."""

        def register(view: View) -> View:
            told = {"parameters": list(parameters), "responses": answers}
            described = self.doc(operationId=f"{self.name}_{view.__name__}", **told)(view)
            self.route(rule, methods=["GET"], parameters=list(in_path))(described)
            return view

        return register


class Described(Api):  # type: ignore[misc]
    """flask-smorest without its own error answers: what fails is answered in one place."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        pass

    def _register_pagination_header(self) -> None:
        pass


def init_app(app: Flask, settings: Settings) -> Described:
    """Describe what is registered with the object returned."""
    app.config.update(
        API_TITLE="Tra cứu",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        API_SPEC_OPTIONS={
            "info": {
                "description": "Full-text search in the news of Vietnamese authorities. "
                "No key is needed. Errors are problem details (RFC 9457).",
                "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
            },
            "servers": [{"url": "/" + settings.path_prefix.strip("/")}],
        },
    )
    described = Described(app)
    for name, schema in NAMED.items():
        described.spec.components.schema(name, schema)
    return described


def responses(schema: Schema, *faults: int, mimetype: str = "application/json") -> dict[str, Any]:
    """What an operation answers: this, or besides 429 and 503 one of the faults."""
    told: dict[str, Any] = {
        "200": {"description": "The answer.", "content": {mimetype: {"schema": schema}}}
    }
    for status in sorted({*faults, 429, 503}):
        told[str(status)] = {
            "description": _FAULTS[status],
            "content": {"application/problem+json": {"schema": named("Problem")}},
        }
    retry = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    told["429"]["headers"] = retry
    return told
