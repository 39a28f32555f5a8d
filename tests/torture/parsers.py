"""Every parser, the tokenizer, the query language and the dates, fed by atheris.

`python -m tests.torture.parsers TARGET SECONDS` fuzzes one of them in a process of its own, where
libFuzzer may end it. Without atheris inputs are put together at random of the same seeds.
"""

from __future__ import annotations

import contextlib
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from tests.torture.row import Row, Scale

#: Seconds of processor one input may take.
_SLOWEST = 1.0
_LONGEST = 4096
_SIDE_BY_SIDE = 2
#: How libFuzzer names the number of inputs it tried; without it we write the same line.
_DONE = "stat::number_of_executed_units:"

Target = Callable[[bytes], None]

_SEEDS: Mapping[str, tuple[bytes, ...]] = {
    "json": (
        b'{"id": "1", "title": "Tin", "body": "L\xc5\xa9", "published": "2020-07-14"}\n',
        b"[",
    ),
    "text": ("Tiêu đề\n\nT3, 07/14/2020 - 22:46\nNội dung: thi đua.\n".encode(), b"\xff\xfeT\0i\0"),
    "html": (
        b"<!doctype html><html><head><title>Tin</title></head><body><article><h1>Tin</h1>"
        b"<p>Noi dung bai viet rat dai ve mua mang.</p></article></body></html>",
    ),
    "feed": (
        b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>Tin</title>'
        b"<link>http://a.example/1</link><pubDate>Tue, 14 Jul 2020 22:46:00 +0700</pubDate>"
        b"</item></channel></rss>",
    ),
    "tokens": ("Covid -19, 5/2020/QĐ-TTg; GD&ĐT “thi đua” a\u0301\u0323 😀".encode(),),
    "query": ('thi đua "khen thưởng"~3 -title:(bão OR lũ*) 14/7/2020 NOT UBND'.encode(),),
    "dates": (
        b"T3, 07/14/2020 - 22:46",
        b"2020-07-14T22:46:00+07:07",
        b"/2020/07/14/a.htm",
        b"7/2020",
    ),
    "decode": (
        "Thông báo".encode("utf-16"),
        b"Th\xabng b\xb8o",
        "đường".encode("cp1258", "replace"),
    ),
}


def _file(name: str) -> Target:
    """A file of this name, read as the indexer reads it: it raises nothing at all."""
    from indexer.sources import formats

    path = Path(tempfile.mkdtemp()) / name

    def target(data: bytes) -> None:
        path.write_bytes(data)
        for _ in formats.read(path):
            pass

    return target


def _feed() -> Target:
    from indexer.harvest import feeds
    from indexer.harvest.connection import Answer
    from indexer.harvest.errors import UnfitList
    from indexer.harvest.fetching import Fetched

    def target(data: bytes) -> None:
        with contextlib.suppress(UnfitList):
            feeds.read(Fetched("http://a.example/rss", Answer(200, {}, data)))

    return target


def _text(use: Callable[[str], object], *, refused: tuple[type[Exception], ...] = ()) -> Target:
    def target(data: bytes) -> None:
        with contextlib.suppress(refused):
            use(data.decode("utf-8", "surrogateescape"))

    return target


def _tokens() -> Target:
    from indexer.text import fold, tokenize

    return _text(lambda text: (tokenize(text), fold(text)))


def _query() -> Target:
    from indexer.query.asked import read
    from indexer.query.parse import parse

    return _text(lambda text: read(parse(text).root))


def _dates() -> Target:
    from indexer.days import first_day, last_day
    from indexer.sources.dates import UnreadableDate, parse_published, published_in_url

    each = (
        _text(first_day, refused=(ValueError,)),
        _text(last_day, refused=(ValueError,)),
        _text(
            lambda text: parse_published(text, today=date(2026, 1, 1)), refused=(UnreadableDate,)
        ),
        _text(published_in_url),
    )

    def target(data: bytes) -> None:
        for use in each:
            use(data)

    return target


def _decode() -> Target:
    from indexer.text import Undecodable, decode

    def target(data: bytes) -> None:
        with contextlib.suppress(Undecodable):
            decode(data)

    return target


TARGETS: Mapping[str, Callable[[], Target]] = {
    "json": lambda: _file("a.jsonl"),
    "text": lambda: _file("a.txt"),
    "html": lambda: _file("a.html"),
    "feed": _feed,
    "tokens": _tokens,
    "query": _query,
    "dates": _dates,
    "decode": _decode,
}


def torture(scale: Scale) -> Row:
    """Each target for so many seconds."""
    seconds = scale.of(1, 120, 600)
    fuzzer = "atheris" if _atheris() else "random inputs, as atheris does not install here"
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        ended = list(pool.map(lambda name: _fuzzed(name, seconds), TARGETS))
    broken = [said for said, _ in ended if said]
    inputs = sum(number for _, number in ended)
    return Row(
        f"{fuzzer} over {', '.join(TARGETS)}, {seconds} s each",
        inputs,
        f"no crash, no input over {_SLOWEST:.0f} s",
        tuple(broken),
    )


def _atheris() -> bool:
    return importlib.util.find_spec("atheris") is not None


def _fuzzed(name: str, seconds: int) -> tuple[str, int]:
    """How it broke, if it did, and how many inputs were tried."""
    with tempfile.TemporaryDirectory() as place:
        for number, seed in enumerate(_SEEDS[name]):
            (Path(place) / f"seed{number}").write_bytes(seed)
        command = [sys.executable, "-m", "tests.torture.parsers", name, str(seconds), place]
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False
        )
    said = done.stderr.splitlines()
    counts = [int(line.split()[1]) for line in said if line.startswith(_DONE)]
    if done.returncode or not counts:
        return f"{name}: exit {done.returncode}: {' | '.join(said[-12:])[:800]}", 0
    return "", counts[-1]


def _watched(target: Target) -> Target:
    def watched(data: bytes) -> None:
        started = time.process_time()
        target(data)
        if (taken := time.process_time() - started) > _SLOWEST:
            raise AssertionError(f"{taken:.1f} s for {data!r}")

    return watched


def _main(name: str, seconds: int, corpus: str) -> None:
    if _atheris():
        import atheris

        with atheris.instrument_imports(include=["indexer"]):
            watched = _watched(TARGETS[name]())
        _first(watched, corpus)
        how = [
            f"-max_total_time={seconds}",
            f"-max_len={_LONGEST}",
            "-verbosity=0",
            "-print_final_stats=1",
        ]
        atheris.Setup(["parsers", *how, f"-artifact_prefix={corpus}/", corpus], watched)
        atheris.Fuzz()
    else:
        watched = _watched(TARGETS[name]())
        _first(watched, corpus)
        end = time.monotonic() + seconds
        tried = 0
        for data in _random(name):
            watched(data)
            tried += 1
            if time.monotonic() > end:
                break
        print(_DONE, tried, file=sys.stderr)


def _first(watched: Target, corpus: str) -> None:
    """What is loaded late is loaded, so that it is no input's."""
    for seed in sorted(Path(corpus).iterdir()):
        with contextlib.suppress(AssertionError):
            watched(seed.read_bytes())


def _random(name: str) -> Iterator[bytes]:
    chance = random.Random(name)
    seeds = _SEEDS[name]
    while True:
        data = bytearray(chance.choice(seeds) * chance.choice((1, 1, 1, 2, 40)))
        for _ in range(chance.randrange(12)):
            at = chance.randrange(len(data) + 1)
            other = chance.choice(seeds)
            start = chance.randrange(len(other))
            data[at : at + chance.choice((0, 0, 1, 5))] = chance.choice(
                (chance.randbytes(chance.randrange(1, 5)), other[start : start + 9], b"")
            )
        yield bytes(data[:_LONGEST])


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
