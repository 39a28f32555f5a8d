"""A real browser that tells which of many pages ran a script, or would run one at a click."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import waitress
from playwright.sync_api import Browser, BrowserContext, Error, Frame, sync_playwright

CHROMIUM = Path(os.environ.get("TRACUU_CHROMIUM", "/usr/bin/chromium"))
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
#: Pages side by side in frames: a page by itself takes three times as long.
_FRAMES = 16
#: For a frame that never loads.
_PATIENCE_MS = 8000
#: Events of animations and failed pictures come after a page is loaded.
_LATER_MS = 250
_OPEN = """([urls, patience]) => Promise.all(urls.map(url => new Promise(done => {
  const frame = document.createElement('iframe');
  frame.onload = done; setTimeout(done, patience); frame.src = url; document.body.append(frame);
})))"""
#: Opens what is folded, keeps a search, and names links that lead to a script.
_LOOK = """() => {
  document.querySelector('.keep button')?.click();
  for (const each of document.querySelectorAll('details')) each.open = true;
  const script = /^(javascript|vbscript|data):/i;
  return [...document.querySelectorAll('[href],[src],[action],[formaction],[data]')]
    .flatMap(e => [e.href, e.src, e.action, e.formAction, e.data])
    .map(link => link && link.baseVal !== undefined ? link.baseVal : link)
    .filter(link => typeof link === 'string' && script.test(link)).map(link => link.slice(0, 80));
}"""
_TELL = "window.alert = () => { window.tellRan(location.href); };"


class Watch:
    """Pages of one site in a browser; `ran` fills with what ran, and where."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.ran: list[str] = []
        self.seen = 0
        self._context: BrowserContext = browser.new_context(base_url=site)
        self._context.set_default_timeout(30_000)
        self._context.expose_function("tellRan", lambda where: self.ran.append(where))
        self._context.add_init_script(_TELL)
        self._context.on("dialog", lambda dialog: (self.ran.append("a dialog"), dialog.dismiss()))

    def alone(self, urls: Iterable[str]) -> None:
        """Look at pages one by one, as a visitor does."""
        page = self._context.new_page()
        for url in urls:
            try:
                page.goto(url, wait_until="load")
            except Error as problem:
                if "Download is starting" not in str(problem):
                    raise
            self._look(page.main_frame, url)
        page.wait_for_timeout(_LATER_MS)
        page.close()

    def together(self, urls: Sequence[str]) -> None:
        """Look at many pages in frames; the site must let itself be framed."""
        for start in range(0, len(urls), _FRAMES):
            page = self._context.new_page()
            page.goto("/healthz")
            page.evaluate(_OPEN, [urls[start : start + _FRAMES], _PATIENCE_MS])
            for frame in page.frames[1:]:
                self._look(frame, frame.url)
            page.wait_for_timeout(_LATER_MS)
            page.close()

    def _look(self, frame: Frame, url: str) -> None:
        self.seen += 1
        try:
            links = frame.evaluate(_LOOK)
        except Error as problem:
            # A frame that went elsewhere by itself was led there by a script or by a meta tag.
            links = [f"it went away ({problem})"[:80]]
        self.ran.extend(f"{url[:200]} leads to {link}" for link in links)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


class Bare:
    """A site without what keeps scripts and frames out, and with a page that lets all in.

    `/canary?q=` writes what it is asked as it is, so that the watch can be seen to watch.
    """

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        if environ["PATH_INFO"] == "/canary":
            start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            return [_canary(parse_qs(environ["QUERY_STRING"])["q"][0]).encode()]

        def unguarded(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [(n, v) for n, v in headers if n.lower() not in _GUARDS]
            return start(status, kept, *rest)

        return self._application(environ, unguarded)


_GUARDS = (
    "content-security-policy",
    "x-frame-options",
    "content-disposition",
    "cross-origin-resource-policy",
    "cross-origin-opener-policy",
)


def _canary(text: str) -> str:
    return (
        f"<!doctype html><title>{text}</title><p>{text}</p><textarea>{text}</textarea>"
        f'<input value="{text}"><input value=\'{text}\'><a href="{text}">a</a>'
    )


@contextmanager
def served(application: Callable[..., Any]) -> Iterator[str]:
    """An application at an address of its own."""
    server = waitress.create_server(application, port=0, threads=16)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
