"""The queries of the speed bench, and the conditions each is narrowed by."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from unidecode import unidecode

from tests.bench import judged
from tests.bench.documents import Document
from tests.bench.peers.base import Narrowed
from tests.bench.peers.folding import words

#: Half of the corpus's (made up) years.
SINCE, UNTIL = date(2012, 1, 1).toordinal(), date(2020, 6, 30).toordinal()
_DISTRICTS = 20
#: Of each kind; the topics, as typed and without diacritics, make up the rest of 500.
_TITLES, _COMPOUNDS, _SYLLABLES, _PHRASES = 120, 126, 100, 100
_FREQUENT = ("và", "của", "cho", "ngày", "người", "tỉnh", "xã", "nam", "hội", "công")
_FIRST_SEEN = 300


@dataclass(frozen=True, slots=True)
class Query:
    """A query, what kind it is, and the conditions of its narrowed run."""

    text: str
    kind: str
    narrowed: Narrowed

    def address(self) -> str:
        """The page of the narrowed query."""
        parameters = {
            "q": self.text,
            "from": date.fromordinal(self.narrowed.since).isoformat(),
            "to": date.fromordinal(self.narrowed.until).isoformat(),
            "district": self.narrowed.district,
        }
        return "/?" + urlencode(parameters)


def queries(documents: Sequence[Document]) -> list[Query]:
    """The 500 queries, always the same for the same articles, mixed."""
    chance = random.Random(4)
    codes = Counter(code for article in documents for code in article.districts)
    common = [code for code, _ in codes.most_common(_DISTRICTS)]
    asked = [
        Query(text, kind, Narrowed(SINCE, UNTIL, common[number % len(common)]))
        for number, (kind, text) in enumerate(_texts(documents, chance))
    ]
    chance.shuffle(asked)
    return asked


def first_seen(documents: Sequence[Document], asked: Sequence[Query]) -> list[str]:
    """Single syllables of the articles that no query holds, each a term not seen before."""
    chance = random.Random(5)
    used = {unidecode(word).lower() for query in asked for word in words(query.text)}
    held = sorted({word for article in documents for word in words(article.title)})
    chance.shuffle(held)
    fresh: dict[str, str] = {}
    for word in held:
        key = unidecode(word).lower()
        if key not in used and word.isalpha():
            fresh.setdefault(key, word)
    return list(fresh.values())[:_FIRST_SEEN]


def save(path: Path, asked: Sequence[Query], fresh: Sequence[str]) -> None:
    """Writes the queries for the measuring processes."""
    path.write_text(json.dumps({"queries": [asdict(q) for q in asked], "fresh": fresh}), "utf-8")


def load(path: Path) -> tuple[list[Query], list[str]]:
    """Reads what `save` wrote."""
    saved = json.loads(path.read_text("utf-8"))
    asked = [Query(q["text"], q["kind"], Narrowed(**q["narrowed"])) for q in saved["queries"]]
    return asked, saved["fresh"]


def _texts(documents: Sequence[Document], chance: random.Random) -> Iterator[tuple[str, str]]:
    searches = {s.name: s for one in judged.collections() for s in one.searches}
    for name, kind, count in (
        ("titles", "title", _TITLES),
        ("two compounds", "two words", _COMPOUNDS),
    ):
        for number, text in enumerate(list(searches[name].queries.values())[:count]):
            yield kind, unidecode(text) if number % 2 else text.replace('"', " ")
    for text in searches["27 topics"].queries.values():
        yield "topic", text
        yield "topic", unidecode(text)
    titles = [words(article.title) for article in documents if len(words(article.title)) > 4]
    for number in range(_SYLLABLES):
        frequent = number < len(_FREQUENT)
        yield "syllable", _FREQUENT[number] if frequent else chance.choice(chance.choice(titles))
    for number in range(_PHRASES):
        title = chance.choice(titles)
        size = 2 + number % 3
        start = chance.randrange(len(title) - size)
        text = " ".join(title[start : start + size])
        yield "phrase", f'"{unidecode(text) if number % 2 else text}"'
