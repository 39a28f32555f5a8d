"""Small random articles and plans, always the same for the same seed."""

from __future__ import annotations

import os
import random
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from indexer.article import VIETNAM, Article, Commune, District, Places, Province, Published
from indexer.engines.base import Prepared, Stored
from indexer.query.tree import (
    And,
    Choice,
    Everything,
    Filters,
    Node,
    Not,
    Or,
    Part,
    Phrase,
    Plan,
    Prefix,
    Relaxation,
    Term,
    View,
    Weighted,
)
from indexer.text.analysed import Analysed
from indexer.text.sketch import NONE

#: Each key is written with and without its diacritics, so that views differ.
SYLLABLES = ["và", "vá", "thi", "thì", "đua", "xã", "xa", "dân", "dẫn", "lũ", "lu", "hội"]
FOLD = str.maketrans("àáìđãâẫũộ", "aaidaaauo")
SEEN = datetime(2026, 1, 1, tzinfo=VIETNAM)
DISTRICTS = ["180", "181", "182", "183"]
COMMUNES = ["05000", "05001"]
SOURCES = ["Báo A", "Báo B", ""]


def keys_of(text: str) -> Analysed:
    """Syllables at their positions, each adjacent pair a compound, `x-y` stacked over its parts."""
    exact: list[str] = []
    positions: list[int] = []
    position = 0
    for word in text.split():
        parts = word.split("-")
        if len(parts) > 1:
            exact.append(word)
            positions.append(position)
        for part in parts:
            exact.append(part)
            positions.append(position)
            position += 1
    plain = [key for key in exact if "-" not in key]
    compounds = [
        key
        for left, right in zip(plain[::2], plain[1::2], strict=False)
        for key in (f"{left}_{right}".translate(FOLD), f"={left}_{right}")
    ]
    return Analysed(exact, [key.translate(FOLD) for key in exact], positions, compounds, position)


def prepare(stored: Stored) -> Prepared:
    """An article with its keys and the sketch that its body spells out; one whose body says so
    cannot be prepared."""
    article = stored.article
    if article.body == "hỏng":
        raise ValueError("bài hỏng")
    written = re.search("[0-9a-f]{64}", article.body)
    return Prepared(
        stored,
        keys_of(article.title or ""),
        keys_of(article.summary),
        keys_of(article.body),
        bytes.fromhex(written[0]) if written else NONE,
    )


def prepare_or_die(stored: Stored) -> Prepared:
    """The same, but for one body its process dies."""
    if stored.article.body == "chết":
        os._exit(9)
    return prepare(stored)


def article(id_: str, body: str = "thi đua", title: str | None = None, **more: object) -> Stored:
    """A stored article."""
    places = more.pop("places", Places())
    assert isinstance(places, Places)
    return Stored(Article(id=id_, title=title, body=body, **more), places, SEEN)  # type: ignore[arg-type]


def random_article(chance: random.Random, id_: str) -> Stored:
    """Any article."""
    published = None
    if chance.random() < 0.85:
        at = datetime(2020, 1, 1, tzinfo=VIETNAM) + timedelta(hours=chance.randrange(24 * 400))
        published = Published(at)
    roles = ("main", "mention", "implied")
    chosen = chance.sample(DISTRICTS, chance.choice([0, 1, 1, 2]))
    districts = tuple(District(code, code, chance.choice(roles)) for code in chosen)  # type: ignore[arg-type]
    communes = tuple(Commune(code, code) for code in COMMUNES if chance.random() < 0.2)
    province = Province("20", "Lạng Sơn") if chance.random() < 0.6 else None
    stored = article(
        id_,
        text(chance, chance.randrange(1, 40)),
        text(chance, chance.randrange(0, 6)) or None,
        summary=text(chance, chance.randrange(0, 6)),
        published=published,
        source=chance.choice(SOURCES),
        places=Places(province, districts, communes),
    )
    seen = SEEN + timedelta(microseconds=chance.randrange(4))
    changed = seen + timedelta(microseconds=chance.randrange(3)) if chance.random() < 0.3 else None
    return replace(stored, first_seen=seen, changed=changed)


def text(chance: random.Random, size: int) -> str:
    """So many syllables, the first ones more often, some of them joined."""
    words = [
        chance.choice(SYLLABLES[: chance.randrange(2, len(SYLLABLES) + 1)]) for _ in range(size)
    ]
    return " ".join(words) + (" dân-vận" if chance.random() < 0.1 else "")


def random_leaf(chance: random.Random) -> Term | Phrase | Prefix:
    """Any leaf of a plan."""
    view: View = chance.choice(["folded", "exact"])
    key = SYLLABLES if view == "exact" else [s.translate(FOLD) for s in SYLLABLES]
    scope = chance.choice(["all", "all", "all", "title"])
    kind = chance.randrange(6)
    if kind == 0:
        return Prefix(view, chance.choice(["t", "x", "v", "d"]), scope)  # type: ignore[arg-type]
    if kind == 1:
        left, right = (chance.choice(SYLLABLES).translate(FOLD) for _ in range(2))
        return Term("compound", f"{left}_{right}", scope)  # type: ignore[arg-type]
    if kind == 2:
        terms = tuple(chance.choice(key) for _ in range(chance.randrange(2, 4)))
        return Phrase(view, terms, chance.choice([None, None, 0, 1, 5]), scope)  # type: ignore[arg-type]
    return Term(view, chance.choice([*key, "không-có", "dan-van"]), scope)  # type: ignore[arg-type]


def random_node(chance: random.Random, depth: int = 2) -> Node:
    """Any boolean tree."""
    kind = chance.randrange(8) if depth else 7
    if kind in {0, 1}:
        return And(tuple(random_node(chance, depth - 1) for _ in range(chance.randrange(1, 4))))
    if kind == 2:
        return Or(tuple(random_node(chance, depth - 1) for _ in range(chance.randrange(1, 4))))
    if kind == 3:
        return Not(random_node(chance, depth - 1))
    return Everything() if kind == 4 else random_leaf(chance)


def random_synonym(chance: random.Random) -> Node:
    """A leaf, or some of one view as a synonym."""
    first = random_leaf(chance)
    others = [leaf for leaf in (random_leaf(chance) for _ in range(3)) if leaf.view == first.view]
    distinct = tuple(dict.fromkeys([first, *others]))
    return Or(distinct) if len(distinct) > 1 and chance.random() < 0.5 else first


def random_filters(chance: random.Random) -> Filters:
    """Any filters, most often none of a kind."""
    since = date(2020, chance.randrange(1, 13), 1) if chance.random() < 0.3 else None
    until = date(2020, chance.randrange(1, 13), 28) if chance.random() < 0.3 else None
    districts = Choice(
        frozenset(chance.sample([*DISTRICTS, "999"], chance.choice([0, 0, 1, 2]))),
        frozenset(chance.sample(DISTRICTS, chance.choice([0, 0, 0, 1]))),
    )
    sources = Choice(frozenset(chance.sample(SOURCES[:2], chance.choice([0, 0, 1]))))
    heirs = frozenset(COMMUNES[:1]) if chance.random() < 0.3 else frozenset()
    communes = Choice(none_of=frozenset(COMMUNES[1:])) if chance.random() < 0.1 else Choice()
    undated = chance.random() < 0.1
    after, by, changed = (
        SEEN + timedelta(microseconds=chance.randrange(4)) if chance.random() < 0.1 else None
        for _ in range(3)
    )
    return Filters(
        since,
        until,
        undated,
        districts,
        communes=communes,
        sources=sources,
        heirs=heirs,
        seen_after=after,
        seen_by=by,
        changed_after=changed,
    )


def random_plan(chance: random.Random) -> Plan:
    """Any plan, all hits on one page."""
    parts = tuple(
        Part(leaf, f"phần {number}", chance.random() < 0.8)
        for number, leaf in enumerate(random_leaf(chance) for _ in range(chance.randrange(2, 5)))
    )
    relaxing = chance.random() < 0.5
    return Plan(
        must=And(tuple(part.node for part in parts)) if relaxing else random_node(chance),
        scoring=tuple(
            Weighted(random_synonym(chance), chance.choice([0.5, 1, 2])) for _ in range(3)
        ),
        rescoring=tuple(Weighted(random_leaf(chance), 1.5) for _ in range(chance.randrange(3))),
        parts=parts if relaxing else (),
        relaxation=Relaxation(chance.choice([0.2, 0.5, 0.8]), 2.0, chance.random() < 0.5)
        if relaxing
        else None,
        filters=random_filters(chance),
        sort=chance.choice(["relevance", "relevance", "newest", "oldest"]),
        limit=1000,
    )
