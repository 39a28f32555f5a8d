"""Every place where a text may name a province or a district, with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.places.patterns import names_in
from indexer.places.spelling import key
from indexer.places.titles import DISTRICT_KINDS, Kind, kind_before


@dataclass(slots=True)
class Mention:
    """A name in the text at [start, end), its title's kind and what is known of its context.

    `head` is where its title begins (`start` without one). `glued` means that it stands inside
    a longer run of capitalised words, so it is likely part of another name; `after_capital` that
    one stands before it, as before a person's given name. `listed` tells that it takes its kind
    from the head of a list (`các huyện Văn Lãng, Cao Lộc`), `bracketed` that a parenthesis opens
    before it. `misspelt`: its title is `quân` for quận.
    """

    start: int
    end: int
    key: str
    name: str
    kind: Kind
    plural: bool
    head: int
    glued: bool
    after_capital: bool = False
    misspelt: bool = False
    listed: bool = False
    bracketed: bool = False


_BETWEEN = re.compile(
    r"(?:,|;|/|&|\+|\.\.\.|\(|\bva\b|\bhoac\b|\bcung\b|\bvoi\b|\bxuong\b|\bden\b|\btoi\b|\bsang\b|\bcac\b|\bhai\b|\s)*"
)
_NUMBERS = re.compile(
    r"[Qq](?<![A-Za-z0-9].)(?:(uan|UAN)|\.?) ?"
    r"((?:0?[1-9]|1[0-2])(?![0-9.,]?[0-9])"
    r"(?:(?:, ?| ?- ?| va |; ?| ?/ ?|, va )"
    r"(?:[Qq](?:uan |\.? ?))?(?:0?[1-9]|1[0-2])(?![0-9A-Za-z]))*)"
)
_MORE_NUMBERS = re.compile(
    r"(?:(?:, ?| va |; ?)(?:0?[1-9]|1[0-2])(?![0-9A-Za-z/])"
    r"(?= ?[,.;)(\n]| va | tai | cua | o |$))+"
)
#: What may stand between two members of a list with figures (`Hàm Yên 61, Na Hang 6`).
_FIGURES = re.compile(
    r" ?(?:\([^()\n]{1,40}\)"
    r"|(?:co |la )?[0-9][0-9.,]*(?: [a-z]+){0,3}(?: \([^()\n]{1,40}\))?)(?:, |; | va )"
)
_NUMBER = re.compile(r"[0-9]+")
#: Titles typed without diacritics; before `Đồng Đăng` they are other words (cơ quan, đi xa).
_BARE_TITLES = frozenset(("quan", "huyen", "thi xa", "thanh pho", "tinh", "xa", "phuong"))
#: Words that begin a sentence before a name (`Tại Cao Lộc`) and are no part of it.
_OPENERS = frozenset(
    (
        "tại", "ở", "từ", "về", "đến", "tới", "thuộc", "qua", "riêng", "còn", "ngoài", "cách",
        "như", "và", "với", "cùng", "của", "do", "vì", "trên", "trong", "theo", "sáng", "chiều",
        "trưa", "tối", "khi", "nếu", "để", "gần", "rời", "khắp",
    )
)  # fmt: skip


def find(text: str, folded: str) -> list[Mention]:
    """All mentions in order of the text; nothing is decided yet but what the words say."""
    found = list(_named(text, folded))
    found += _numbered(text, folded, found)
    found.sort(key=_start)
    _fill_lists(text, folded, found)
    return found


def _start(mention: Mention) -> int:
    return mention.start


def _named(text: str, folded: str) -> Iterator[Mention]:
    for start, end in names_in(folded):
        kind, plural, head = kind_before(text, start)
        if kind and _is_bare_word(text[head:start], text[start:end]):
            kind, head = "", start
        misspelt = kind == "quarter" and text[head : head + 4].lower() == "quân"
        after_capital = not kind and _follows_capital(text, head)
        glued = after_capital or _precedes_capital(folded, end)
        name_key, name = key(folded[start:end]), text[start:end]
        yield Mention(
            start, end, name_key, name, kind, plural, head, glued, after_capital, misspelt
        )


def _is_bare_word(title: str, name: str) -> bool:
    """Whether `quan`, `xa`… is a word of its own, as before a name that has its diacritics."""
    return title.strip().lower() in _BARE_TITLES and not name.isascii()


def _follows_capital(text: str, start: int) -> bool:
    """Whether the word right before is capitalised, so that both are one name."""
    before = text[max(0, start - 24) : start]
    if not before.endswith((" ", "-", "'")):
        return False
    words = before.split()
    if not words or not before.strip():
        return False
    word = words[-1].lstrip("(\"'“‘[")
    if not word[:1].isupper():
        return False
    if word.isupper() and len(word) > 1:
        return text[start : start + 2].isupper()
    return word.lower() not in _OPENERS and word[-1].isalpha()


def _precedes_capital(folded: str, end: int) -> bool:
    return folded[end : end + 1] == " " and folded[end + 1 : end + 2].isupper()


def _numbered(text: str, folded: str, named: list[Mention]) -> Iterator[Mention]:
    """Numbered quarters: `quận 1, 4, 7`, `Q.1`, `quận Tân Phú, 6, 7`."""
    spans = [
        (m.start(), m.end(), m.start(2)) for m in _NUMBERS.finditer(folded) if _is_quarter(text, m)
    ]
    spans += [
        (mention.end, match.end(), match.start())
        for mention in named
        if mention.kind == "quarter" and (match := _MORE_NUMBERS.match(folded, mention.end))
    ]
    for head, end, first in spans:
        for number in _NUMBER.finditer(folded, first, end):
            quarter = number[0].lstrip("0")
            yield Mention(
                number.start(), number.end(), f"quan{quarter}", f"Quận {quarter}", "quarter",
                False, head, False,
            )  # fmt: skip


def _is_quarter(text: str, match: re.Match[str]) -> bool:
    if match[1] is None:
        return match[0][:1] == "Q"
    return text[match.start() : match.start() + 4].lower() == "quận"


def _is_list(last: Mention, between: str) -> bool:
    """Whether what stands between two names makes the second one of the first's kind.

    A dash joins districts (`huyện Nhà Bè - Cần Giờ`) and the ends of a road (`cao tốc Bến Lức -
    Long Thành`), but `TP. HCM – Vân Đồn` is a flight.
    """
    if "-" in between:
        return between in (" - ", "-") and last.kind in ("other", "rural", "quarter")
    if last.kind not in DISTRICT_KINDS or len(between) > 60 or "\n" in between:
        return False
    return _BETWEEN.fullmatch(between) is not None or has_figures(between)


def has_figures(between: str) -> bool:
    """Whether a list goes on after figures or a parenthesis."""
    return _FIGURES.fullmatch(between) is not None


def _fill_lists(text: str, folded: str, mentions: list[Mention]) -> None:
    """Gives each member of a list the kind of the list's head."""
    last: Mention | None = None
    for mention in mentions:
        if not mention.kind and last is not None and last.kind:
            between = folded[last.end : mention.start]
            if _is_list(last, between):
                mention.kind, mention.plural, mention.listed = last.kind, last.plural, True
                mention.bracketed = "(" in between
        last = mention
