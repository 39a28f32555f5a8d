"""What there is, what there was, and what became of it."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.places import (
    REFORM,
    all_communes,
    all_districts,
    commune,
    communes_of,
    district,
    districts_of,
    now,
    predecessors,
    province,
    provinces,
    successors,
)
from indexer.text import fold


def test_there_were_63_provinces_and_are_34() -> None:
    before = [unit for unit in provinces() if unit.valid_from != REFORM]
    since = [unit for unit in provinces() if unit.valid_from == REFORM]
    assert (len(before), len(since)) == (63, 34)
    assert {code for unit in before for code in unit.successors} == {unit.code for unit in since}


def test_there_were_696_districts_on_the_eve_of_the_reform_and_are_3321_communes() -> None:
    assert sum(not unit.ceased for unit in all_districts()) == 696
    assert len(all_communes()) == 3321


def test_lang_son_had_one_city_and_ten_districts() -> None:
    names = [unit.name for unit in districts_of("20")]
    assert len(names) == 11
    assert names[0] == "Thành phố Lạng Sơn"
    assert "Huyện Cao Lộc" in names


def test_a_province_code_means_one_name_before_and_after_the_reform() -> None:
    before, since = province("27", date(2025, 6, 30)), province("27", date(2025, 7, 1))
    assert before is not None
    assert since is not None
    assert (before.name, since.name) == ("Tỉnh Bắc Ninh", "Tỉnh Bắc Ninh")
    merged = province("24", date(2025, 6, 30))
    assert merged is not None
    assert (merged.name, merged.successors) == ("Tỉnh Bắc Giang", ("27",))
    names = {unit.code: {fold(u.short) for u in provinces() if u.code == unit.code}
             for unit in provinces()}  # fmt: skip
    assert {code: found for code, found in names.items() if len(found) != 1} == {}


def test_every_district_has_successors_and_they_exist() -> None:
    for unit in all_districts():
        became = successors(unit.code)
        assert became, unit.name


def test_what_became_of_a_district_and_back() -> None:
    became = successors("183")
    assert "Xã Cao Lộc" in {unit.name for unit in became}
    for unit in became:
        assert "183" in {before.code for before in predecessors(unit.code)}


def test_communes_that_straddle_old_districts_have_several_predecessors() -> None:
    names = {unit.name for unit in predecessors("00070")}
    assert names == {"Quận Ba Đình", "Quận Hoàn Kiếm"}


def test_every_commune_has_a_predecessor_of_the_eve_of_the_reform() -> None:
    for unit in all_communes():
        assert any(not before.ceased for before in predecessors(unit.code)), unit


@pytest.mark.parametrize(
    ("code", "name", "heir"),
    [
        ("769x", "Quận 2", "Thành phố Thủ Đức"),
        ("763", "Quận 9", "Thành phố Thủ Đức"),
        ("044", "Huyện Thông Nông", "Huyện Hà Quảng"),
        ("204", "Huyện Hoành Bồ", "Thành phố Hạ Long"),
        ("151", "Huyện Kỳ Sơn", "Thành phố Hòa Bình"),
        ("407x", "Huyện Tĩnh Gia", "Thị xã Nghi Sơn"),
        ("683", "Huyện Cát Tiên", "Huyện Đạ Huoai"),
    ],
)
def test_a_district_that_had_ceased_knows_its_heir(code: str, name: str, heir: str) -> None:
    unit = district(code)
    assert unit is not None
    assert unit.ceased
    assert unit.name == name
    assert [other.name for other in now(unit)] == [heir]


def test_units_tell_how_long_they_were_valid() -> None:
    before, since = district("183"), commune("06211")
    assert before is not None
    assert since is not None
    assert before.valid_until == date(2025, 6, 30)
    assert (since.name, since.valid_from, since.valid_until) == ("Xã Cao Lộc", REFORM, None)


def test_unknown_codes_are_none_or_empty() -> None:
    assert (province("99"), district("000"), commune("99999")) == (None, None, None)
    assert (successors("000"), predecessors("99999")) == ((), ())
    assert (districts_of("99"), communes_of("99")) == ((), ())
