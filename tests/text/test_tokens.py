"""The tokenizer: positions, offsets, and all spellings of one thing under one key."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.text import Token, normalise, tokenize


def folded(text: str) -> list[str]:
    """The plain and stacked keys in order."""
    return [token.folded for token in tokenize(normalise(text))]


def stacked(text: str, kind: str) -> list[str]:
    """The keys of one kind."""
    return [token.folded for token in tokenize(normalise(text)) if token.kind == kind]


def positions(text: str) -> list[tuple[int, str]]:
    return [(token.position, token.folded) for token in tokenize(normalise(text))]


def test_a_token_knows_its_characters_keys_and_position() -> None:
    assert tokenize("Thi đua, Hoà bình") == [
        Token(0, 3, 0, "thi", "thi", "syllable"),
        Token(4, 7, 1, "đua", "dua", "syllable"),
        Token(9, 12, 2, "hòa", "hoa", "syllable"),
        Token(13, 17, 3, "bình", "binh", "syllable"),
    ]


def test_punctuation_takes_no_position() -> None:
    assert positions("kinh tế - văn hóa...  (xã)") == [
        (0, "kinh"),
        (1, "te"),
        (2, "van"),
        (3, "hoa"),
        (4, "xa"),
    ]


def test_a_paragraph_leaves_one_position_empty_and_a_wrapped_line_none() -> None:
    assert positions("Lộc Bình.\nCao Lộc")[2:] == [(3, "cao"), (4, "loc")]
    assert positions("Lộc Bình\n\nCao Lộc")[2:] == [(3, "cao"), (4, "loc")]
    assert positions("Lộc Bình\nCao Lộc")[2:] == [(2, "cao"), (3, "loc")]


@pytest.mark.parametrize(
    "text",
    [
        "Covid-19",
        "Covid -19",
        "COVID 19",
        "covid19",
        "Covid – 19",
        "Covid",
        "nCoV",
        "SARS-CoV-2",
        "SARS CoV 2",
        "2019-nCoV",
        "corona",
        "cô-vít",
    ],
)
def test_every_name_of_covid_is_one_entity_in_one_position(text: str) -> None:
    assert positions(f"dịch {text} đã") == [(0, "dich"), (1, "covid19"), (2, "da")]
    assert stacked(text, "entity") == ["covid19"]


def test_the_19_of_another_phrase_is_no_covid() -> None:
    assert stacked("khen 19 đoàn viên", "entity") == []
    assert stacked("co vi phạm, cô Vy 19 tuổi, Corolla", "entity") == []


@pytest.mark.parametrize("text", ["U23", "U-23", "U 23", "U.23", "U -23", "u23"])
def test_every_spelling_of_u23_is_one_entity(text: str) -> None:
    assert positions(f"đội {text} Cao") == [(0, "doi"), (1, "u23"), (2, "cao")]


@pytest.mark.parametrize("text", ["vi rút", "vi-rút", "virus", "Virut"])
def test_every_spelling_of_virus_is_one_entity(text: str) -> None:
    assert folded(text) == ["virus"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("05/2020/QĐ-TTg", "5/2020/qd-ttg"),
        ("5/2020/QĐ-TTg", "5/2020/qd-ttg"),
        ("05/2020/QĐ–TTg", "5/2020/qd-ttg"),
        ("05/2020/qđ-ttg", "5/2020/qd-ttg"),
        ("05/2020/qd-ttg", "5/2020/qd-ttg"),
        ("Số: 05 /2020/ QĐ-TTg", "5/2020/qd-ttg"),
        ("42/NQ-CP", "42/nq-cp"),
        ("12-NQ/TW", "12/nq-tw"),
        ("12/NQ-TW", "12/nq-tw"),
        ("36-hd/vptw", "36/hd-vptw"),
        ("30a/2008/NQ-CP", "30a/2008/nq-cp"),
        ("135/2018/QH14", "135/2018/qh14"),
        ("1234/UBND-KGVX", "1234/ubnd-kgvx"),
        ("01/2019/TTLT-BTC-BNV", "1/2019/ttlt-btc-bnv"),
        ("CH.TH.44", "chth44"),
        ("CHTH44", "chth44"),
        ("H5N1", "h5n1"),
        ("theo 11/2010/NĐ-CP.\nTrong đó", "11/2010/nd-cp"),
        ("số 42/NQ-CP. Nay", "42/nq-cp"),
        ("số 42/NQ-CP - Trong khi", "42/nq-cp"),
        ("222/QĐ - UBND ngày", "222/qd-ubnd"),
        ("7354/QHKT - TMB - PAKT", "7354/qhkt-tmb-pakt"),
        ("24/2014-NĐ-CP", "24/2014/nd-cp"),
    ],
)
def test_all_spellings_of_a_code_are_one_token(text: str, code: str) -> None:
    assert stacked(text, "code")[0] == code


@pytest.mark.parametrize(
    "text",
    [
        "60km/h",
        "5/kg",
        "năm 2020 của TTg",
        "Nghị quyết 42 về CP",
        "5-UBND huyện",
        "3 /nửa",
        "TP.HCM. 2 người",
        "quý II-2020",
        "tỉnh 5 năm",
        "Ảnh: TL",
        "quốc 1",
        "UBND.2 người",
        "và/hoặc",
        "10-15 người",
        "1/A",
    ],
)
def test_other_slashes_and_dashes_are_no_codes(text: str) -> None:
    assert stacked(text, "code") == []


def test_a_code_stands_over_its_parts() -> None:
    assert positions("số 05/2020/QĐ-TTg của") == [
        (0, "so"),
        (1, "5"),
        (1, "5/2020/qd-ttg"),
        (2, "2020"),
        (3, "qd"),
        (4, "ttg"),
        (5, "cua"),
    ]


def test_a_numbered_road_is_found_by_its_short_name() -> None:
    for text in ("QL1A", "QL.1A", "QL 1A", "quốc lộ 1A"):
        assert stacked(text, "abbreviation")[0] == "ql1a"
    assert stacked("các quận 1, 3", "abbreviation") == ["q1"]


def test_a_longer_number_is_another_code() -> None:
    assert stacked("Nghị quyết 142/NQ-CP", "code") == ["142/nq-cp"]


@pytest.mark.parametrize(
    "text",
    [
        "14/7/2020",
        "14/07/2020",
        "14.7.2020",
        "14-07-2020",
        "14 / 7 / 2020",
        "2020-07-14",
        "14 tháng 7 năm 2020",
        "14 tháng 7, 2020",
        "14 thang 7 nam 2020",
        "14 THÁNG 7 NĂM 2020",
        "14 tháng 07/2020",
    ],
)
def test_every_spelling_of_a_day_is_one_date_with_its_month_and_day(text: str) -> None:
    assert stacked(f"Sáng ngày {text}, Cụm", "date") == ["2020-07-14", "2020-07", "--07-14"]


@pytest.mark.parametrize(
    "text", ["tháng 7/2020", "tháng 7 năm 2020", "Tháng 07-2020", "7/2020", "thang 7 nam 2020"]
)
def test_every_spelling_of_a_month_is_one_date(text: str) -> None:
    assert stacked(f"trong {text}, Cụm", "date") == ["2020-07"]


@pytest.mark.parametrize(
    "text", ["14/7", "ngày 14.7", "ngày 14-7", "14 tháng 7", "sáng 14-07", "(14-7)"]
)
def test_a_day_without_its_year_is_a_day_of_the_year(text: str) -> None:
    assert stacked(text, "date") == ["--07-14"]


@pytest.mark.parametrize(
    "text", ["31/2/2020", "32/7/2020", "14/13/2020", "14.7", "10-12 người", "24/24", "quý 1/2020"]
)
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert stacked(text, "date") == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1234567", "1234567"),
        ("1.500", "1500"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.234,5", "1234.5"),
        ("05", "5"),
        ("0912345678", "0912345678"),
    ],
)
def test_a_number_is_one_token_however_it_is_written(text: str, key: str) -> None:
    first = tokenize(f"{text} đồng")[0]
    assert (first.folded, first.kind) == (key, "number")
    assert len(tokenize(text)) == 1


def test_a_row_of_numbers_stays_a_row() -> None:
    assert folded("lớp 5,6,7 mục 1.2.3") == ["lop", "5", "6", "7", "muc", "1", "2", "3"]


def test_a_unit_is_no_code() -> None:
    assert [token.kind for token in tokenize("100 m2")] == ["number", "syllable"]
    assert folded("100 m²") == folded("100m2") == ["100", "m2"]


def test_a_number_and_its_unit_part() -> None:
    assert folded("5km 100m2 22h30 30tr") == ["5", "km", "100", "m2", "22", "h", "30", "30", "tr"]
    assert folded("thế hệ 4G, nghị quyết 30a") == [
        "the",
        "he",
        "4",
        "g",
        "nghi",
        "nq",
        "quyet",
        "30a",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND", "Ủy ban nhân dân"),
        ("UBND", "uỷ ban nhân dân"),
        ("ubnd", "Ủy ban nhân dân"),
        ("KT-XH", "kinh tế - xã hội"),
        ("KTXH", "kinh tế xã hội"),
        ("Phòng GD&DT", "Phòng GD&ĐT"),
        ("phòng gd&dt", "phòng giáo dục và đào tạo"),
        ("LD-TB&XH", "LĐ-TB&XH"),
        ("GD-ĐT", "GD&ĐT"),
        ("GD&ĐT", "giáo dục và đào tạo"),
        ("Sở NN&PTNT", "Sở NN và PTNT"),
        ("NN-PTNT", "nông nghiệp và phát triển nông thôn"),
        ("LĐ-TB&XH", "lao động - thương binh và xã hội"),
        ("LĐTBXH", "LĐ-TB-XH"),
        ("VH,TT&DL", "văn hóa, thể thao và du lịch"),
        ("TP Lạng Sơn", "TP.Lạng Sơn"),
        ("TP. Lạng Sơn", "thành phố Lạng Sơn"),
        ("Tp Lạng Sơn", "tp Lạng Sơn"),
        ("TP.HCM", "TPHCM"),
        ("TP HCM", "Tp. Hồ Chí Minh"),
        ("TPHCM", "thành phố Hồ Chí Minh"),
        ("HCM", "Hồ Chí Minh"),
        ("NTM", "nông thôn mới"),
        ("HĐND", "HĐND"),
        ("TTg", "Thủ tướng Chính phủ"),
        ("BCH T.Ư", "BCH Trung ương"),
        ("BCH TƯ", "ban chấp hành trung ương"),
        ("UBKTTƯ", "UBKT TW"),
        ("km88", "km 88"),
        ("QL1A", "Quốc lộ 1A"),
        ("QL.4B", "QL 4B"),
        ("ql1a", "quốc lộ 1A"),
        ("QL-31", "quốc lộ 31"),
        ("ĐT.242", "đường tỉnh 242"),
        ("TL 5", "tỉnh lộ 5"),
        ("Q.1", "quận 1"),
        ("P. 05", "phường 5"),
        ("Ngày21", "ngày 21"),
        ("H.Cao Lộc", "huyện Cao Lộc"),
        ("TX.Sơn Tây", "thị xã Sơn Tây"),
        ("P.Đông Kinh", "phường Đông Kinh"),
        ("Vietnam", "Việt Nam"),
        ("Đắc Lắc", "Đắk Lắk"),
        ("Kontum", "Kon Tum"),
    ],
)
def test_an_abbreviation_and_its_full_form_are_the_same_keys_and_positions(
    one: str, other: str
) -> None:
    first, second = tokenize(one), tokenize(other)
    assert [t[2:5] for t in first] == [t[2:5] for t in second]


def test_a_phrase_around_an_abbreviation_keeps_its_positions() -> None:
    assert positions("tại UBND huyện") == [
        (0, "tai"),
        (1, "uy"),
        (1, "ubnd"),
        (2, "ban"),
        (3, "nhan"),
        (4, "dan"),
        (5, "huyen"),
    ]


def test_every_syllable_of_an_abbreviation_bears_its_characters() -> None:
    text = "tại UBND huyện"
    assert {text[t.start : t.end] for t in tokenize(text) if 1 <= t.position <= 4} == {"UBND"}


def test_a_full_form_typed_without_diacritics_bears_the_abbreviation() -> None:
    assert stacked("uy ban nhan dan", "abbreviation") == ["ubnd"]


def test_a_full_form_with_other_diacritics_does_not() -> None:
    assert stacked("úy bán nhẫn dán", "abbreviation") == []


def test_an_ambiguous_abbreviation_is_not_expanded_but_found_by_each_meaning() -> None:
    assert folded("TT Đồng Đăng") == ["tt", "dong", "dang"]
    assert stacked("thị trấn", "abbreviation") == ["tt"]
    assert stacked("thông tư", "abbreviation") == ["tt"]


def test_capitals_that_are_a_syllable_stay_a_syllable() -> None:
    assert folded("CA HÁT MỪNG ĐẢNG") == ["ca", "hat", "mung", "dang"]
    assert folded("ĐẦU TƯ CÔNG, TƯ PHÁP") == ["dau", "tu", "cong", "tu", "phap"]


def test_a_persons_initial_is_no_unit() -> None:
    assert folded("anh Nguyễn Văn H. Theo") == ["anh", "nguyen", "van", "h", "theo"]


def test_decomposed_and_odd_text_gives_the_same_keys() -> None:
    assert folded("phong trào thi đua") == folded("phong tra\u0300o thi đua")
    assert folded("nhân\u200bdân") == folded("nhân\u00a0dân") == ["nhan", "dan"]
    assert folded("Ðồng Ðăng") == folded("Đồng Đăng")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 500_000,
        "-" * 200_000,
        "a-" * 50_000,
        "1/" * 50_000,
        "1." * 50_000,
        "A." * 50_000,
        "NN-" * 30_000,
        "covid - " * 20_000,
        "ủy ban nhân dân " * 10_000,
        "tháng 7 " * 20_000,
        "1/" + "A-" * 100_000,
        "a" + "\u0301\u0323" * 200_000,
        "\x00" * 300_000,
        (".\n" + " " * 100) * 3_000,
        "\n" * 200_000,
        '."' * 100_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_tokenize_never_hangs(text: str) -> None:
    begin = time.process_time()
    tokenize(text)
    assert time.process_time() - begin < 30


_PIECES = (
    "UBND ủy ban nhân dân TP. TP.HCM 05/2020/QĐ-TTg 12-NQ/TW 14/7/2020 tháng 7 năm 2020 Covid -19 "
    "1.234,5 5km NN và PTNT & - / . , U 23 H.Cao CH.TH.44 Đắc Lắc vi rút ngày \n \u0301 \x00 😀 é"
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(_PIECES.split(" ")), st.text(max_size=5)), max_size=25
    ).flatmap(lambda parts: st.sampled_from(["", " ", "-"]).map(lambda gap: gap.join(parts)))
)
@example("NN và")
@example("H.")
@example("1/")
@example("\ud800")
def test_tokenize_keeps_its_promises_on_any_text(text: str) -> None:
    tokens = tokenize(text)
    last = 0
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.exact
        assert token.folded.isascii()
        assert token.folded
        assert last <= token.position <= last + 2
        last = token.position
    plain = [token for token in tokens if token.kind == "syllable"]
    for token in plain:
        assert text[token.start].isalnum()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_a_plain_token_is_keyed_by_its_own_characters(text: str) -> None:
    text = normalise(text)
    for token in tokenize(text):
        characters = text[token.start : token.end]
        assert characters == characters.strip()
        assert characters
