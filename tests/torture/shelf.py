"""An index of many small made-up articles, for what depends on how much there is."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, product
from pathlib import Path

from indexer import Settings, index

#: An index to take instead, such as one of 100,000 real articles.
GIVEN = "TRACUU_TORTURE_INDEX"
ONSETS = (
    *("b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "r", "s", "t"),
    *("th", "tr", "v", "x"),
)
_RIMES = (
    *("a", "an", "ang", "anh", "ao", "ay", "âm", "ân", "âu", "e", "em", "en", "ep", "ê", "ên"),
    *("i", "in", "inh", "o", "oan", "oi", "on", "ong", "ô", "ôi", "ông", "ơ", "ơi", "u", "ung"),
    *("uy", "ươ", "ương", "ưu"),
)
SYLLABLES = ["".join(each) for each in product(ONSETS, _RIMES)]
_PLACES = ("Cao Lộc", "Hữu Lũng", "Chi Lăng", "Bắc Sơn", "Văn Lãng", "Đình Lập", "Lộc Bình")
_PROVINCES = ("Lạng Sơn", "Hà Giang", "Nghệ An", "Đồng Nai", "Cà Mau")
_SYLLABLES_EACH = 40


def shelf(place: Path, articles: int) -> tuple[Path, str]:
    """The folder of an index of so many articles, and what they are."""
    given = os.environ.get(GIVEN)
    if given:
        return Path(given), f"the articles of {GIVEN}"
    chance = random.Random(9)
    files = place / "files"
    files.mkdir()
    with (files / "a.jsonl").open("w", encoding="utf-8") as lines:
        lines.writelines(f"{json.dumps(each)}\n" for each in _articles(chance, articles))
    index([files], Settings(index=place / "index"))
    return place / "index", f"{articles:,} made-up articles"


def _articles(chance: random.Random, articles: int) -> Iterator[dict[str, str]]:
    weights = list(accumulate(1 / rank for rank in range(1, len(SYLLABLES) + 1)))
    for number in range(articles):
        said = " ".join(chance.choices(SYLLABLES, cum_weights=weights, k=_SYLLABLES_EACH))
        where = f"huyện {chance.choice(_PLACES)} và tỉnh {chance.choice(_PROVINCES)}"
        yield {
            "id": str(number),
            "title": f"Tin {said[:40]}",
            "body": f"Ở {where}, {said}.",
            "published": (date(2019, 1, 1) + timedelta(days=chance.randrange(2000))).isoformat(),
            "source": f"Báo {number % 12}",
        }
