"""What the settings say of a portal: its name, province and office, where the article is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from indexer.article import Article
from indexer.settings import Portal
from indexer.sources.base import Received, Refused
from indexer.sources.identity import digest, host


def credit(
    items: Iterable[Received | Refused], portals: Sequence[Portal]
) -> Iterator[Received | Refused]:
    """The same items; an article of a known portal bears its name, province and office.

    What the article itself says stays, but for a source that is only its address's host.
    """
    for item in items:
        portal = _portal(item, portals) if isinstance(item, Received) else None
        if portal is None or isinstance(item, Refused):
            yield item
        else:
            article = _credited(item.article, portal)
            yield replace(item, article=article, digest=digest(article))


def _portal(item: Received, portals: Sequence[Portal]) -> Portal | None:
    """By the deepest folder that holds the file, else by host, else by name."""
    file = item.path.resolve()
    around = [p for p in portals if p.path and file.is_relative_to(p.path)]
    if around:
        return max(around, key=lambda p: len(p.path.parts) if p.path else 0)
    at = host(item.article.url)
    hosted = (p for p in portals if p.host and (at == p.host or at.endswith(f".{p.host}")))
    named = (p for p in portals if p.name and p.name == item.article.source)
    return next(hosted, None) or next(named, None)


def _credited(article: Article, portal: Portal) -> Article:
    silent = article.source in ("", host(article.url))
    return replace(
        article,
        source=portal.name if silent and portal.name else article.source,
        province=article.province or portal.province,
        office=article.office or portal.office,
    )
