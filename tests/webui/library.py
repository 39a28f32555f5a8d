"""The index that the tests of the pages look at: a few articles, one of them edited."""

from __future__ import annotations

import json
from pathlib import Path

from indexer import Engine, Settings, index, open_engine

ARTICLES = Path(__file__).with_name("articles.jsonl")
#: The article that was edited.
EDITED = "ls-2021-01"


def indexed(place: Path) -> Engine:
    """The engine of a new index of the articles, in this folder."""
    settings = Settings(index=place / "index")
    articles = [json.loads(line) for line in ARTICLES.read_text("utf-8").splitlines()]
    (place / "files").mkdir()
    file = place / "files" / "articles.jsonl"
    earlier = {"title": "Lạng Sơn ra quân đầu năm", "body": "Sáng 5/1, thành phố ra quân."}
    before = [each | earlier if each["id"] == EDITED else each for each in articles]
    for state in (before, articles):
        file.write_text("\n".join(map(json.dumps, state)))
        assert index([file], settings).refused == ()
    return open_engine(settings)
