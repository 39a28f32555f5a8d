"""The judged queries are about articles that exist, and graded as their README says."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KINDS = {
    "topic",
    "undiacritic",
    "name",
    "place",
    "code",
    "date",
    "entity",
    "abbreviation",
    "syllable",
    "long",
}


def _rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.fixture(scope="module")
def articles(sample_data: Path) -> set[str]:
    """The key of every sample article: its id, its canonical URL or its path."""
    keys = {str(p.relative_to(sample_data)) for p in sample_data.glob("lang-son/*.txt")}
    for page in sample_data.glob("cao-bang/*.html"):
        keys.update(re.findall(r'rel="canonical" href="([^"]+)"', page.read_text("utf-8")))
    for file in sample_data.glob("hoa-binh/*"):
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        keys.update(json.loads(line)["id"] for line in raw.decode().splitlines())
    return keys


def test_queries_are_numbered_from_one_and_of_a_known_kind() -> None:
    rows = _rows("queries.tsv")
    assert [int(number) for number, *_ in rows] == list(range(1, len(rows) + 1))
    assert len(rows) >= 40
    assert {kind for _, kind, *_ in rows} == KINDS
    assert all(query.strip() and wanted.strip() for *_, query, wanted in rows)


def test_every_judged_article_exists_and_is_judged_once_a_query(articles: set[str]) -> None:
    rows = _rows("judgements.tsv")
    unknown = sorted({article for _, article, _ in rows} - articles)
    assert not unknown
    pairs = Counter((topic, article) for topic, article, _ in rows)
    assert max(pairs.values()) == 1
    assert {grade for *_, grade in rows} == {"0", "1", "2", "3"}


def test_every_query_has_an_article_that_answers_it() -> None:
    wanted = {number for number, *_ in _rows("queries.tsv")}
    answered = {topic for topic, _, grade in _rows("judgements.tsv") if grade == "3"}
    assert answered == wanted


def test_readme_counts_the_queries_and_articles(articles: set[str]) -> None:
    readme = (HERE / "README.md").read_text("utf-8")
    assert f"{len(_rows('queries.tsv'))} queries over the {len(articles)} articles" in readme


def test_cases_contradict_neither_themselves_nor_the_columns() -> None:
    lines = (HERE.parent / "cases.tsv").read_text("utf-8").split("\n")[:-1]
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(rows) >= 60
    for query, must, must_not, first in rows:
        columns = ([t for t in c.split(" | ") if t] for c in (must, must_not, first))
        wanted, unwanted, best = map(set, columns)
        assert query and (wanted or unwanted), query
        assert not wanted & unwanted, query
        assert best <= wanted, query
