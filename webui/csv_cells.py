"""Rows as CSV that a spreadsheet opens as it stands: UTF-8 with a mark, and nothing executed.

A cell that begins like a formula is prefixed with an apostrophe, as OWASP's "CSV Injection" says:
spreadsheets then take it for text. Whoever reads the file with a program drops that apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

MIMETYPE = "text/csv"
#: What makes a cell a formula, in their full-width forms too (Excel takes these where Chinese or
#: Japanese is set); before it spreadsheets skip blanks.
_FORMULA = frozenset("=+-@＝＋－＠")
_CONTROL = frozenset("\t\r\n")
#: Excel reads UTF-8 only where the file begins with this.
_BYTE_ORDER_MARK = "\ufeff"

Cell = str | int | float | None


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula."""
    risky = text[:1] in _CONTROL or text.lstrip()[:1] in _FORMULA
    return f"'{text}" if text and risky else text


def lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The rows as lines of CSV, one string a row; the first bears the byte order mark.

    Numbers stay numbers, also negative ones; None is an empty cell.
    """
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(_BYTE_ORDER_MARK)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
