"""Who calls: the address behind our own proxies, and whether a web origin may send."""

from collections.abc import Collection
from functools import lru_cache
from ipaddress import ip_address


def caller(peer: str, forwarded: str, proxies: int) -> str:
    """The address that the outermost of our own `proxies` saw; the peer's when there is none.

    Whoever calls may write anything into X-Forwarded-For; only the last `proxies` entries
    were written by servers of our own.
    """
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    seen = hops[-proxies] if 0 < proxies <= len(hops) else peer
    return _plain(seen) or _plain(peer)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Without port and brackets; "" for what is no address."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def may_send(origin: str, allowed: Collection[str]) -> bool:
    """A browser says its origin, a server says none; no list allows everyone."""
    return not origin or not allowed or origin.lower() in allowed
