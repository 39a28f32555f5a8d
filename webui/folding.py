"""Near-identical articles (one release on several portals) folded into one hit on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer import Article, Hit, Snapshot

#: Three words in a row, as Broder (1997) resembles texts; from this share on they are the same
#: release. 0.8 lets a changed headline or a dateline pass; two reports of one event stay apart.
_RUN, _ALIKE = 3, 0.8
#: Characters compared: who copies a release copies its beginning.
_READ = 2000

Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Folded:
    """A hit, and the hits after it that say the same."""

    hit: Hit
    alike: tuple[Hit, ...] = ()


def folded(hits: Sequence[Hit], snapshot: Snapshot) -> list[Folded]:
    """The hits in their order, each near-identical one under the first of its kind."""
    stored = snapshot.stored([hit.id for hit in hits])
    texts = {each.article.id: _shingles(each.article) for each in stored}
    groups: list[list[Hit]] = []
    for hit in hits:
        group = _group_of(hit, groups, texts)
        if group is None:
            groups.append([hit])
        else:
            group.append(hit)
    return [Folded(first, tuple(others)) for first, *others in groups]


def _group_of(
    hit: Hit, groups: Iterable[list[Hit]], texts: Mapping[str, Shingles]
) -> list[Hit] | None:
    own = texts.get(hit.id, frozenset())
    return next((g for g in groups if _are_alike(own, texts.get(g[0].id, frozenset()))), None)


def _shingles(article: Article) -> Shingles:
    words = f"{article.title or ''} {article.body[:_READ]}".casefold().split()
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _are_alike(one: Shingles, other: Shingles) -> bool:
    """Whether their resemblance (shared ÷ all) reaches the bound; texts too short have none."""
    fewer, more = sorted((len(one), len(other)))
    if fewer < _ALIKE * more or not fewer:
        return False
    shared = len(one & other)
    return shared >= _ALIKE * (len(one) + len(other) - shared)
