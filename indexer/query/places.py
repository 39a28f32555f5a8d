"""Places as a person names them → the codes an engine filters by."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from indexer.places import (
    REFORM,
    CommuneUnit,
    DistrictUnit,
    ProvinceUnit,
    all_communes,
    all_districts,
    commune,
    communes_named,
    district,
    districts_named,
    province,
    provinces_named,
    successors,
)
from indexer.places.gazetteer import provinces
from indexer.places.spelling import fold, key
from indexer.query.notice import Notice

#: Looking for near names takes a few ms; one address may have hundreds that mean nothing.
_OFFERED = 3
Unit = TypeVar("Unit", ProvinceUnit, DistrictUnit, CommuneUnit)


@dataclass(frozen=True, slots=True)
class Found:
    """The codes some names mean, what to say of it, and which names mean nothing (as problems)."""

    codes: frozenset[str] = frozenset()
    notices: tuple[Notice, ...] = ()
    problems: tuple[Notice, ...] = ()


_NOTHING = Found()


def districts(names: Sequence[str]) -> Found:
    """Districts by code or name; an ambiguous name means all of them."""
    return _resolve(names, districts_named, all_districts, ("huyện", "district"), _district)


def provinces_of(names: Sequence[str]) -> Found:
    """Provinces of before and since the reform, by code or name."""
    return _resolve(names, provinces_named, provinces, ("tỉnh", "province"), lambda unit: unit.name)


def communes(names: Sequence[str]) -> Found:
    """Communes since the reform, by code or name; an ambiguous name means all of them."""
    return _resolve(names, communes_named, all_communes, ("xã", "commune"), _commune)


def heirs(codes: Iterable[str]) -> frozenset[str]:
    """The communes that took these districts over on 1 July 2025."""
    return frozenset(unit.code for code in codes for unit in successors(code))


def heirs_notice() -> Notice:
    """Says that a district's filter reaches beyond its end."""
    return Notice(
        "Từ 1/7/2025 không còn cấp huyện: kết quả gồm cả bài về các xã, phường thay thế.",
        "Districts ended on 1 July 2025: articles on the communes that took over count too.",
    )


def _resolve(
    names: Sequence[str],
    named: Callable[[str], Sequence[Unit]],
    known: Callable[[], Sequence[Unit]],
    kind: tuple[str, str],
    full: Callable[[Unit], str],
) -> Found:
    if not names:
        return _NOTHING
    codes: set[str] = set()
    notices = []
    problems: list[Notice] = []
    for name in dict.fromkeys(names):
        units = named(name)
        codes.update(unit.code for unit in units)
        if not units:
            near = _nearest(name, known) if len(problems) < _OFFERED else []
            problems.append(_unknown(name, near, kind))
        elif len({full(unit) for unit in units}) > 1:
            notices.append(_ambiguous(name, [full(unit) for unit in units], kind))
    return Found(frozenset(codes), tuple(notices), tuple(problems))


def _unknown(name: str, near: Sequence[str], kind: tuple[str, str]) -> Notice:
    """Names what is not known, and the nearest names."""
    names = ", ".join(near)
    vi, en = kind
    return Notice(
        f"Không có {vi} “{name}”" + (f"; gần nhất: {names}." if near else "."),
        f"There is no {en} “{name}”" + (f"; the nearest: {names}." if near else "."),
    )


def _nearest(name: str, known: Callable[[], Sequence[Unit]]) -> list[str]:
    short = _short(known)
    near = difflib.get_close_matches(key(fold(name)), short, n=3, cutoff=0.7)
    return [short[each] for each in near]


@cache
def _short(known: Callable[[], Sequence[Unit]]) -> dict[str, str]:
    """The names without their titles, by their keys."""
    return {key(fold(unit.short)): unit.short for unit in known()}


def _ambiguous(name: str, units: Sequence[str], kind: tuple[str, str]) -> Notice:
    listed = "; ".join(dict.fromkeys(units))
    return Notice(
        f"“{name}” là tên của nhiều {kind[0]}, đã lấy tất cả: {listed}.",
        f"“{name}” names more than one {kind[1]}; all of them were taken: {listed}.",
    )


def _district(unit: DistrictUnit) -> str:
    home = province(unit.province)
    return f"{unit.name} ({home.short})" if home else unit.name


def _commune(unit: CommuneUnit) -> str:
    home = province(unit.province, REFORM)
    return f"{unit.name} ({home.short})" if home else unit.name


@cache
def district_name(code: str) -> str:
    """`Huyện Cao Lộc`; an unknown code stands for itself."""
    unit = district(code)
    return unit.name if unit else code


@cache
def commune_name(code: str) -> str:
    """`Xã Đồng Đăng`; an unknown code stands for itself."""
    unit = commune(code)
    return unit.name if unit else code


@cache
def province_name(code: str) -> str:
    """`Tỉnh Lạng Sơn`, as it is called now; an unknown code stands for itself."""
    names = [unit.name for unit in provinces() if unit.code == code]
    return names[-1] if names else code
