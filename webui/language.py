"""Vietnamese first, English on request; dates and numbers in the language's way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Protocol

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, Response, request
from flask_babel import Babel, get_translations
from markupsafe import Markup

from indexer import VIETNAM, Published

LANGUAGES: Mapping[str, str] = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "lang"
#: Where a request keeps what a page asks for some hundred times.
_LANGUAGE = "tracuu.language"
_YEAR = 365 * 24 * 3600
_DAY = {"vi": "d/M/y", "en": "d MMM y"}
_MONTH = {"vi": "M/y", "en": "MMM y"}
#: English with the day before the month, as everything written in Vietnam has it.
_LOCALE = {"vi": "vi", "en": "en_GB"}


class TwoLanguages(Protocol):
    """Whatever is said in both languages: an error, a problem, a notice."""

    @property
    def vi(self) -> str: ...

    @property
    def en(self) -> str: ...


def init_app(app: Flask) -> None:
    """Switch the language by `?lang=`, keep the choice in a cookie, and format accordingly."""
    Babel(app, default_locale="vi", default_timezone="Asia/Ho_Chi_Minh", locale_selector=language)
    app.after_request(_keep)
    # Jinja's own make each of a page's hundred texts safe, and fill it in, anew: 10 µs each.
    app.jinja_env.globals.update(_=_safe, gettext=_safe, ngettext=_safe_number)
    app.jinja_env.globals.update(languages=LANGUAGES, language=language)
    app.jinja_env.filters.update(number=number, day=day, moment=moment, month=month, said=said)


def language() -> str:
    """The language of this request: the parameter, else the cookie, else Vietnamese."""
    held: str = request.environ.get(_LANGUAGE, "")
    if not held:
        asked = (request.args.get("lang", ""), request.cookies.get(COOKIE, ""))
        held = next((language for language in asked if language in LANGUAGES), "vi")
        request.environ[_LANGUAGE] = held
    return held


def gettext(text: str, /, **named: object) -> str:
    """A text of the pages in this request's language, with what it names filled in."""
    translated = _translated(text, language())
    return translated % named if named else translated


def _safe(text: str, /, **named: object) -> Markup:
    """The same for a template: what is filled in is escaped."""
    translated = _safely_translated(text, language())
    return translated % named if named else translated


def _safe_number(one: str, many: str, n: int, /, **named: object) -> Markup:
    """One of two texts, by a number, for a template."""
    translated = _catalogue(language()).ungettext(one, many, n)
    return Markup(translated) % named  # noqa: S704 - a text of ours  # nosec B704


@lru_cache(maxsize=4096)
def _translated(text: str, language: str) -> str:
    return str(_catalogue(language).ugettext(text))


@lru_cache(maxsize=4096)
def _safely_translated(text: str, language: str) -> Markup:
    return Markup(_translated(text, language))  # noqa: S704 - a text of ours  # nosec B704


@cache
def _catalogue(_language: str) -> Any:
    """The translations into the language of this request, found once."""
    return get_translations()


def said(thing: TwoLanguages) -> str:
    """What it says, in this request's language."""
    return thing.en if language() == "en" else thing.vi


def number(value: float, digits: int = 0) -> str:
    """1.234,5 in Vietnamese and 1,234.5 in English, with at most `digits` decimals."""
    return _number(value, digits, _LOCALE[language()])


@lru_cache(maxsize=4096)
def _number(value: float, digits: int, locale: str) -> str:
    """Kept: Babel takes 50 µs a number, and a page shows two hundred, most of them small."""
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    return format_decimal(value, format=pattern, locale=locale)


def day(value: date | Published) -> str:
    """14/7/2020, or 14 Jul 2020."""
    when = value.at.date() if isinstance(value, Published) else value
    return _date(when, _DAY[language()], _LOCALE[language()])


def moment(value: Published | datetime) -> str:
    """The day, and the time of day (in Vietnam) where it is known."""
    published = Published(value.astimezone(VIETNAM)) if isinstance(value, datetime) else value
    if published.day_only:
        return day(published)
    return f"{published.at:%H:%M}, {day(published)}"


def month(value: str) -> str:
    """`2020-07` as 7/2020, or Jul 2020; `2020-Q3` as Q3/2020 or Q3 2020; a year stays as it is."""
    if "-" not in value:
        return value
    if "Q" in value:
        return f"{value[5:]}{' ' if language() == 'en' else '/'}{value[:4]}"
    return _date(date.fromisoformat(f"{value}-01"), _MONTH[language()], _LOCALE[language()])


@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, locale: str) -> str:
    """Kept, as numbers are."""
    return format_date(value, pattern, locale=locale)


def _keep(response: Response) -> Response:
    """Remember a language that was asked for; no other cookie is ever set."""
    response.vary.add("Cookie")
    asked = request.args.get("lang", "")
    if asked in LANGUAGES and response.mimetype == "text/html":
        response.set_cookie(
            COOKIE,
            asked,
            max_age=_YEAR,
            path=request.script_root or "/",
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response
