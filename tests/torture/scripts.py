"""Articles, queries, addresses and file names full of scripts, seen in a real browser: none runs.

The pages are seen without the Content-Security-Policy too, so that it hides no hole.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask
from playwright.sync_api import Browser

from indexer import Engine, Settings, index, open_engine
from tests.torture.payloads import PAYLOADS
from tests.torture.row import Row, Scale
from tests.torture.watching import CHROMIUM, Bare, Watch, chromium, served
from webui import create_app
from webui.forms import FORMS

#: Parameters that any page may read: what is asked for, and what has few values that are right.
_PARAMETERS = (
    "q",
    "source",
    "id",
    "name",
    "district",
    "province",
    "from",
    "to",
    "sort",
    "page",
    "hit",
    "lang",
    "limit",
    "format",
    "exact",
    "undated",
)
_LISTED = 100


def torture(scale: Scale) -> Row:
    """Show every payload in every page."""
    if not CHROMIUM.exists() and os.environ.get("TRACUU_REQUIRE_BROWSER") != "1":
        return Row("there is no Chromium here", 1, "not tested")
    payloads = PAYLOADS[scale.of(10, 0, 0) :: scale.of(67, 1, 1)]
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        engine = _index(Path(place), payloads)
        app = create_app(engine)
        urls = [*_lists(app, payloads), *_articles(app, engine, payloads), *_asked(app, payloads)]
        bare = Bare(app.wsgi_app)
        fired = _alarms(browser, bare, payloads)
        # Last the searches that were kept, of all those queries.
        unguarded = _seen(browser, bare, urls, ["/saved"])
        visited = [*urls[:: scale.of(9, 9, 1)], *_files(app, engine, payloads)]
        guarded = _seen(browser, app.wsgi_app, visited, alone=True)
    ran = unguarded.ran + guarded.ran
    blind = [] if fired > len(payloads) // 2 else [f"only {fired} payloads would be noticed"]
    return Row(
        "scripts in title, text, source, author, address, file name and query, on every page, feed "
        "and export, in Chromium without the Content-Security-Policy; every ninth page with it",
        len(payloads),
        f"{unguarded.seen:,} pages without and {guarded.seen:,} with it, {len(ran)} scripts ran; "
        f"on a page that lets all in {fired} of {len(payloads)} payloads were noticed",
        (*ran, *blind),
    )


def _seen(
    browser: Browser, site: Callable[..., Any], *rounds: Sequence[str], alone: bool = False
) -> Watch:
    with served(site) as address:
        watch = Watch(browser, address)
        for urls in rounds:
            (watch.alone if alone else watch.together)(urls)
    return watch


def _alarms(browser: Browser, site: Callable[..., Any], payloads: Sequence[str]) -> int:
    """How many payloads are noticed when nothing keeps them from running."""
    urls = [f"/canary?{urlencode({'q': payload})}" for payload in payloads]
    ran = " ".join(_seen(browser, site, urls).ran)
    return sum(url[:200] in ran for url in urls)


def _lists(app: Flask, payloads: Sequence[str]) -> Iterator[str]:
    """Every page that needs no article, over all articles at once."""
    pages = -(-2 * len(payloads) // _LISTED)
    yield from (f"{path}?q=tin&limit={_LISTED}" for path in _paths(app))
    yield from (f"/?q=tin&fold=0&limit={_LISTED}&page={page + 1}" for page in range(pages))


def _articles(app: Flask, engine: Engine, payloads: Sequence[str]) -> Iterator[str]:
    """Every article, on the pages there are in turn."""
    ids = sorted(engine.snapshot().ids())
    rules = [rule for rule in app.url_map.iter_rules() if rule.arguments == {"id"}]
    adapter = app.url_map.bind("localhost")
    endpoints = cycle(["articles.show", *(rule.endpoint for rule in rules)])
    for id_, endpoint, payload in zip(ids, endpoints, cycle(payloads)):
        query = urlencode({"q": f"tin {payload}", "hit": 1})
        yield f"{adapter.build(endpoint, {'id': id_})}?{query}"


def _asked(app: Flask, payloads: Sequence[str]) -> Iterator[str]:
    """Every payload in all that may be asked: of the search page, of another, as an address."""
    for payload, path in zip(payloads, cycle(_paths(app))):
        asked = urlencode(dict.fromkeys(_PARAMETERS, payload))
        yield f"/?{urlencode({'q': payload})}"
        yield f"{path}?{asked}"
        yield f"/{quote(payload)}?q=tin"


def _paths(app: Flask, *, shown: bool = True) -> list[str]:
    """The pages that need no article; or the files for other programs, which a browser keeps."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    paths = [rule.rule for rule in rules if not rule.arguments]
    return [path for path in paths if shown is not bool(Path(path).suffix)]


def _files(app: Flask, engine: Engine, payloads: Sequence[str]) -> Iterator[str]:
    for path in _paths(app, shown=False):
        yield f"{path}?q=tin"
        yield f"{path}?{urlencode(dict.fromkeys(_PARAMETERS, payloads[0]))}"
    for id_, ending in zip(sorted(engine.snapshot().ids()), FORMS, strict=False):
        yield f"/cite.{ending}?{urlencode({'id': id_})}"
        yield f"/export.{ending}?q=tin"


def _index(place: Path, payloads: Sequence[str]) -> Engine:
    """Articles of JSON Lines and text exports; all of them were edited once."""
    files = place / "files"
    files.mkdir()
    settings = Settings(index=place / "index", workers=1)
    for edition in ("đầu", "hai"):
        records = [_record(number, payload, edition) for number, payload in enumerate(payloads)]
        (files / "a.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n", "utf-8")
        for number, payload in enumerate(payloads):
            name = f"{number} {payload}.txt".replace("/", "∕").replace("\t", "")
            (files / name).write_text(_export(payload, edition), "utf-8")
        index([files], settings)
    return open_engine(settings)


def _record(number: int, payload: str, edition: str) -> dict[str, str | list[str]]:
    text = f"Tin {payload} tin"
    address = payload if ":" in payload[:14] else f"https://a.vn/{payload}"
    named = dict.fromkeys(("source", "author", "office", "submitted_by", "province"), payload)
    return {
        **named,
        "id": f"{number}-{payload.strip()}".replace("\t", ""),
        "title": text,
        "summary": text,
        "body": f"{text} {edition}",
        "captions": [text],
        "url": address,
    }


def _export(payload: str, edition: str) -> str:
    head = f"Tin {payload}\n  Submitted by {payload} on T3, 07/14/2020 - 22:46\n\n"
    return f"{head}    Tin {payload} {edition}.\n1\nTin {payload}\n  {payload}\n"
