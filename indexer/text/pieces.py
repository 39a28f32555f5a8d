"""pyvi's own cutting of a text into pieces (words, marks, numbers, addresses), in linear time.

pyvi tries one regular expression at every character. Its part for e-mail addresses reads to the
end of a row of dashes at each dash, so 200,000 dashes take a minute. No piece but the newline
holds white space, so here each run between spaces is cut by itself and remembered, and addresses
are looked for only around an `@`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_FIRST: Final = r"[A-ZĐ]+\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\.|==>|->|\.\.\.|>>"
_WEB: Final = r"\w+://[^\s]+"
_REST: Final = r"\d+(?:[\.,_]\d+)+|[^\w\s]|\w+"

_SIMPLE: Final = re.compile(f"{_FIRST}|{_REST}")
_WITH_WEB: Final = re.compile(f"{_FIRST}|{_WEB}|{_REST}")
_BEFORE_EMAIL: Final = re.compile(f"{_FIRST}|{_WEB}")
_AFTER_EMAIL: Final = re.compile(_REST)
_LOCAL: Final = re.compile(r"[a-zA-Z0-9_.+-]*+")
_DOMAIN: Final = re.compile(r"@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+")


def pieces(run: str) -> list[str]:
    """The pieces of a run of characters without white space, as pyvi's expression finds them."""
    if "@" in run:
        return list(_with_addresses(run))
    return (_WITH_WEB if "://" in run else _SIMPLE).findall(run)


def _with_addresses(run: str) -> Iterator[str]:
    addresses = _addresses(run)
    first, at, last = next(addresses, (0, -1, 0))
    start = 0
    while start < len(run):
        while 0 <= at <= start:
            first, at, last = next(addresses, (0, -1, 0))
        found = _BEFORE_EMAIL.match(run, start)
        if found is not None:
            end = found.end()
        elif first <= start < at:
            end = last
        else:
            rest = _AFTER_EMAIL.match(run, start)
            end = rest.end() if rest else start + 1
        yield run[start:end]
        start = end


def _addresses(run: str) -> Iterator[tuple[int, int, int]]:
    """Each `@` with a domain: where its local part can begin, where it stands, where all ends."""
    start = 0
    while (at := run.find("@", start)) >= 0:
        domain = _DOMAIN.match(run, at)
        if domain is not None:
            yield at - _local_length(run, start, at), at, domain.end()
        start = at + 1


def _local_length(run: str, start: int, at: int) -> int:
    """How many characters of a local part stand right before `at`, none before `start`."""
    before = run[start:at][::-1]
    found = _LOCAL.match(before)
    return found.end() if found else 0
