"""Dates in running text, one token for all spellings.

14/7/2020, 14.07.2020, 14-7-2020, 2020-07-14 and `14 tháng 7 năm 2020` give three tokens on the
first position: `2020-07-14`, then its month `2020-07` and its day of the year `--07-14` (as ISO
8601 and XML Schema write them). So `tháng 7/2020` and `ngày 14/7` find articles that give the
whole date, and the first token is always the most exact.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from indexer.text.found import Found, Piece

_THANG: Final = r"\s{1,3}th[áaÁA]ng\s{1,3}"
_NAM: Final = r"(?:\s{1,3}n[ăaĂA]m\s{1,3}|\s?/\s?|,?\s)"
_END: Final = r"(?!\w|[/.\-]\d)"
_FULL: Final = re.compile(
    rf"(?:(?P<d>\d{{1,2}})(?:\s?(?P<sep>[/.\-–])\s?(?P<m>\d{{1,2}})\s?(?P=sep)\s?(?P<y>\d{{4}})"
    rf"|{_THANG}(?P<m2>\d{{1,2}}){_NAM}(?P<y2>\d{{4}}))"
    rf"|(?P<y3>\d{{4}})-(?P<m3>\d{{2}})-(?P<d3>\d{{2}})){_END}",
    re.ASCII | re.IGNORECASE,
)
_MONTH: Final = re.compile(
    rf"(?:th[áaÁA]ng\s{{1,3}}(?P<m>\d{{1,2}})(?:\s?[/\-.–]\s?|\s{{1,3}}n[ăaĂA]m\s{{1,3}}|,\s?)"
    rf"(?P<y>\d{{4}})|(?<!\d[/.\-])(?P<m2>\d{{1,2}})/(?P<y2>\d{{4}})){_END}",
    re.ASCII | re.IGNORECASE,
)
_DAY: Final = re.compile(
    rf"(?P<d>\d{{1,2}})(?:(?P<sep>[/.\-–])|{_THANG})(?P<m>\d{{1,2}}){_END}",
    re.ASCII | re.IGNORECASE,
)


#: Folded words after which `14-7` is a day and no range.
_DAYTIMES: Final = frozenset(["ngay", "hom", "sang", "trua", "chieu", "toi", "dem"])
#: Folded words after which `1/2020` is no month: quý, kỳ, số, lần, đợt, khóa.
_COUNTED: Final = frozenset(["qui", "ki", "so", "lan", "dot", "khoa"])


def full_date(text: str, start: int) -> Found | None:
    """A day, month and year that begin at this character and exist in the calendar."""
    found = _FULL.match(text, start)
    if found is None:
        return None
    year, month, day = (
        int(found[name] or found[name + "2" if name != "d" else "d"] or found[name + "3"])
        if not found["y3"]
        else int(found[name + "3"])
        for name in "ymd"
    )
    if not _exists(year, month, day):
        return None
    keys = (f"{year:04}-{month:02}-{day:02}", f"{year:04}-{month:02}", f"--{month:02}-{day:02}")
    return _stacked(start, found.end(), keys)


def month_of_year(text: str, start: int, before: str = "") -> Found | None:
    """`tháng 7/2020`, `tháng 7 năm 2020`, `7/2020` → `2020-07`; none in `quý 1/2020`.

    `before` is the folded word before it.
    """
    found = _MONTH.match(text, start)
    if found is None or before in _COUNTED:
        return None
    year, month = int(found["y"] or found["y2"]), int(found["m"] or found["m2"])
    if not (1 <= month <= 12 and 1800 <= year <= 2200):
        return None
    return _stacked(start, found.end(), (f"{year:04}-{month:02}",))


def day_of_month(text: str, start: int, before: str) -> Found | None:
    """`14/7`, `14 tháng 7` → `--07-14`; `14.7`, `14-7` only where a day is named or bracketed.

    `before` is the folded word before it: `ngày 14-7`, `sáng 14-7`; `(14-7)` needs none.
    """
    found = _DAY.match(text, start)
    if found is None:
        return None
    if found["sep"] in tuple(".-–") and before not in _DAYTIMES:
        bracketed = text[start - 1 : start] + text[found.end() : found.end() + 1] == "()"
        if not bracketed:
            return None
    month, day = int(found["m"]), int(found["d"])
    if not _exists(2000, month, day):
        return None
    return _stacked(start, found.end(), (f"--{month:02}-{day:02}",))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1800 <= year <= 2200


def _stacked(start: int, end: int, keys: tuple[str, ...]) -> Found:
    return Found(end, None, tuple(Piece(start, end, key, key, "date") for key in keys))
