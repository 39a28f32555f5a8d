"""How to cite an article: a line after ISO 690, and records in BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import json
from unidecode import unidecode

from indexer import Article

#: TeX's special characters (lshort, section 2.1.3), as they are written to be printed. Braces by
#: name: BibTeX counts them also behind a backslash.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
        "&": r"\&", "%": r"\%", "$": r"\$",
        "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


def line(article: Article, seen: date) -> str:
    """One line after ISO 690:2010 (TCVN 10256:2013); `seen` is the day it was looked up.

    A Vietnamese name stands in its own order, family name first.
    """
    who = _author(article)
    parts = [
        f"{who.upper()}." if who else "",
        f"{_plain(article.title or '(không có tiêu đề)').rstrip('.')} [trực tuyến].",
        f"{_plain(article.source)}," if article.source else "",
        f"{_day(article)} [xem {seen:%d/%m/%Y}].",
        f"Địa chỉ: {_plain(article.url)}" if article.url else "",
    ]
    return " ".join(filter(None, parts))


def bibtex(article: Article, seen: date) -> str:
    """A `@misc` entry, which both BibTeX and biblatex take; braces keep names and capitals."""
    published = article.published
    fields = {
        "author": f"{{{_tex(_author(article))}}}" if _author(article) else "",
        "title": f"{{{_tex(article.title or '')}}}",
        "year": str(published.at.year) if published else "",
        "month": str(published.at.month) if published else "",
        "day": str(published.at.day) if published else "",
        "howpublished": _tex(article.source),
        "url": _url(article),
        "urldate": seen.isoformat(),
        "language": "vietnamese",
    }
    written = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key(article)},\n{written}}}\n"


def ris(article: Article, seen: date, note: str = "") -> str:
    """A record of type NEWS; lines end with CR LF as the format asks."""
    when = f"{article.published.at:%Y/%m/%d}/" if article.published else ""
    lines = [
        ("TY", "NEWS"),
        ("TI", _plain(article.title or "")),
        ("AU", _author(article)),
        ("PY", when[:4]),
        ("DA", when),
        ("T2", _plain(article.source)),
        ("UR", _plain(article.url)),
        ("Y2", f"{seen:%Y/%m/%d}/"),
        ("LA", "vi"),
        ("N1", _plain(note)),
        ("ID", key(article)),
    ]
    body = "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value)
    return f"{body}ER  - \r\n"


def csl_json(article: Article, seen: date, custom: Mapping[str, Any]) -> str:
    """An item, as citation processors read it; `custom` is what CSL has no word for."""
    item = dict(_csl(article, seen)) | ({"custom": custom} if custom else {})
    return json.dumps(item, ensure_ascii=False)


def key(article: Article) -> str:
    """A key of ASCII letters and digits: source, day, the title's first words, and of the id.

    Keys of different articles differ, so that any number of them can stand in one file.
    """
    words = re.findall(r"[a-z0-9]+", unidecode(article.title or article.id).lower())
    source = re.sub(r"[^a-z0-9]", "", unidecode(article.source).lower())
    when = f"{article.published.at:%Y%m%d}" if article.published else ""
    own = hashlib.sha256(article.id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{source[:24]}{when}{''.join(words[:4])[:24]}-{own}"


def _csl(article: Article, seen: date) -> Iterator[tuple[str, Any]]:
    yield "id", key(article)
    yield "type", "article-newspaper"
    yield "title", _plain(article.title or "")
    if _author(article):
        yield "author", [{"literal": _author(article)}]
    if article.source:
        yield "container-title", _plain(article.source)
    if article.published:
        yield "issued", _date_parts(article.published.at.date())
    if article.url:
        yield "URL", _plain(article.url)
    yield "accessed", _date_parts(seen)
    yield "language", "vi"


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _author(article: Article) -> str:
    return _plain(article.author or article.office)


def _day(article: Article) -> str:
    return f"{article.published.at:%d/%m/%Y}" if article.published else "[không rõ ngày]"


def _plain(text: str) -> str:
    """The text on one line: a line break would begin another field."""
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _plain(text).translate(_TEX)


def _url(article: Article) -> str:
    """Braces are the only characters that may not stand in a `url` field as they are."""
    return _plain(article.url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
