"""The application: pages, their language, their headers, and what is said when something fails."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from indexer import Engine, Settings
from webui import (
    analysis_api,
    api,
    articles,
    differences,
    errors,
    exports,
    feed,
    guide,
    health,
    heat,
    kwic,
    language,
    map,
    metrics,
    openapi,
    opensearch,
    places,
    rate,
    results,
    saved,
    security,
    status,
    translating,
    trend,
    urls,
)
from webui import engine as engine_
from webui.prefix import Prefixed

#: What programs ask for: each is described in /api/v1/openapi.json.
_DESCRIBED = (api, places, analysis_api, exports, feed)
_PAGES = (
    *(results, saved, articles, guide, map, trend, kwic, heat),
    *(opensearch, health, metrics, status),
)


def create_app(engine: Engine, settings: Settings | None = None) -> Flask:
    """The site over this engine, as a WSGI application."""
    settings = settings or Settings()
    app = Flask(__name__)
    app.url_map.merge_slashes = False
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    translating.init_app(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        urls=urls, languages=language.LANGUAGES, language=language.language
    )
    app.config["TRUSTED_HOSTS"] = _hosts(settings)
    engine_.init_app(app, engine)
    for part in (security, language, errors):
        part.init_app(app)
    app.jinja_env.filters["differences"] = differences.differences
    rate.init_app(app, settings)
    metrics.init_app(app, engine, settings)
    status.init_app(app, settings)
    exports.init_app(app)
    described = openapi.init_app(app, settings)
    for part in _DESCRIBED:
        described.register_blueprint(part.blueprint)
    for part in _PAGES:
        app.register_blueprint(part.blueprint)
    return _placed(app, settings)


def _placed(app: Flask, settings: Settings) -> Flask:
    """Under the settings' path, and behind as many proxies as they name."""
    if settings.path_prefix.strip("/"):
        app.wsgi_app = Prefixed(app.wsgi_app, settings.path_prefix)  # type: ignore[method-assign]
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n, n, n)  # type: ignore[method-assign]
    return app


def _hosts(settings: Settings) -> list[str] | None:
    hosts = [host.strip() for host in settings.trusted_hosts.split(",")]
    return [host for host in hosts if host] or None
