"""News as an Atom feed (RFC 4287) and as an e-mail."""

from __future__ import annotations

import hashlib
import html
import os
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote

from indexer.alerts.wanted import Alert
from indexer.atom import Entry, Feed, atom_feed

_UNTITLED = "(không có tiêu đề)"


def write_atom(
    path: Path, alert: Alert, entries: Iterable[tuple[str, Mapping[str, Any]]], now: str, site: str
) -> None:
    """Write the feed of an alert, in place of the last one; entries with when they came."""
    told = (
        Entry(hit["id"], hit["title"] or "", at, address(hit, site), _plain(hit["snippet"]))
        for at, hit in entries
    )
    id_ = f"urn:tracuu:alert:{_digest(alert.name)}"
    feed = Feed(id_, f"Tra cứu: {alert.name}", now, told, links={})
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        file.write(atom_feed(feed))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def mail(
    alert: Alert, hits: Sequence[Mapping[str, Any]], more: int, sender: str, site: str
) -> EmailMessage:
    """The news of an alert as a message; `more` matches are counted and not listed."""
    message = EmailMessage()
    message["Subject"] = f"Tra cứu: {len(hits) + more} bài mới – {_one_line(alert.name)}"
    message["From"] = sender
    message["To"] = ", ".join(alert.mail)
    # Of the content, so that a message sent again after a kill is known for the same.
    ids = "\n".join(hit["id"] for hit in hits)
    message["Message-ID"] = f"<{_digest(alert.name, ids)}@tracuu>"
    blocks = [_block(hit, site) for hit in hits]
    if more:
        blocks.append(f"… và {more} bài nữa. / … and {more} more.")
    message.set_content("\n\n".join(blocks) + "\n")
    return message


def address(hit: Mapping[str, Any], site: str) -> str:
    """The article's page on our site, else where it came from."""
    if not site:
        return str(hit["url"])
    return f"{site.rstrip('/')}/articles/?id={quote(hit['id'], safe='')}"


def _block(hit: Mapping[str, Any], site: str) -> str:
    facts = " · ".join(filter(None, (hit["published"] or "không rõ ngày", hit["source"])))
    lines = (hit["title"] or _UNTITLED, facts, _plain(hit["snippet"]), address(hit, site))
    return "\n".join(filter(None, map(_one_line, lines)))


def _plain(marked: str) -> str:
    """A snippet without its marks."""
    return html.unescape(marked.replace("<mark>", "").replace("</mark>", ""))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogateescape")).hexdigest()[:32]
