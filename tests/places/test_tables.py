"""The compact tables are what tools/make_gazetteer.py makes of the full gazetteer."""

from __future__ import annotations

from pathlib import Path

import pytest

import indexer.places
from tools import make_gazetteer


@pytest.mark.shared
@pytest.mark.parametrize("table", ["provinces.tsv", "districts.tsv", "communes.tsv"])
def test_a_table_is_made_again_to_the_letter(shared: Path, tmp_path: Path, table: str) -> None:
    make_gazetteer.main(shared / "gazetteer", tmp_path)
    committed = Path(indexer.places.__file__).with_name(table)
    assert (tmp_path / table).read_text("utf-8") == committed.read_text("utf-8")
