"""How many requests one address may make; beyond that 429, and when to come again."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Sequence

from flask import Flask, Response, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from indexer import Settings, UsageError
from webui.errors import answer

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
#: Files are kept by the browser, and what watches must not be turned away.
_FREE = ("static", "health.healthz")
#: Whoever has one IPv6 address has all of its /64.
_IPV6_PREFIX = 64


def init_app(app: Flask, settings: Settings) -> None:
    """Count the requests of every address but those that `rate_exempt` names.

    Raises UsageError where that names no network.
    """
    exempt = _networks(settings.rate_exempt)
    if not settings.rate_limit:
        return
    limit = RateLimitItemPerMinute(settings.rate_limit)
    counted = FixedWindowRateLimiter(MemoryStorage())

    @app.before_request
    def count() -> Response | None:
        """Let a request through or refuse it; one that leads nowhere is counted too."""
        address = _address()
        if request.endpoint in _FREE or _among(address, exempt):
            return None
        visitor = _visitor(address)
        if counted.hit(limit, visitor):
            return None
        wait = counted.get_window_stats(limit, visitor).reset_time - time.time()
        refused = answer(429)
        refused.headers["Retry-After"] = str(min(60, max(1, math.ceil(wait))))
        return refused


def _address() -> _Address | None:
    """The visitor's address, as far as the proxies that the settings name tell it."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _visitor(address: _Address | None) -> str:
    """Who is counted; all that tell no address are one."""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(address), _IPV6_PREFIX), strict=False))
    return str(address)


def _among(address: _Address | None, networks: Sequence[_Network]) -> bool:
    return address is not None and any(address in network for network in networks)


def _networks(written: str) -> list[_Network]:
    names = [name.strip() for name in written.split(",") if name.strip()]
    try:
        return [ipaddress.ip_network(name, strict=False) for name in names]
    except ValueError as problem:
        raise UsageError(
            f"Thiết đặt “rate_exempt” không nhận “{written}”: cần địa chỉ hoặc mạng IP.",
            f"the setting “rate_exempt” does not take “{written}”; write IP addresses or networks.",
        ) from problem
