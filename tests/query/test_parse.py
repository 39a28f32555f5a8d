"""The query language: what a person typed, as it is read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.limits import Limits
from indexer.query.language import (
    Beginning,
    Either,
    InTitle,
    Quoted,
    Syntax,
    Together,
    Without,
    Words,
)
from indexer.query.parse import parse


def root(typed: str) -> Syntax | None:
    return parse(typed).root


def test_plain_words_are_one_run() -> None:
    assert root("thi đua  khen thưởng") == Words("thi đua khen thưởng")


@pytest.mark.parametrize("typed", ['"thi đua"', "“thi đua”", "«thi đua»", "„thi đua“", '”thi đua"'])
def test_every_kind_of_quotation_mark_quotes(typed: str) -> None:
    assert root(typed) == Quoted("thi đua")


def test_quotation_marks_set_apart_in_a_pasted_headline_are_punctuation() -> None:
    parsed = parse('Nghi án " bà hoả " ở chợ "thi đua"')
    assert parsed.root == Together((Words('Nghi án " bà hoả " ở chợ'), Quoted("thi đua")))
    assert "punctuation" in parsed.notices[0].en


def test_typographic_quotation_marks_in_a_pasted_sentence_are_punctuation() -> None:
    pasted = "Bắt nhóm “cẩu tặc” dùng bom xăng đe doạ người dân"
    assert root(pasted) == Words(pasted)
    assert root("nhóm “cẩu tặc” bom") == Together((Words("nhóm"), Quoted("cẩu tặc"), Words("bom")))
    said = "Nhạc sĩ Đức Trí: “Không có công thức để song ca”"
    assert root(said) == Words(said.removesuffix("”"))
    alone = "“không có công thức để song ca thành công”"
    assert root(alone) == Quoted(alone.strip("“”"))
    typed = pasted.replace("“", '"').replace("”", '"')
    assert Quoted("cẩu tặc") in root(typed).parts  # type: ignore[union-attr]


def test_quotation_with_a_number_is_nearness() -> None:
    assert root('"xây dựng nông thôn"~5') == Quoted("xây dựng nông thôn", 5)


def test_minus_before_a_letter_or_a_quote_excludes() -> None:
    assert root("họp -báo") == Together((Words("họp"), Without(Words("báo"))))
    assert root('họp -"họp báo"') == Together((Words("họp"), Without(Quoted("họp báo"))))
    assert root("-báo") == Without(Words("báo"))


@pytest.mark.parametrize(
    "typed", ["Covid -19", "U -23", "SARS -CoV -2", "kinh tế - xã hội", "-19", "a-b"]
)
def test_minus_in_a_name_or_before_a_digit_is_text(typed: str) -> None:
    assert root(typed) == Words(typed)


def test_name_with_a_minus_is_excluded_whole() -> None:
    assert root("họp -Covid -19") == Together((Words("họp"), Without(Words("Covid -19"))))


def test_quoted_neighbours_do_not_make_a_minus_part_of_a_name() -> None:
    excluded = Without(Words("thưởng"))
    assert root('"thi đua" khen -thưởng') == Together((Quoted("thi đua"), Words("khen"), excluded))


def test_operators_in_capitals_join_runs_of_words() -> None:
    assert root("bão số 3 OR lũ quét") == Either((Words("bão số 3"), Words("lũ quét")))
    assert root("bão AND lũ") == Together((Words("bão"), Words("lũ")))
    assert root("bão NOT lũ") == Together((Words("bão"), Without(Words("lũ"))))
    assert root("bão HOẶC lũ") == root("bão OR lũ")
    assert root("bão VÀ lũ") == root("bão AND lũ")
    assert root("UBND OR HĐND") == Either((Words("UBND"), Words("HĐND")))


@pytest.mark.parametrize(
    "typed",
    ["bão or lũ", "bão và lũ", "PHÁT TRIỂN VÀ HỘI NHẬP", "giá xăng KHÔNG tăng", "OR", "AND NOT"],
)
def test_words_that_look_like_operators_stay_words(typed: str) -> None:
    assert root(typed) == Words(typed)


def test_parentheses_group() -> None:
    either = Either((Words("bão"), Words("lũ")))
    assert root("(bão OR lũ) Lạng Sơn") == Together((either, Words("Lạng Sơn")))
    assert root("tin -(bão OR lũ)") == Together((Words("tin"), Without(either)))


@pytest.mark.parametrize("field", ["title:", "tieude:", "tiêu đề:", "TITLE:"])
def test_field_reaches_to_the_next_word_or_quotation(field: str) -> None:
    assert root(f"{field}thi đua") == Together((InTitle(Words("thi")), Words("đua")))
    assert root(f'{field}"thi đua"') == InTitle(Quoted("thi đua"))
    assert root(f"{field}(thi đua)") == InTitle(Words("thi đua"))


def test_star_after_two_letters_is_a_prefix() -> None:
    assert root("tuy*") == Beginning("tuy")
    assert root("khen tuyên*, tặng") == Together((Words("khen"), Beginning("tuyên"), Words("tặng")))


@pytest.mark.parametrize(("typed", "read"), [("t*", "t"), ("20*", "20*"), ("a * b", "a * b")])
def test_star_elsewhere_is_text(typed: str, read: str) -> None:
    assert root(typed) == Words(read)


@pytest.mark.parametrize("typed", ["", "   ", '""', "()", "-", "*", "?!", '"-"', "(((", "\u200b"])
def test_nothing_to_look_for_is_no_tree(typed: str) -> None:
    assert root(typed) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"thi đua', "quotation mark"),
        ("(thi đua", "Parentheses"),
        ("thi đua)", "Parentheses"),
        ("thi đua OR", "“OR”"),
        ("AND thi đua", "“AND”"),
        ("t* đua", "“t*”"),
        ("?!", "no letter"),
    ],
)
def test_what_is_left_out_is_said(typed: str, said: str) -> None:
    parsed = parse(typed)
    assert [notice for notice in parsed.notices if said in notice.en]
    assert all(notice.vi and notice.en for notice in parsed.notices)


def test_query_is_read_up_to_a_number_of_characters_and_says_so() -> None:
    parsed = parse("thi đua " * 100)
    assert isinstance(parsed.root, Words)
    assert len(parsed.root.text) <= Limits().characters
    assert parsed.root.text.endswith("thi đua") or parsed.root.text.endswith("thi")
    assert "256" in parsed.notices[0].vi


def test_decomposed_letters_read_as_composed_ones() -> None:
    assert root("thu\u031bo\u031b\u0309ng") == root("thưởng")


@pytest.mark.parametrize(
    "typed",
    [
        "(" * 2000 + "thi" + ")" * 2000,
        "thi đua " * 125_000,
        '"' * 1_000_000,
        "-" * 1_000_000,
        "NOT " * 250_000,
        "a OR " * 200_000,
        "ệ\u0301" * 500_000,
        "(a OR " * 20 + ")" * 20,
    ],
    ids=["parentheses", "words", "quotes", "minuses", "nots", "ors", "marks", "nested"],
)
def test_bombs_are_read_at_once(typed: str) -> None:
    started = time.perf_counter()
    parse(typed)
    assert time.perf_counter() - started < 2  # a guard against hanging, thousands of times slack


PIECES = st.sampled_from(
    ["thi", "đua", "Covid", "-19", "-", '"', "“", "”", "(", ")", " ", "  ", "OR", "AND", "NOT",
     "HOẶC", "title:", "tiêu đề:", "*", "~3", "05/2020/QĐ-TTg", "14/7/2020", "UBND", "KT-XH",
     "\n", "\x00", "'"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=300, deadline=None)
def test_no_text_is_a_syntax_error(typed: str) -> None:
    parsed = parse(typed)
    assert parsed == parse(typed)
    assert depth(parsed.root) <= 4 * Limits().depth + 4


def depth(node: Syntax | None) -> int:
    match node:
        case Together(parts) | Either(parts):
            return 1 + max(map(depth, parts))
        case Without(part) | InTitle(part):
            return 1 + depth(part)
        case _:
            return 0


SYLLABLES = st.lists(
    st.sampled_from(["thi", "đua", "khen", "thưởng", "lạng", "sơn", "đường"]),
    min_size=1,
    max_size=6,
).map(" ".join)


def typed_of(node: Syntax) -> str:
    """The tree as a person would type it."""
    match node:
        case Words(text):
            return text
        case Quoted(text, None):
            return f'"{text}"'
        case Quoted(text, slop):
            return f'"{text}"~{slop}'
        case Beginning(text):
            return f"{text}*"
        case InTitle(part):
            return f"title:({typed_of(part)})"
        case Without(part):
            return f"NOT ({typed_of(part)})"
        case Together(parts):
            return " AND ".join(f"({typed_of(part)})" for part in parts)
        case Either(parts):
            return " OR ".join(f"({typed_of(part)})" for part in parts)


TREES: st.SearchStrategy[Syntax] = st.recursive(
    st.one_of(
        SYLLABLES.map(Words),
        st.builds(Quoted, SYLLABLES, st.none() | st.integers(0, 20)),
        st.sampled_from(["tuy", "đua"]).map(Beginning),
    ),
    lambda parts: st.one_of(
        parts.map(InTitle),
        st.tuples(parts, parts).map(Together),
        st.tuples(parts, parts, parts).map(Either),
    ),
    max_leaves=6,
)


@given(TREES)
@settings(max_examples=150, deadline=None)
def test_tree_typed_out_is_read_as_itself(tree: Syntax) -> None:
    assert parse(typed_of(tree), Limits(characters=5000, depth=50)).root == tree
