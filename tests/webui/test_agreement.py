"""The count of a search, its facets, `/trend` and its export: the same numbers everywhere."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from indexer import Engine, Settings, fold, index, open_engine
from webui import create_app

DATA = Path(__file__).parents[2] / "data"
TIMES = 50
Asked = list[tuple[str, str]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The sample articles: more places, sources and months than those of these tests."""
    settings = Settings(index=tmp_path_factory.mktemp("agreement") / "index")
    index([DATA], settings)
    return open_engine(settings)


@pytest.fixture(scope="module")
def site(sample: Engine) -> FlaskClient:
    return create_app(sample).test_client()


def searches(site: FlaskClient) -> list[Asked]:
    """Words of real titles, with and without diacritics, under filters of real values."""
    chance = random.Random(7)
    whole = site.get("/api/v1/search?limit=100").get_json()
    titles = [hit["title"] for hit in whole["hits"] if hit["title"]]
    facets = whole["facets"]

    def asked() -> Asked:
        words = chance.choice(titles).split()
        start = chance.randrange(len(words))
        text = " ".join(words[start : start + chance.randint(1, 3)])
        pairs = [("q", chance.choice((text, fold(text), "")))]
        for name, key in (("district", "code"), ("province", "code"), ("source", "name")):
            if chance.random() < 0.3:
                value = chance.choice(facets[name])[key]
                pairs.append((chance.choice((name, f"not_{name}")), value))
        if chance.random() < 0.3:
            pairs.append(("from", chance.choice(facets["month"])["month"]))
        return pairs

    return [asked() for _ in range(TIMES)]


def test_count_facets_trend_and_export_agree_for_fifty_searches(site: FlaskClient) -> None:
    found = 0
    for asked in searches(site):
        query = urlencode(asked)
        page = site.get(f"/api/v1/search?{query}").get_json()
        trend = site.get(f"/api/v1/trend?{query}&by=month").get_json()
        with site.get(f"/export.csv?{query}") as answer:
            text = answer.text.removeprefix("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text)))
        months = {each["month"]: each["count"] for each in page["facets"]["month"]}
        drawn = {p["period"]: p["articles"][0] for p in trend["periods"] if p["articles"][0]}
        exported = Counter(row["published"][:7] for row in rows if row["published"])
        assert page["total"] == len(rows) == trend["queries"][0]["total"], query
        assert months == drawn == exported, query
        assert trend["queries"][0]["undated"] == len(rows) - sum(exported.values()), query
        sources = {each["name"]: each["count"] for each in page["facets"]["source"]}
        assert sources == Counter(row["source"] for row in rows if row["source"]), query
        provinces = {each["code"]: each["count"] for each in page["facets"]["province"]}
        coded = Counter(row["province_code"] for row in rows if row["province_code"])
        assert provinces == coded, query
        districts = {each["code"]: each["count"] for each in page["facets"]["district"]}
        tagged = Counter(code for row in rows for code in row["district_codes"].split("; ") if code)
        assert districts == tagged, query
        found += bool(rows)
    assert found > TIMES // 2
