"""The labelled articles: floors below which the tagger may not fall (docs/places.md)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.bench.places import measure


@pytest.mark.shared
def test_labelled_articles_reach_the_figures_asked_for(shared: Path) -> None:
    gold = [
        json.loads(each) for each in (shared / "districts" / "gold.jsonl").read_bytes().splitlines()
    ]
    wanted = {labelled["id"] for labelled in gold}
    with gzip.open(shared / "collection" / "articles.jsonl.gz", "rb") as lines:
        articles = {a["id"]: a for a in map(json.loads, lines) if a["id"] in wanted}
    measured = measure(gold, articles)
    precision, recall, f1 = measured.all_labels.row()
    assert precision >= 0.96
    assert recall >= 0.92
    assert f1 >= 0.94
    assert measured.main.row()[2] >= 0.85
