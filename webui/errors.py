"""What a visitor is told when something fails: a sentence and a way on, never a stack trace."""

from __future__ import annotations

import logging

from flask import Flask, Response, current_app, json, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from indexer import ArticleNotFound, IndexUnavailable, Problem, TracuuError, UsageError
from webui.language import gettext as _
from webui.language import said

_STATUS: dict[type[TracuuError], int] = {
    UsageError: 400,
    ArticleNotFound: 404,
    IndexUnavailable: 503,
}


class _OneLine(logging.Filter):
    """A visitor's line breaks and terminal codes begin no line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        record.msg = "".join(c if c.isprintable() else repr(c)[1:-1] for c in said)
        record.args = ()
        return True


_ONE_LINE = _OneLine()


def init_app(app: Flask) -> None:
    """Answer every failure with a page, or below /api with problem details."""
    app.logger.addFilter(_ONE_LINE)
    app.register_error_handler(TracuuError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _broken)


def status_of(error: TracuuError) -> int:
    """The HTTP status of one of our own errors."""
    return next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 500)


def problem_details(status: int, *problems: Problem, detail: str = "") -> Response:
    """An `application/problem+json` answer (RFC 9457) that names every faulty parameter."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": _title(status),
        "status": status,
        "detail": detail or " ".join(said(problem) for problem in problems),
    }
    if problems:
        body["errors"] = [
            {"parameter": problem.parameter, "detail": said(problem)} for problem in problems
        ]
    return Response(
        json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json"
    )


def _refused(error: TracuuError) -> Response:
    status = status_of(error)
    if status >= 500:
        # It names folders of this machine: that is for the log, not for a visitor.
        current_app.logger.error("%s", error)
        return answer(status, _("Chỉ mục chưa sẵn sàng.") if status == 503 else "")
    if isinstance(error, UsageError) and error.problems and _by_a_program():
        return problem_details(status, *error.problems)
    return answer(status, said(error))


def _http(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):
        # The host is not one of ours: no link can be made, so no page.
        return Response(_title(400), 400, mimetype="text/plain")
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    told = answer(error.code)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            told.headers[name] = value
    return told


def _broken(error: InternalServerError) -> Response:
    return answer(500)


def _by_a_program() -> bool:
    """Files and feeds are asked for by programs, unless a browser says that it is one."""
    if request.path.startswith(("/export.", "/feed.")) or request.path.endswith(".csv"):
        return "text/html" not in request.accept_mimetypes.values()
    return request.path.startswith("/api/")


def answer(status: int, detail: str = "") -> Response:
    """A page that says what went wrong, or to a program problem details."""
    if _by_a_program():
        return problem_details(status, detail=detail or _advice(status))
    page = render_template(
        "error.html", title=_title(status), detail=detail, advice=_advice(status)
    )
    return make_response(page, status)


def _title(status: int) -> str:
    titles = {
        400: _("Yêu cầu chưa đúng"),
        404: _("Không tìm thấy trang này"),
        405: _("Trang này không nhận cách gửi đó"),
        429: _("Quá nhiều yêu cầu"),
        503: _("Chưa tra cứu được lúc này"),
    }
    return str(titles.get(status) or _("Có lỗi khi trả lời"))


def _advice(status: int) -> str:
    advice = {
        400: _("Hãy xem lại địa chỉ, hoặc tìm lại từ đầu."),
        404: _("Địa chỉ có thể đã gõ sai, hoặc bài đã được gỡ. Hãy tìm lại bằng vài từ trong bài."),
        429: _("Từ địa chỉ này có quá nhiều yêu cầu trong một phút. Hãy chờ một lát rồi thử lại."),
        503: _("Hãy thử lại sau ít phút."),
    }
    return str(advice.get(status) or _("Hãy thử lại; nếu vẫn vậy, xin báo cho người quản trị."))
