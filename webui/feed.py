"""What is new of any search, as an Atom feed."""

from __future__ import annotations

import hashlib
import textwrap
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import urljoin

from flask import Response, request

from indexer import Article, Entry, Feed, SearchRequest, Stored, atom_feed, select
from webui import filters, urls
from webui.choices import by_kind
from webui.engine import engine
from webui.language import gettext as _
from webui.openapi import Operations, responses
from webui.parameters import required
from webui.schemas import TEXT, search_parameters
from webui.searched import searched

blueprint = Operations("feed", __name__, description="Searches to be followed.")

#: Entries of a feed: readers ask every hour or so, and an export holds the rest.
ENTRIES = 50
#: Characters of an article whose source gave no summary.
_BEGINNING = 400


@blueprint.operation(
    "/feed.atom",
    responses(TEXT, 400, mimetype="application/atom+xml"),
    parameters=search_parameters(paged=False),
)
def show() -> Response:
    """The newest articles that have everything asked for; parameters as of the result page."""
    asked = replace(by_kind(urls.whole(required(request.args))), sort="newest")
    found = select(engine(), asked)
    entries = [_entry(stored) for stored in islice(found.articles, ENTRIES)]
    by_code = filters.by_code(found)
    feed = Feed(
        id=f"urn:tracuu:search:{_digest(by_code)}",
        title=f"Tra cứu: {searched(found).name}",
        updated=max((entry.updated for entry in entries), default=_moment(found.as_of)),
        entries=entries,
        links={
            "self": urls.outside(urls.feed(by_code)),
            "alternate": urljoin(request.host_url, urls.search(by_code)),
        },
    )
    answer = Response(atom_feed(feed), mimetype="application/atom+xml")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _entry(stored: Stored) -> Entry:
    article = stored.article
    return Entry(
        article_id=article.id,
        title=article.title or _("(không có tiêu đề)"),
        updated=_moment(stored.changed or stored.first_seen),
        link=urljoin(request.host_url, urls.article(article.id)),
        summary=_beginning(article),
        published=article.published.at.isoformat() if article.published else "",
        author=article.author or article.source,
    )


def _beginning(article: Article) -> str:
    return textwrap.shorten(article.summary or article.body, _BEGINNING, placeholder=" …")


def _digest(asked: SearchRequest) -> str:
    """The same for the same search, in whichever language and order it was written."""
    given = sorted(urls.arguments(replace(asked, sort="relevance")).items())
    return hashlib.sha256(repr(given).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _moment(when: datetime | None) -> str:
    return urls.moment(when or datetime.fromtimestamp(0, UTC))
