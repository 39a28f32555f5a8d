"""Units by what a person types."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.places import (
    all_communes,
    all_districts,
    communes_named,
    districts_named,
    now,
    provinces,
    provinces_named,
)


@pytest.mark.parametrize(
    "typed",
    [
        "183", "Cao Lộc", "cao loc", "CAO LỘC", "huyện Cao Lộc", "Huyen cao loc", "H. Cao Lộc",
        "cao lộc, lạng sơn", "Cao Lộc (Lạng Sơn)", " cao lộc ",
    ],
)  # fmt: skip
def test_a_district_is_found_by_code_or_name_however_typed(typed: str) -> None:
    assert [unit.code for unit in districts_named(typed)] == ["183"]


def test_a_shared_name_gives_all_who_bear_it() -> None:
    assert len(districts_named("châu thành")) == 10
    assert {unit.province for unit in districts_named("ky son")} == {"40", "17"}


def test_a_district_that_had_ceased_is_found_under_its_heir_s_code() -> None:
    (found,) = districts_named("quận 2")
    assert (found.code, found.name, found.ceased) == ("769", "Quận 2", True)
    assert [unit.code for unit in districts_named("Từ Liêm")] == ["019", "021"]


def test_title_diacritics_and_province_narrow_a_shared_name() -> None:
    assert [unit.code for unit in districts_named("thị xã kỳ anh")] == ["449"]
    assert [unit.code for unit in districts_named("Châu Thành, Kiên Giang")] == ["905"]
    assert [unit.name for unit in districts_named("quang binh")] == ["Huyện Quang Bình"]


@pytest.mark.parametrize("typed", ["quận 1", "Quan 1", "q1", "Q.1", "q. 1", "760"])
def test_a_numbered_quarter_is_found(typed: str) -> None:
    assert [unit.name for unit in districts_named(typed)] == ["Quận 1"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dak lak", "Tỉnh Đắk Lắk"),
        ("Đăk Lăk", "Tỉnh Đắk Lắk"),
        ("tp hcm", "Thành phố Hồ Chí Minh"),
        ("Thừa Thiên - Huế", "Thành phố Huế"),
        ("hoà bình", "Tỉnh Hoà Bình"),
        ("Ba Ria Vung Tau", "Tỉnh Bà Rịa - Vũng Tàu"),
    ],
)
def test_a_province_is_found_by_its_other_spellings(typed: str, name: str) -> None:
    assert name in {unit.name for unit in provinces_named(typed)}


def test_a_province_of_both_times_is_given_twice_under_one_code() -> None:
    assert [unit.code for unit in provinces_named("Lào Cai")] == ["10", "10"]


def test_communes_are_found_with_and_without_title() -> None:
    assert [unit.code for unit in communes_named("xã cao loc")] == ["06211"]
    assert [unit.province for unit in communes_named("Ba Đình, Hà Nội")] == ["01"]
    assert [unit.name for unit in communes_named("đặc khu phú quốc")] == ["Đặc khu Phú Quốc"]


def test_every_unit_is_found_by_its_own_name_and_code() -> None:
    for district in all_districts():
        heirs = {unit.code for unit in now(district)}
        for typed in (district.name, district.code):
            found = [unit for unit in districts_named(typed) if unit.name == district.name]
            assert heirs <= {unit.code for unit in found}
    for province in provinces():
        assert province in provinces_named(province.name)
        assert province in provinces_named(province.code)


def test_communes_are_found_by_their_own_names() -> None:
    for commune in all_communes()[::17]:
        assert commune in communes_named(commune.name)


def test_nothing_is_found_by_nothing() -> None:
    for typed in ("", " ", "huyện", "xyz", "999999"):
        assert districts_named(typed) == []
        assert provinces_named(typed) == []
        assert communes_named(typed) == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_may_be_typed(typed: str) -> None:
    for unit in districts_named(typed):
        assert unit.name
