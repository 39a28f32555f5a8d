"""The parameters of the analysis pages: words, conditions, and the page's own choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import redirect, request
from werkzeug.wrappers import Response

from indexer import SearchRequest, UsageError
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
    texts = list(dict.fromkeys(filter(None, map(words, args.getlist("q")))))
    if len(texts) > MOST_QUERIES:
        raise UsageError(
            f"So sánh được tối đa {MOST_QUERIES} truy vấn, không phải {len(texts)}.",
            f"At most {MOST_QUERIES} queries can be compared, not {len(texts)}.",
        )
    asked = replace(by_kind(read(args).request), page=1)
    return [replace(asked, text=text) for text in texts or [""]]


def faulty() -> Response | None:
    """The way to the result page, which says what is wrong with a request and keeps the form."""
    if not read(request.args).problems:
        return None
    return redirect(f"{urls.search()}?{request.query_string.decode('ascii', 'replace')}")


def choice(name: str, values: Sequence[str], usual: str) -> str:
    """The parameter, one of these values. Raises UsageError where it is another."""
    written = request.args.get(name, "").strip() or usual
    if written not in values:
        known = ", ".join(values)
        raise UsageError(
            f"“{name}” không thể là “{written[:40]}”; hãy chọn {known}.",
            f"“{name}” cannot be “{written[:40]}”; choose {known}.",
        )
    return written
