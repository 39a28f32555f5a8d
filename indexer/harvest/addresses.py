"""Which machine a host name may lead to: public ones, and those the settings name."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from indexer.harvest.errors import Silent, Unfetched

_USUAL_PORTS = {"http": 80, "https": 443}
#: RFC 6052: the last 32 bits of such an address are an IPv4 address.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hosts that may be private all the same: pairs of name (lower case) and port."""

    pairs: frozenset[tuple[str, int]] = frozenset()

    def holds(self, host: str, port: int) -> bool:
        """Whether this host at this port is named."""
        return (host.lower(), port) in self.pairs


def allowed(named: Collection[str], urls: Collection[str]) -> Allowed:
    """What `allow_hosts` allows, for sources at these URLs.

    `name:port` is that port. A name alone is the ports at which the sources' own URLs name that
    host, and 80 and 443: a portal on 127.0.0.1:8080 does not open 127.0.0.1:5432.
    """
    pairs = set()
    for name in named:
        parts = urlsplit(f"//{_bracketed(name.strip())}")
        host = parts.hostname or ""
        ports = {parts.port} if parts.port else {80, 443, *_ports(host, urls)}
        pairs |= {(host, port) for port in ports if host}
    return Allowed(frozenset(pairs))


def resolve(host: str, port: int, allow: Allowed) -> list[tuple[str, int]]:
    """The addresses of a host, each checked; connect to one of these and never to the name.

    Raises Unfetched where any of them is not public and the host is not allowed, Silent
    where the name is not known.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise Silent(
            f"không tìm thấy máy {host}", f"the host {host} is not known ({problem})"
        ) from problem
    places = list(dict.fromkeys((str(place[4][0]), port) for place in found))
    if not allow.holds(host, port):
        for address, _ in places:
            _require_public(host, address)
    return places


def is_public(address: str) -> bool:
    """Whether the address is one of the open internet, seen through IPv6's wrappings of IPv4."""
    ip = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _require_public(host: str, address: str) -> None:
    if not is_public(address):
        raise Unfetched(
            f"địa chỉ nội bộ {address} (máy {host}) không được tải; nếu cố ý, thêm vào allow_hosts",
            f"{host} is at {address}, which is not public; if it is meant, name it in allow_hosts",
        )


def _unwrapped(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)


def _ports(host: str, urls: Collection[str]) -> set[int]:
    parts = [urlsplit(url) for url in urls]
    return {
        part.port or _USUAL_PORTS.get(part.scheme, 80) for part in parts if part.hostname == host
    }


def _bracketed(name: str) -> str:
    """An IPv6 address alone as it stands in a URL."""
    return f"[{name}]" if name.count(":") > 1 and not name.startswith("[") else name
