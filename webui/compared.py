"""The parameters of the analysis pages: words, conditions, and the page's own choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import redirect, request
from werkzeug.wrappers import Response

from indexer import Problem, SearchRequest, UsageError
from webui import urls
from webui.choices import by_kind
from webui.parameters import read, words

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

#: More lines cannot be told apart.
MOST_QUERIES = 5


def compared(args: MultiDict[str, str]) -> list[SearchRequest]:
    """One request for each `q`, all with the same conditions; one for all articles without any.

    Raises UsageError where there are more than five.
    """
    texts = _texts(args)
    if fault := _too_many(texts):
        raise UsageError.of([fault])
    asked = replace(by_kind(read(args).request), page=1)
    return [replace(asked, text=text) for text in texts or [""]]


def faulty() -> Response | None:
    """The way to the result page, which says what is wrong with a request and keeps the form."""
    if not read(request.args).problems:
        return None
    return redirect(f"{urls.search()}?{request.query_string.decode('ascii', 'replace')}")


def required(args: MultiDict[str, str], **choices: Sequence[str]) -> None:
    """Raise UsageError that names every fault of the words, the conditions and these choices."""
    told = [*read(args).faults(), _too_many(_texts(args))]
    told += [_not_one_of(name, values, args.get(name, "")) for name, values in choices.items()]
    if faults := [fault for fault in told if fault]:
        raise UsageError.of(faults)


def choice(name: str, values: Sequence[str], usual: str) -> str:
    """The parameter, one of these values. Raises UsageError where it is another."""
    written = request.args.get(name, "")
    if fault := _not_one_of(name, values, written):
        raise UsageError.of([fault])
    return written.strip() or usual


def _texts(args: MultiDict[str, str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(words, args.getlist("q")))))


def _too_many(texts: Sequence[str]) -> Problem | None:
    if len(texts) <= MOST_QUERIES:
        return None
    return Problem(
        "q",
        f"So sánh được tối đa {MOST_QUERIES} truy vấn, không phải {len(texts)}.",
        f"At most {MOST_QUERIES} queries can be compared, not {len(texts)}.",
    )


def _not_one_of(name: str, values: Sequence[str], written: str) -> Problem | None:
    if written.strip() in ("", *values):
        return None
    known = ", ".join(values)
    return Problem(
        name,
        f"“{name}” không thể là “{written[:40]}”; hãy chọn {known}.",
        f"“{name}” cannot be “{written[:40]}”; choose {known}.",
    )
