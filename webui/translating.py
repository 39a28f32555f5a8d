"""Templates with their texts in one language: translated once, when a template is compiled.

A page has some hundred and thirty texts, and to look one up takes as long as to write its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask, templating
from jinja2 import FunctionLoader, Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from webui.language import gettext, language

_BEFORE, _AFTER = ("name", "lparen"), "rparen"
_NAMED = re.compile(r"{% (?:extends|include) '([^']+)' %}")


class Environment(templating.Environment):
    """Gives each template in the language of the request: `results.html` as `vi/results.html`."""

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """The template; one that another names comes in that one's language."""
        if parent is None and isinstance(name, str):
            name = f"{language()}/{name}"
        return super().get_template(name, parent, globals)

    def join_path(self, template: str, parent: str) -> str:
        """The name of a template that `parent` names."""
        return f"{parent.partition('/')[0]}/{template}"


class _Translated(Extension):
    """Reads `_('a text')` as the text in the template's language; others stay calls."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template with its fixed texts in their place."""
        tokens = list(stream)
        at = 0
        while at < len(tokens):
            kinds = [token.type for token in tokens[at : at + 4]]
            if kinds == [*_BEFORE, "string", _AFTER] and tokens[at].value == "_":
                text = tokens[at + 2]
                yield Token(text.lineno, "string", gettext(text.value))
                at += 4
            else:
                yield tokens[at]
                at += 1


def init_app(app: Flask) -> None:
    """Compile the application's templates once for each language."""
    app.jinja_environment = Environment
    environment = app.jinja_env
    environment.add_extension(_Translated)
    source = environment.loader.get_source  # type: ignore[union-attr]
    environment.loader = FunctionLoader(lambda name: source(environment, name.partition("/")[2]))


def prepare(app: Flask, name: str) -> None:
    """Compile a template and those it names in the usual language, before anyone asks for it."""
    environment = app.jinja_env
    with app.test_request_context():
        names = [name]
        for each in names:
            source, *_ = environment.loader.get_source(environment, f"/{each}")  # type: ignore[union-attr]
            environment.get_template(each)
            names += [other for other in _NAMED.findall(source) if other not in names]
