"""Which article this is (its id) and what it says (its digest)."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from indexer.article import Article
from indexer.sources.base import Received, Unfit

_MAX_ID = 512
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPE = re.compile("%[0-9a-f]{2}", re.IGNORECASE)
_PORTS = {"http": ":80", "https": ":443"}

#: Query parameters that say where a click came from, not which page is meant: those of Google,
#: Facebook, Microsoft, Yandex, Instagram, Mailchimp and Zalo.
_TRACKING = {
    *("_ga", "_gl", "gclid", "dclid", "wbraid", "gbraid"),
    *("fbclid", "igshid", "igsh", "msclkid", "yclid", "mc_cid", "mc_eid"),
    *("zarsrc", "zalo_id", "gidzl"),
}


def received(article: Article, given_id: str, path: Path, line: int | None) -> Received:
    """The article with its id and digest.

    Raises Unfit where the given id cannot serve as one.
    """
    identified = dataclasses.replace(article, id=_id(given_id, article.url, path, line))
    return Received(identified, path, line, digest(identified))


def digest(article: Article) -> bytes:
    """SHA-256 of everything the article says, its id left out."""
    published = article.published.isoformat() if article.published else None
    said = (
        article.title,
        article.summary,
        article.body,
        article.captions,
        published,
        article.undated_because,
        article.source,
        article.url,
        article.province,
        article.author,
        article.office,
        article.submitted_by,
    )
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).digest()


def canonical_url(url: str) -> str:
    """The address without what does not tell pages apart; empty unless it is http(s) with a host.

    Scheme and host in lower case, default port, user, fragment and tracking parameters dropped.
    A fragment that is a path (`#!/tin/12`, `#/tin/12`) stays: on such portals it names the page.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not host or _UNPRINTABLE.search(url.strip()):
        return ""
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and f":{port}" != _PORTS[parts.scheme]:
        netloc += f":{port}"
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    path = _ESCAPE.sub(lambda m: m[0].upper(), quote(parts.path, safe="/%:=&~+!$,;'@()*"))
    return urlunsplit((parts.scheme, netloc, path or "/", _query(parts.query), fragment))


def joined(base: str, href: str) -> str:
    """The address that `href` stands for on a page at `base`; empty where it is none."""
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


def host(url: str) -> str:
    """The host of a canonical URL without a leading `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [p for p in pairs if p[0] not in _TRACKING and not p[0].startswith("utm_")]
    # Left as it was where nothing is dropped: `?12345` has no `=` and must not gain one.
    return urlencode(kept) if len(kept) < len(pairs) else query


def _id(given: str, url: str, path: Path, line: int | None) -> str:
    if given.strip():
        return _fit(given)
    if url:
        return f"u-{_short(url)}"
    return "f-" + _short(f"{_resolved(path)}\0{line or 0}")


def _fit(given: str) -> str:
    if len(given) > _MAX_ID:
        raise Unfit(
            f"mã bài (id) dài {len(given)} ký tự, tối đa {_MAX_ID}",
            f"the id has {len(given)} characters, at most {_MAX_ID} are taken",
        )
    if _UNPRINTABLE.search(given):
        raise Unfit(
            "mã bài (id) chứa ký tự điều khiển", "the id contains characters that cannot be printed"
        )
    return given


@lru_cache(maxsize=64)
def _resolved(path: Path) -> str:
    return str(path.resolve())


def _short(text: str) -> str:
    # 80 bits: among a million articles two collide with a probability below one in a trillion.
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:20]
