"""A real server over a real index, and a real browser in front of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import waitress
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from indexer import Engine
from tests.webui.library import indexed
from webui import create_app

CHROMIUM = Path(os.environ.get("TRACUU_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


Serving = Callable[[Engine], str]


@pytest.fixture(scope="session")
def serving() -> Iterator[Serving]:
    """Serves an engine's site by waitress on a free port, and gives its address."""
    servers = []

    def serve(engine: Engine) -> str:
        server = waitress.create_server(create_app(engine), host="127.0.0.1", port=0, threads=4)
        servers.append(server)
        threading.Thread(target=server.run, daemon=True).start()
        return f"http://127.0.0.1:{server.effective_port}"

    yield serve
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def site(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a site over the few articles of tests/webui."""
    return serving(indexed(tmp_path_factory.mktemp("browser")))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; the tests are skipped without it, unless TRACUU_REQUIRE_BROWSER=1."""
    if not CHROMIUM.exists():
        reason = f"không có {CHROMIUM} / there is no Chromium at {CHROMIUM}"
        if os.environ.get("TRACUU_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Watched:
    """What a browser complains of and where it goes, while a test runs."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        context.on("console", lambda message: self._heard(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("dialog", lambda dialog: self._alert(dialog))
        context.on(
            "request",
            lambda request: request.url.startswith(site) or self.elsewhere.append(request.url),
        )

    def _heard(self, kind: str, text: str) -> None:
        # A page that answers 400 on purpose is told of by the browser as a failed resource.
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.complaints.append(text)

    def _alert(self, dialog: object) -> None:
        self.complaints.append("a dialog opened")
        dialog.dismiss()  # type: ignore[attr-defined]


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    """A page of a fresh browser; no complaint and no request elsewhere is let pass."""
    scripts = request.param == "with JavaScript"
    context = chromium.new_context(base_url=site, java_script_enabled=scripts, locale="vi-VN")
    watched = Watched(context, site)
    yield context.new_page()
    context.close()
    assert watched.complaints == []
    assert watched.elsewhere == []
