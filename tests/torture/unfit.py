"""One document in a thousand that no newspaper ever printed: the other 999 are found."""

from __future__ import annotations

import json
import random
import tempfile
import time
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from indexer import SearchRequest, Settings, count, index, open_engine
from tests.torture.library import bodies
from tests.torture.row import Row, Scale

_BAD = "xấu"
#: Seconds a run over a thousand small articles may take, whatever the one is.
_PATIENCE = 60.0


def _line(body: str) -> bytes:
    return json.dumps({"id": _BAD, "title": "Tin lạ", "body": body}).encode()


def _planes(chance: random.Random) -> str:
    """Characters of every plane, none of them half a pair."""
    points = [
        plane * 0x10000 + chance.randrange(0x10000) for plane in range(17) for _ in range(300)
    ]
    return " ".join(chr(p) for p in points if not 0xD800 <= p < 0xE000)


def documents(chance: random.Random) -> Mapping[str, bytes]:
    """What each is, and its line."""
    marks = "".join(chr(p) for p in range(0x300, 0x370) if unicodedata.combining(chr(p)))
    return {
        "NULs": _line("bão\0lũ\0" * 50),
        "NULs as bytes": b"\0" * 500,
        "lone surrogates": _line("bão \ud800 lũ \udfff"),
        "bidi controls": _line("bão \u202e\u2066 lũ \u200f\u061c" * 50),
        "random bytes": chance.randbytes(5000).replace(b"\n", b" "),
        "half a line of JSON": _line("bão")[:-9],
        "50 MB": _line("bão lũ " * (50 << 20 >> 3)),
        "a word of 1 MB": _line("a" * (1 << 20)),
        "200,000 dashes": _line("-" * 200_000),
        "towers of combining marks": _line("".join("a" + marks * 20 for _ in range(50))),
        "every Unicode plane": _line(_planes(chance)),
        "10,000 brackets": b"[" * 10_000,
        "a number of 10,000 digits": b'{"id": ' + b"9" * 10_000 + b', "title": "t", "body": "b"}',
    }


def torture(scale: Scale) -> Row:
    """Each among articles of which all others must be found, alone or refused with a reason."""
    articles = scale.of(100, 1000, 1000)
    broken, slowest = [], 0.0
    unfit = documents(random.Random(9))
    for what, line in unfit.items():
        started = time.monotonic()
        broken += [f"{what}: {said}" for said in _index(line, articles)]
        slowest = max(slowest, time.monotonic() - started)
    if slowest > _PATIENCE:
        broken.append(f"one run took {slowest:.0f} s")
    return Row(
        f"one document among {articles:,}: {', '.join(unfit)}",
        len(unfit),
        f"set aside with its reason, or found by its id; the other {articles - 1} found each time, "
        f"in at most {slowest:.0f} s",
        tuple(broken),
    )


def _index(line: bytes, articles: int) -> list[str]:
    good = bodies(0, articles - 1)
    lines = [json.dumps({"id": id, "title": "Tin", "body": body}) for id, body in good.items()]
    middle = len(lines) // 2
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "a.jsonl"
        before, after = ("\n".join(part).encode() for part in (lines[:middle], lines[middle:]))
        file.write_bytes(b"\n".join((before, line, after)) + b"\n")
        settings = Settings(index=Path(place) / "index")
        report = index([file], settings)
        engine = open_engine(settings)
        held = set(engine.snapshot().ids())
        said = []
        if count(engine, SearchRequest("mua mang")) != len(good) or good.keys() - held:
            said.append(f"{len(good.keys() & held)} of the others are there")
        if report.refused:
            (refusal,) = report.refused
            if refusal.line != middle + 1 or not (refusal.vi and refusal.en):
                said.append(f"refused without place or reason: {refusal}")
        elif len(held) != articles:
            said.append("neither taken nor refused")
        return said
