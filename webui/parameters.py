"""The parameters of a URL → a SearchRequest, with every fault reported at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args

from indexer import (
    VIETNAM,
    Problem,
    SearchRequest,
    Sort,
    UsageError,
    first_day,
    last_day,
    unknown_places,
)
from webui.engine import engine

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

#: So that one request cannot ask for the whole index; larger harvests are exports.
MOST_HITS = 100
#: What stands in the address stands in two hundred links of the page, so it is bounded.
MOST_VALUES, LONGEST_VALUE = 50, 200
_SEVERAL = ("district", "province", "commune", "source")
MOST_PAGES = 10**7 - 1
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True)
class Asked:
    """The request, as far as it could be read, and the problems of the parts that could not."""

    request: SearchRequest
    problems: tuple[Problem, ...] = ()

    def faults(self) -> tuple[Problem, ...]:
        """The problems, with those of places that are not known, which a search tells of alone."""
        return (*self.problems, *unknown_places(self.request))


class Wrong(ValueError):
    """A parameter with a value it cannot have."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en


def read(args: MultiDict[str, str]) -> Asked:
    """Read the parameters; a faulty one keeps its default and is reported."""
    fields: dict[str, Any] = {"text": words(args.get("q", ""))}
    problems = list(_too_much(args))
    for parameter, (field, reading) in _READINGS.items():
        written = args.get(parameter, "").strip()
        if not written:
            continue
        try:
            fields[field] = reading(written)
        except Wrong as wrong:
            problems.append(Problem(parameter, wrong.vi, wrong.en))
    since, until = fields.get("since"), fields.get("until")
    if since and until and since > until:
        problems.append(_backwards(since, until))
    return Asked(SearchRequest(**fields, **_lists(args)), tuple(problems))


def required(args: MultiDict[str, str]) -> SearchRequest:
    """The request for whatever has no form to correct it in.

    Raises UsageError that names every fault.
    """
    asked = read(args)
    if asked.problems:
        raise UsageError.of(asked.faults())
    return asked.request


def words(written: str) -> str:
    """The words of a query as they are searched for.

    One character more than is read, so that the query layer can say that it left something out.
    """
    return " ".join(written.split())[: engine().limits.characters + 1]


def _too_much(args: MultiDict[str, str]) -> Iterator[Problem]:
    """More places or sources, or longer ones, than a person would ever name."""
    for name in (prefix + name for name in _SEVERAL for prefix in ("", "not_")):
        values = args.getlist(name)
        if len(values) > MOST_VALUES:
            yield Problem(
                name,
                f"Chỉ chọn được {MOST_VALUES} giá trị cho “{name}”, không phải {len(values)}.",
                f"“{name}” takes at most {MOST_VALUES} values, not {len(values)}.",
            )
        if any(len(value) > LONGEST_VALUE for value in values):
            yield Problem(
                name,
                f"Một giá trị của “{name}” dài hơn {LONGEST_VALUE} ký tự.",
                f"A value of “{name}” is longer than {LONGEST_VALUE} characters.",
            )


def _lists(args: MultiDict[str, str]) -> dict[str, Any]:
    """District, province and source may stand several times; each value counts once."""
    found = {}
    for name in _SEVERAL:
        for prefix in ("", "not_"):
            taken = args.getlist(prefix + name)[:MOST_VALUES]
            values = (value.strip()[:LONGEST_VALUE] for value in taken)
            found[f"{prefix}{name}s"] = tuple(dict.fromkeys(filter(None, values)))
    return found


def _backwards(since: date, until: date) -> Problem:
    return Problem(
        "from",
        f"“Từ ngày” ({since:%d/%m/%Y}) đứng sau “Đến ngày” ({until:%d/%m/%Y}). "
        "Hãy đổi chỗ hai ngày.",
        f"“From” ({since.isoformat()}) is after “To” ({until.isoformat()}). Swap the two.",
    )


def _day(reading: Callable[[str], date]) -> Callable[[str], date]:
    def read_day(written: str) -> date:
        try:
            return reading(written)
        except ValueError as problem:
            raise Wrong(
                f"“{written}” không phải là ngày. Hãy viết như 14/7/2020, 7/2020 hoặc 2020.",
                f"“{written}” is no date. Write it as 14/7/2020 (day first), 7/2020 or 2020.",
            ) from problem

    return read_day


def moment(written: str) -> datetime:
    """A moment as links bear it, `2026-11-25T13:30:15.5Z`; without a zone, in Vietnam.

    Raises Wrong with what is wrong in both languages.
    """
    try:
        read = datetime.fromisoformat(written)
        read = read if read.tzinfo else read.replace(tzinfo=VIETNAM)
        return read.astimezone(VIETNAM)
    except (ValueError, OverflowError) as problem:
        raise Wrong(
            f"“{written}” không phải là thời điểm. Hãy viết như 2026-11-25T20:30:00+07:00.",
            f"“{written}” is no moment. Write it as 2026-11-25T20:30:00+07:00.",
        ) from problem


def switch(written: str) -> bool:
    """Whether it is on. Raises Wrong with what is wrong in both languages."""
    if written in ("0", "1"):
        return written == "1"
    raise Wrong(f"“{written}” phải là 1 hoặc 0.", f"“{written}” must be 1 or 0.")


def _sort(written: str) -> Sort:
    for sort in _SORTS:
        if written == sort:
            return sort
    choices = ", ".join(_SORTS)
    raise Wrong(
        f"Không có cách sắp xếp “{written}”. Chọn một trong: {choices}.",
        f"There is no order “{written}”. Choose one of: {choices}.",
    )


def _page(written: str) -> int:
    if _NUMBER.fullmatch(written):
        return int(written)
    raise Wrong(
        f"Trang “{written}” không có. Trang đếm từ 1.",
        f"There is no page “{written}”. Pages count from 1.",
    )


def _limit(written: str) -> int:
    if _NUMBER.fullmatch(written) and int(written) <= MOST_HITS:
        return int(written)
    raise Wrong(
        f"Số bài một trang phải từ 1 đến {MOST_HITS}, không phải “{written}”.",
        f"A page holds 1 to {MOST_HITS} articles, not “{written}”.",
    )


_READINGS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "exact": ("exact", switch),
    "from": ("since", _day(first_day)),
    "to": ("until", _day(last_day)),
    "undated": ("undated", switch),
    "seen_after": ("seen_after", moment),
    "seen_by": ("seen_by", moment),
    "changed_after": ("changed_after", moment),
    "sort": ("sort", _sort),
    "limit": ("limit", _limit),
    "page": ("page", _page),
}
