"""News as an Atom feed (RFC 4287) and as an e-mail."""

from __future__ import annotations

import hashlib
import html
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree  # nosec B405 # it only writes

from indexer.alerts.wanted import Alert

_ATOM = "http://www.w3.org/2005/Atom"
_UNTITLED = "(không có tiêu đề)"
#: XML 1.0 has no place for these at all.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_atom(
    path: Path, alert: Alert, entries: Iterable[tuple[str, Mapping[str, Any]]], now: str, site: str
) -> None:
    """Write the feed of an alert, in place of the last one; entries with when they came."""
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", f"urn:tracuu:alert:{_digest(alert.name)}")
    _add(feed, "title", f"Tra cứu: {alert.name}")
    _add(feed, "updated", now)
    author = ElementTree.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", "Tra cứu")
    for at, hit in entries:
        entry = ElementTree.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, "id", f"urn:tracuu:article:{quote(hit['id'], safe='')}")
        _add(entry, "title", hit["title"] or _UNTITLED)
        _add(entry, "updated", at)
        if link := address(hit, site):
            ElementTree.SubElement(entry, f"{{{_ATOM}}}link", href=_NOT_XML.sub("", link))
        _add(entry, "summary", _plain(hit["snippet"]))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        ElementTree.ElementTree(feed).write(file, encoding="utf-8", xml_declaration=True)
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


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}").text = _NOT_XML.sub("", text)


def _plain(marked: str) -> str:
    """A snippet without its marks."""
    return html.unescape(marked.replace("<mark>", "").replace("</mark>", ""))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogateescape")).hexdigest()[:32]
