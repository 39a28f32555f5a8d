"""Queries put together at random from all that means something to the query language."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from flask.testing import FlaskClient

from indexer import (
    Engine,
    SearchRequest,
    Settings,
    UsageError,
    answer,
    count,
    marked_article,
    open_engine,
)
from tests.torture.row import Row, Scale
from tests.torture.shelf import SYLLABLES, shelf
from webui import create_app

_MARKS = (
    *("(", ")", '"', "“", "”", "*", "-", "~", "~3", ":", "+", "|", "&", "!", "\\", "/", "?", "<"),
    *("AND", "OR", "NOT", "HOẶC", "VÀ", " ", "\t", "\n", "\x00", "\u200b", "\u202e", "\ufeff"),
    *("title:", "summary:", "body:", "source:", "tieude:", "before:", "after:", "from:", "to:"),
    *("5/2020/QĐ-TTg", "12-NQ/TW", "14/7/2020", "31/02/2020", "2020-13-45", "7/2020", "1.234.567"),
    *("Covid-19", "UBND", "GD&ĐT", "huyện", "Cao Lộc", "tỉnh Lạng Sơn", "thi ddua", "hoa2", "%00"),
    *("\u0301", "\u0323", "Ð", "đ", "\ud800", "\U0001f600", "\u1e9e", "ǆ", "İ", "０", "\u0660"),
)
_PARAMETERS = ("from", "to", "district", "not_district", "province", "source", "sort", "page")
#: One in so many is answered in full, goes through the site, is as long as can be.
_WHOLE, _SITE, _LONG = 8, 40, 1000
#: No single one may hang; the bombs measure.
_HANGS = 10.0


def torture(scale: Scale) -> Row:
    """Ask all of them of a small index; only what is said to be raised may be."""
    times = scale.of(400, 100_000, 1_000_000)
    with tempfile.TemporaryDirectory() as place:
        index, _ = shelf(Path(place), 500)
        engine = open_engine(Settings(index=index))
        client = create_app(engine).test_client()
        came: Counter[str] = Counter()
        broken, slowest = [], 0.0
        for number, text in enumerate(_queries(times)):
            started = time.process_time()
            if number % _SITE == 0:
                said = _page(client, text)
            else:
                said = _asked(engine, text, whole=number % _WHOLE == 0)
            slowest = max(slowest, time.process_time() - started)
            came[said] += 1
            if said not in _FINE:
                broken.append(f"{text[:200]!r}: {said}")
    if slowest > _HANGS:
        broken.append(f"one took {slowest:.0f} s")
    return Row(
        "queries of random syllables, operators, quotes, fields, codes, dates, controls and "
        f"half characters; every {_WHOLE}th answered in full, every {_SITE}th through the site",
        times,
        f"{', '.join(f'{n:,} {what}' for what, n in sorted(came.items()))}; "
        f"the slowest {slowest * 1000:.0f} ms",
        tuple(broken[:20]),
    )


_FINE = ("answered", "refused with a sentence")


def _asked(engine: Engine, text: str, *, whole: bool) -> str:
    """What comes of counting and marking, and of the whole answer with what to ask instead."""
    request = SearchRequest(text, exact=len(text) % 2 == 1)
    try:
        count(engine, request)
        marked_article(engine.snapshot().stored(["1"])[0].article, text, request.exact)
        if whole:
            answer(engine, request)
    except UsageError:
        return _FINE[1]
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return _FINE[0]


def _page(client: FlaskClient, text: str) -> str:
    sendable = text.encode("utf-8", "replace").decode()
    name = _PARAMETERS[len(text) % len(_PARAMETERS)]
    status = client.get(f"/?{urlencode({'q': sendable, name: sendable[:40]})}").status_code
    return {200: _FINE[0], 400: _FINE[1]}.get(status, f"status {status}")


def _queries(times: int) -> Iterator[str]:
    chance = random.Random(11)
    for number in range(times):
        pieces = 1 + int(chance.expovariate(0.3)) if number % _LONG else 50_000
        glue = chance.choice(("", " ", " "))
        yield glue.join(_piece(chance) for _ in range(pieces))


def _piece(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.4:
        return chance.choice(_MARKS)
    if kind < 0.97:
        # Of the common ones, so that most is found: looking for what was meant takes ten times.
        return chance.choice(SYLLABLES[:40])
    return chr(chance.randrange(0x110000))
