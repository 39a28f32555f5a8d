"""The headers that every response bears, errors and files too."""

from __future__ import annotations

from flask import Flask, Response, request

from webui.urls import fingerprint

#: Nothing is allowed, then exactly what the pages use. No inline script or style anywhere.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # What people look for stays here: the original's server learns nothing of the query.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "private, no-cache"


def init_app(app: Flask) -> None:
    """Put the headers on whatever leaves the application."""
    app.after_request(_guard)


def _guard(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Cache-Control"] = _caching(response)
    return response


def _caching(response: Response) -> str:
    """Files keep for ever under their fingerprint; pages follow the index and the language."""
    if request.endpoint != "static" or response.status_code >= 400:
        return _ASK_AGAIN
    name = (request.view_args or {}).get("filename", "")
    return _FOR_EVER if request.args.get("v") == fingerprint(name) else "public, max-age=3600"
