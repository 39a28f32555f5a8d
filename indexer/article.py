"""An article and what is known of it. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

Role = Literal["main", "mention", "implied"]

#: Vietnam has kept UTC+7 without summer time since 1975, so a fixed offset says it all.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True, order=True)
class Published:
    """When an article came out; `day_only` where the source gave no time of day.

    `at` is always aware and in Vietnam's zone; midnight where only the day is known.
    """

    at: datetime
    day_only: bool = False

    def isoformat(self) -> str:
        """`2020-07-14`, or `2020-07-14T22:46+07:00` where the time is known."""
        if self.day_only:
            return self.at.date().isoformat()
        return self.at.isoformat(timespec="seconds" if self.at.second else "minutes")

    @property
    def month(self) -> str:
        """`2020-07`."""
        return f"{self.at.year:04d}-{self.at.month:02d}"


@dataclass(frozen=True, slots=True)
class Province:
    """A province by its General Statistics Office code (two digits)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class District:
    """A district an article is about (`main`), names (`mention`) or implies by a group.

    `code` is the three-digit code in force until 30 June 2025; `name` bears its title
    ("Huyện Cao Lộc").
    """

    code: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune in force since 1 July 2025 that an article names (five-digit code)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of news as its source gave it, its text already normalised.

    `body` holds paragraphs separated by a newline. `undated_because` says why `published`
    is None, empty where the source simply gave no date.
    """

    id: str
    title: str | None = None
    summary: str = ""
    body: str = ""
    captions: tuple[str, ...] = ()
    published: Published | None = None
    undated_because: str = ""
    source: str = ""
    url: str = ""
    province: str = ""
    author: str = ""
    office: str = ""
    submitted_by: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """What the tagger found in one article."""

    province: Province | None = None
    districts: tuple[District, ...] = ()
    communes: tuple[Commune, ...] = ()
