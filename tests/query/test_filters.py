"""Conditions beside the words: names → codes, and everything wrong at once."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.query.filters import resolve
from indexer.query.places import commune_name, district_name, province_name
from indexer.query.request import SearchRequest
from indexer.query.tree import Choice, Filters


def test_nothing_given_filters_nothing() -> None:
    resolved = resolve(SearchRequest())
    assert resolved.filters == Filters()
    assert not resolved.notices
    assert not resolved.problems


@pytest.mark.parametrize("name", ["183", "Cao Lộc", "cao loc", "huyện Cao Lộc", "CAO LỘC"])
def test_district_is_known_by_code_and_by_every_spelling(name: str) -> None:
    assert resolve(SearchRequest(districts=(name,))).filters.districts == Choice(frozenset({"183"}))


def test_names_can_be_chosen_and_excluded_at_once() -> None:
    filters = resolve(SearchRequest(provinces=("Lạng Sơn",), not_provinces=("Cao Bằng",))).filters
    assert "20" in filters.provinces.any_of
    assert "04" in filters.provinces.none_of


def test_several_problems_are_all_named() -> None:
    given = SearchRequest(
        districts=("Ở Đâu",),
        provinces=("Không Có",),
        communes=("Chẳng Biết",),
        since=date(2021, 1, 2),
        until=date(2021, 1, 1),
    )
    told = " ".join(problem.vi for problem in resolve(given).problems)
    for name in ("Ở Đâu", "Không Có", "Chẳng Biết", "2021-01-02"):
        assert name in told


def test_of_many_unknown_names_all_are_told_and_the_nearest_of_the_first_only() -> None:
    names = tuple(f"Cao Lộk{number}" for number in range(100))
    problems = resolve(SearchRequest(districts=names)).problems
    assert all(name in problem.vi for name, problem in zip(names, problems, strict=True))
    offered = ["Cao Lộc" in problem.en for problem in problems]
    assert offered[0] and not offered[-1]


def test_unknown_name_is_answered_with_the_nearest() -> None:
    (problem,) = resolve(SearchRequest(provinces=("Lang Sonn",))).problems
    assert "Lạng Sơn" in problem.vi


def test_name_of_many_districts_means_all_of_them() -> None:
    resolved = resolve(SearchRequest(districts=("Châu Thành",)))
    assert len(resolved.filters.districts.any_of) >= 9
    assert "Kiên Giang" in resolved.notices[0].vi


def test_heirs_of_a_district_count_unless_the_days_end_before_the_reform() -> None:
    assert resolve(SearchRequest(districts=("183",))).filters.heirs
    before = SearchRequest(districts=("183",), until=date(2025, 6, 30))
    assert not resolve(before).filters.heirs
    assert not resolve(SearchRequest(not_districts=("183",))).filters.heirs


def test_codes_have_names_and_unknown_ones_stand_for_themselves() -> None:
    assert district_name("183") == "Huyện Cao Lộc"
    assert province_name("20") == "Tỉnh Lạng Sơn"
    assert province_name("24") == "Tỉnh Bắc Giang"
    assert province_name("27") == "Tỉnh Bắc Ninh"
    assert (district_name("?"), province_name("?"), commune_name("?")) == ("?", "?", "?")
