"""An article that came → new, changed or unchanged in the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from indexer.harvest.ledger import KnownArticle, Ledger
from indexer.harvest.pages import Harvested, record
from indexer.harvest.report import Outcome
from indexer.harvest.wanted import Source


def keep(
    ledger: Ledger, harvested: Harvested, page: str, source: Source, now: datetime
) -> tuple[Outcome, KnownArticle]:
    """Enter an article that `page` gave; what happened, and the article as it is now known.

    An article has one address that speaks for it. The same article under a second address, by its
    canonical URL or by its text, is left as it is; so is what an older archive says of it.
    """
    known = ledger.article(harvested.article.id)
    same = known or ledger.same_text(source.folder, harvested.text)
    if same is None:
        known = KnownArticle(harvested.article.id, page, harvested.digest, now, now, False)
        ledger.put(known, source.folder, harvested.text, record(harvested.article))
        return "new", known
    if (same.page != page and not same.gone) or now < same.last_seen:
        return "unchanged", same
    if same.digest == harvested.digest:
        ledger.seen(same.id, now)
        return "unchanged", replace(same, last_seen=now)
    # By its first id also where it now stands at another address: it is the same article.
    article = replace(harvested.article, id=same.id)
    known = replace(same, page=page, digest=harvested.digest, last_seen=now, gone=False)
    ledger.put(known, source.folder, harvested.text, record(article))
    return "changed", known
