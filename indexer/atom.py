"""Atom feeds (RFC 4287): of alerts, and of any search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree import ElementTree  # nosec B405 # it only writes

_NAMESPACE = "http://www.w3.org/2005/Atom"
#: XML 1.0 has no place for these at all.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

ElementTree.register_namespace("", _NAMESPACE)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a feed. `updated` and `published` are moments as RFC 3339 writes them."""

    article_id: str
    title: str
    updated: str
    link: str = ""
    summary: str = ""
    published: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `id` names it for ever, whatever its address; `links` are addresses by relation."""

    id: str
    title: str
    updated: str
    entries: Iterable[Entry]
    links: Mapping[str, str]


def atom_feed(feed: Feed) -> bytes:
    """The feed as a document of its own, in UTF-8."""
    root = ElementTree.Element(f"{{{_NAMESPACE}}}feed")
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _author(root, "Tra cứu")
    for relation, address in feed.links.items():
        _link(root, address, rel=relation)
    for entry in feed.entries:
        _enter(root, entry)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _enter(root: ElementTree.Element, entry: Entry) -> None:
    element = ElementTree.SubElement(root, f"{{{_NAMESPACE}}}entry")
    _add(element, "id", f"urn:tracuu:article:{quote(entry.article_id, safe='')}")
    _add(element, "title", entry.title or "(không có tiêu đề)")
    _add(element, "updated", entry.updated)
    if entry.published:
        _add(element, "published", entry.published)
    if entry.author:
        _author(element, entry.author)
    if entry.link:
        _link(element, entry.link)
    _add(element, "summary", entry.summary)


def _author(parent: ElementTree.Element, name: str) -> None:
    _add(ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}author"), "name", name)


def _link(parent: ElementTree.Element, address: str, **more: str) -> None:
    ElementTree.SubElement(
        parent, f"{{{_NAMESPACE}}}link", {**more, "href": _NOT_XML.sub("", address)}
    )


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}{name}").text = _NOT_XML.sub("", text)
