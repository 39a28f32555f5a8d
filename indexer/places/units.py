"""A province, district or commune as it was while it was valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: The day the districts ended and 63 provinces became 34.
REFORM = date(2025, 7, 1)
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)

_TITLES_OF_TWO_WORDS = frozenset({"Thành", "Thị", "Đặc"})


def short_name(name: str) -> str:
    """`Cao Lộc` of `Huyện Cao Lộc`; a numbered district or ward keeps its title (`Quận 1`)."""
    first, _, short = name.partition(" ")
    if first in _TITLES_OF_TWO_WORDS:
        short = short.partition(" ")[2]
    return name if short.isdigit() else short


@dataclass(frozen=True, slots=True)
class ProvinceUnit:
    """A province (two-digit code) within its validity.

    Six codes (15, 24, 44, 52, 80, 91) name one province until 30 June 2025 and another since:
    a code alone is no name without the date. `successors` are codes of the 34.
    """

    code: str
    name: str
    short: str
    valid_from: date | None
    valid_until: date | None
    successors: tuple[str, ...]
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DistrictUnit:
    """A district (three-digit code; `769x` where the code was given to another unit later).

    `successors` are commune codes; of a district that had ceased before the reform they are
    the codes of the districts that took it over, and `ceased` is true. `wards` are the short
    names of its communes before the reform.
    """

    code: str
    name: str
    short: str
    province: str
    valid_from: date | None
    valid_until: date | None
    successors: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    wards: str = ""

    @property
    def ceased(self) -> bool:
        """Whether it had ended before the reform."""
        return self.valid_until != LAST_DAY_OF_DISTRICTS


@dataclass(frozen=True, slots=True)
class CommuneUnit:
    """A commune in force since 1 July 2025 (five-digit code), in one of the 34 provinces."""

    code: str
    name: str
    short: str
    province: str

    @property
    def valid_from(self) -> date:
        """The day of the reform, for all of them."""
        return REFORM

    @property
    def valid_until(self) -> None:
        """Still in force."""
        return
