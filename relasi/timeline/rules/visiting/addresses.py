"""Addresses of pages: their hosts, and what is said after the question mark."""

from collections.abc import Collection
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

MOST_FIELDS = 100
LONGEST_HOST = 253
ANDROID_APP = "android-app"


@lru_cache(maxsize=10_000)
def host_of(address: str) -> str:
    """shop.example of https://www.shop.example/coffee, "" where there is none.

    An Android app that sent somebody names itself: android-app://com.example.app/.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if not host.isprintable():
        return ""
    if parts.scheme == ANDROID_APP:
        return f"{ANDROID_APP}:{host}"[:LONGEST_HOST]
    if parts.scheme not in {"http", "https"}:
        return ""
    return host.removeprefix("www.").rstrip(".")[:LONGEST_HOST]


def is_own(host: str, page_host: str, own_hosts: Collection[str]) -> bool:
    """Whether the site itself is meant: the page's own host, one above or below it, or a host
    that its source takes events from.
    """
    return any(_same_site(host, own) for own in (page_host, *own_hosts) if own)


def _same_site(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def asked(query: str) -> dict[str, str]:
    """The fields after the question mark; of one that is there twice, the first."""
    found: dict[str, str] = {}
    try:
        for key, value in parse_qsl(query.partition("#")[0], max_num_fields=MOST_FIELDS):
            found.setdefault(key, value)
    except ValueError:
        return {}
    return found
