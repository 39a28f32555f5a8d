"""Which districts an article is about, whatever way they are written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.article import Places
from indexer.places import tag


def _tag(
    text: str, *, title: str = "", province: str = "", published: date | None = date(2020, 7, 14)
) -> Places:
    return tag(title, "", text, published=published, province=province, source="")


def _names(text: str, province: str = "") -> list[str]:
    return [found.name for found in _tag(text, province=province).districts]


@pytest.mark.parametrize(
    "text",
    [
        "UBND huyện Cao Lộc họp.", "Tại H. Cao Lộc, mưa to.", "TẠI HUYỆN CAO LỘC",
        "Huyện uỷ Cao Lộc",
        "huyen Cao Loc hop", "huyện biên giới Cao Lộc", "ở xã Gia Cát (Cao Lộc)",
        "người dân Cao Lộc, Lạng Sơn", "Bí thư huyện Cao Lộc Nguyễn Văn An",
    ],
)  # fmt: skip
def test_a_district_is_found_however_it_is_written(text: str) -> None:
    assert _names(text) == ["Huyện Cao Lộc"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("huyện Thuỷ Nguyên, Thủy Nguyên", ["Thành phố Thuỷ Nguyên"]),
        ("TP Hoà Bình và thành phố Hòa Bình", ["Thành phố Hòa Bình"]),
        ("huyện Đăk R’ Lấp (Đắk Nông)", ["Huyện Đắk R'Lấp"]),
        ("huyện M'Đrắk, H. Krông Pắk", ["Huyện M'Đrắk", "Huyện Krông Pắc"]),
        ("huyện KonPlong, huyện Đakrông", ["Huyện Kon Plông", "Huyện Đa Krông"]),
        ("TX. Sapa", ["Thị xã Sa Pa"]),
        ("TP.\nBảo Lộc", ["Thành phố Bảo Lộc"]),
    ],
)
def test_spellings_of_one_name_are_one_district(text: str, names: list[str]) -> None:
    assert _names(text) == names


def test_members_of_a_list_take_its_title() -> None:
    text = "các huyện Văn Lãng, Cao Lộc và thị xã Sa Pa"
    assert _names(text) == ["Huyện Văn Lãng", "Huyện Cao Lộc", "Thị xã Sa Pa"]


def test_lists_may_hold_figures() -> None:
    assert _names("ở huyện Hàm Yên 61, Na Hang 6, Chiêm Hoá 42 nhà.") == [
        "Huyện Hàm Yên", "Huyện Na Hang", "Huyện Chiêm Hóa",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("địa bàn quận 1, 4, 7 và 8.", ["Quận 1", "Quận 4", "Quận 7", "Quận 8"]),
        ("Q.1, Q. 3", ["Quận 1", "Quận 3"]),
        ("quận Tân Phú, 6, 7 và huyện Hóc Môn", [
            "Quận Tân Phú", "Quận 6", "Quận 7", "Huyện Hóc Môn",
        ]),
        ("quận 1, 20 người bị thương", ["Quận 1"]),
    ],
)  # fmt: skip
def test_numbered_quarters_are_found_one_by_one(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "đường Bắc Sơn", "phố Cao Lộc", "ông Nguyễn Hoà Bình", "Công ty Cao Lộc", "sông Thái Bình",
        "văn bản số 5", "Văn bản của bộ", "bình giá", "chi lăng", "ông Lê Đức Thọ", "Đại học Vinh",
        "Chủ tịch UBND xã", "xã Cao Lộc", "các xã Hoà Bình, Văn Lãng", "Vinh danh bài chòi",
        "huyện Đông Hưng, tỉnh Quảng Tây", "cao tốc Bến Lức - Long Thành", "Điện Biên Phủ",
        "21 tỉnh, thành phố (Hưng Yên, Thái Bình)", "các tỉnh, thành phố Hưng Yên, Nam Định",
        "Hải quan Đình Lập", "ở xã Lộc Yên, Hương Trạch, Hà Linh, Hương Thuỷ", "Thạch Thị Sa Pa",
        "đoạn Nha Trang - Cam Lâm", "bán đảo Sơn Trà",
    ],
)  # fmt: skip
def test_streets_people_companies_and_common_words_are_no_districts(text: str) -> None:
    assert _names(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("huyện Châu Thành, tỉnh Kiên Giang", "905"),
        ("huyện Châu Thành (Bến Tre)", "831"),
        ("xã Tân Nhuận Đông, huyện Châu Thành", "877"),
        ("Đồng Tháp: ở TP Cao Lãnh", "866"),
        ("Đồng Tháp: ở huyện Cao Lãnh", "873"),
        ("huyện Quảng Ninh, tỉnh Quảng Bình", "456"),
        ("Tiền Giang, Tiền Giang.\nTỉnh Kiên Giang mở viện ở huyện Châu Thành", "905"),
    ],
)
def test_a_shared_name_is_told_by_province_commune_and_title(text: str, code: str) -> None:
    assert [found.code for found in _tag(text).districts] == [code]


def test_a_shared_name_is_told_by_its_neighbours_in_a_list() -> None:
    text = "Hậu Giang, Hậu Giang, Hậu Giang.\nCác huyện Gò Quao, An Biên, Châu Thành"
    assert [found.code for found in _tag(text).districts][-1] == "905"


def test_a_shared_name_is_told_by_the_source() -> None:
    assert [f.code for f in _tag("huyện Châu Thành", province="Tiền Giang").districts] == ["821"]
    assert [f.code for f in _tag("huyện Bắc Sơn", province="20").districts] == ["185"]


def test_a_shared_name_that_nothing_tells_is_left_alone() -> None:
    assert _names("huyện Châu Thành") == []


def test_a_name_is_known_without_title_once_introduced() -> None:
    found = _tag("UBND huyện Bình Giang họp. Dân Bình Giang vui.").districts
    assert [each.name for each in found] == ["Huyện Bình Giang"]


def test_a_district_that_had_ceased_is_tagged_as_its_heir() -> None:
    assert _names("quận 2 và quận 9") == ["Thành phố Thủ Đức"]
    assert _names("huyện Kỳ Sơn, tỉnh Hòa Bình") == ["Thành phố Hòa Bình"]
    assert _names("huyện Kỳ Sơn, tỉnh Nghệ An") == ["Huyện Kỳ Sơn"]


def test_a_group_with_one_meaning_implies_its_members() -> None:
    title = "UBND huyện Cao Lộc dự họp Cụm thi đua 5 huyện Biên giới"
    found = _tag("Họp sơ kết.", title=title, province="20").districts
    assert {each.name: each.role for each in found} == {
        "Huyện Cao Lộc": "main",
        "Huyện Tràng Định": "implied",
        "Huyện Văn Lãng": "implied",
        "Huyện Lộc Bình": "implied",
        "Huyện Đình Lập": "implied",
    }


def test_a_home_is_a_mention_and_the_title_is_main() -> None:
    body = "Sự việc xảy ra sáng nay.\nNạn nhân quê huyện Bá Thước (Thanh Hóa)."
    found = _tag(body, title="Tai nạn ở huyện Cao Lộc").districts
    assert {each.name: each.role for each in found} == {
        "Huyện Cao Lộc": "main",
        "Huyện Bá Thước": "mention",
    }


def test_this_district_goes_back_to_the_last_one_named() -> None:
    filler = "Trời mưa to suốt cả ngày hôm qua ở nhiều nơi. " * 20
    once = f"{filler}Đoàn ghé huyện Cao Lộc."
    assert [each.role for each in _tag(once).districts] == ["mention"]
    again = f"{once} Dân huyện này vui mừng."
    assert [each.role for each in _tag(again).districts] == ["main"]


def test_the_province_is_the_source_s_unless_the_text_tells_another() -> None:
    assert _tag("Họp sơ kết.", province="Lạng Sơn").province is not None
    elsewhere = _tag("UBND tỉnh Nghệ An họp.", title="Nghệ An: mưa lớn", province="20").province
    assert elsewhere is not None
    assert elsewhere.name == "Tỉnh Nghệ An"
    assert _tag("Không nơi nào.").province is None


def test_the_province_is_that_of_the_article_s_day() -> None:
    before = _tag("huyện Việt Yên, Bắc Giang").province
    since = _tag("phường Việt Yên, Bắc Ninh", published=date(2025, 8, 1)).province
    assert before is not None
    assert since is not None
    assert (before.name, since.name) == ("Tỉnh Bắc Giang", "Tỉnh Bắc Ninh")


def test_since_the_reform_communes_are_tagged_and_told_from_old_districts() -> None:
    text = "UBND xã Cao Lộc và các xã Đồng Đăng, Ba Sơn (trước là huyện Cao Lộc)."
    found = _tag(text, province="Lạng Sơn", published=date(2025, 8, 1))
    assert [each.name for each in found.communes] == ["Xã Cao Lộc", "Xã Đồng Đăng", "Xã Ba Sơn"]
    assert [each.name for each in found.districts] == ["Huyện Cao Lộc"]
    assert _tag(text, province="Lạng Sơn").communes == ()


def test_a_bare_name_is_the_commune_that_a_later_article_names() -> None:
    text = "Một vụ cháy ở Phú Quốc. Công an đặc khu Phú Quốc, tỉnh An Giang điều tra."
    found = _tag(text, published=date(2025, 8, 20))
    assert [each.name for each in found.communes] == ["Đặc khu Phú Quốc"]
    assert found.districts == ()


def test_communes_of_before_the_reform_are_not_taken_for_those_since() -> None:
    since = date(2025, 8, 20)
    before = _tag("xã Gia Cát, huyện Cao Lộc, tỉnh Lạng Sơn", published=since)
    assert before.communes == ()
    new = _tag("xã Tân Vĩnh Lộc (huyện Bình Chánh cũ), TP.HCM", published=since)
    assert [each.name for each in new.communes] == ["Xã Tân Vĩnh Lộc"]


def test_captions_are_read_too() -> None:
    found = tag("", "", "", published=None, province="", source="", captions=["huyện Cao Lộc"])
    assert [each.name for each in found.districts] == ["Huyện Cao Lộc"]


_WORDS = st.sampled_from(
    ("huyện", "quận", "Q.", "1", ",", "(", ")", "Cao Lộc", "Châu Thành", "-", "và", "tỉnh",
     "Lạng Sơn", "các", "xã", "\n", "TP", "Hoà Bình", "'", "Đắk", "R")
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=30).map(" ".join)),
    st.sampled_from([None, date(2020, 1, 1), date(2026, 1, 1)]),
)
def test_no_text_stops_the_tagger(text: str, published: date | None) -> None:
    found = tag(text, text, text, published=published, province=text, source=text)
    codes = [each.code for each in found.districts]
    assert len(codes) == len(set(codes))


def test_a_long_line_of_names_does_not_stop_the_tagger() -> None:
    assert _names("các huyện " + "Cao Lộc, " * 5_000) == ["Huyện Cao Lộc"]
    assert _names("các huyện " + "Châu Thành, " * 5_000) == []
    assert _names("ở xã " + "Tân Bình, " * 5_000) == []
    assert _names("huyện " * 5_000 + "((((" * 5_000 + "tỉnh Lạng Sơn (" * 5_000) == []
    assert _names("Q. 1, " * 5_000 + "(" * 5_000) == ["Quận 1"]
