"""The whole of a result as a file, streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from threading import BoundedSemaphore
from typing import cast

from flask import Flask, Response, abort, current_app, request
from unidecode import unidecode

from indexer import select
from webui import errors, urls
from webui.choices import by_kind
from webui.engine import engine
from webui.forms import FORMS
from webui.language import gettext as _
from webui.openapi import Operations, responses
from webui.parameters import required
from webui.schemas import Schema, search_parameters
from webui.searched import Searched, searched

blueprint = Operations("exports", __name__, description="Whole results as files.")

_KEY = "tracuu-exports"
#: Exports that may run at once: each holds a thread of the server until it is written, and
#: searches must not wait for that.
AT_ONCE = 3
#: Seconds after which one who was sent away may ask again.
_AGAIN = 10
#: Pieces of a file that go out together.
_TOGETHER = 64
#: Characters of the query in a file's name.
_LONGEST = 60


def init_app(app: Flask) -> None:
    """Bound how many exports run at once."""
    app.extensions[_KEY] = BoundedSemaphore(AT_ONCE)


#: A file in any of the forms.
_FILE: Schema = {form.mimetype: {"schema": {}} for form in FORMS.values()}
_ENDING = {"name": "ending", "in": "path", "schema": {"enum": [*FORMS]}, "required": True}


@blueprint.operation(
    "/export.<path:ending>",
    responses({}, 400, 404) | {"200": {"description": "The file.", "content": _FILE}},
    parameters=search_parameters(paged=False),
    in_path=[_ENDING],
)
def show(ending: str) -> Response:
    """All that has everything the parameters ask for, in their order, as a file.

    The parameters are those of the result page; `page` and `limit` are of no account.
    """
    form = FORMS.get(ending) or abort(404)
    found = select(engine(), by_kind(urls.whole(required(request.args))))
    told = searched(found)
    pieces = form.write(found.articles, told.at.date(), told)
    return sent(pieces, form.mimetype, _name(told, ending))


def sent(pieces: Iterator[str], mimetype: str, filename: str) -> Response:
    """The pieces as a file, streamed; 503 where too many are on their way already."""
    free = cast(BoundedSemaphore, current_app.extensions[_KEY])
    if not free.acquire(blocking=False):
        return _busy()
    answer = Response(_together(pieces), mimetype=mimetype)
    answer.call_on_close(free.release)
    answer.headers.set("Content-Disposition", "attachment", filename=filename)
    return answer


def _busy() -> Response:
    refused = errors.answer(503, _("Đang có nhiều người lấy kết quả về cùng lúc."))
    refused.headers["Retry-After"] = str(_AGAIN)
    return refused


def _together(pieces: Iterator[str]) -> Iterator[str]:
    """As pieces that are worth sending."""
    while together := "".join(islice(pieces, _TOGETHER)):
        yield together


def _name(told: Searched, ending: str) -> str:
    """`tracuu-covid-19-thi-dua-2026-11-25.csv`."""
    words = re.findall(r"[a-z0-9]+", unidecode(told.query).lower())
    query = "-".join(words)[:_LONGEST].strip("-")
    return "-".join(filter(None, ("tracuu", query, f"{told.at:%Y-%m-%d}"))) + f".{ending}"
