"""What somebody visited with: kind of device, browser, system.

A browser says it in its user agent, read by ua-parser's patterns; an app's library says it in
the context (Segment's context.device, context.os; PostHog's $device_type, $os).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ua_parser import parse

LONGEST, LONGEST_AGENT = 40, 1_000
# The words of user agents and of libraries.
_CONSOLE = re.compile(r"playstation|xbox|nintendo|steam ?deck", re.IGNORECASE)
_TV = re.compile(
    r"smart-?tv|hbbtv|netcast|web0s|appletv|apple tv|googletv|google tv|android ?tv|bravia"
    r"|aft[a-z]+ build|roku|crkey|viera|\btv\b|\bdtv\b",
    re.IGNORECASE,
)
_TABLET = re.compile(r"ipad|tablet|playbook|kindle|\bsm-t\d", re.IGNORECASE)
_MOBILE = re.compile(r"mobi|iphone|ipod|windows phone|opera mini|blackberry", re.IGNORECASE)
_DESKTOPS = frozenset({"Windows", "Mac OS X", "macOS", "Linux", "Ubuntu", "Chrome OS", "Fedora",
                       "FreeBSD", "OpenBSD", "Debian", "Solaris"})  # fmt: skip
_APP_WORDS = {"ios": "mobile", "android": "mobile", "mobile": "mobile", "phone": "mobile",
              "smartphone": "mobile", "handset": "mobile", "tablet": "tablet", "ipad": "tablet",
              "desktop": "desktop", "tv": "tv", "smarttv": "tv", "console": "console"}  # fmt: skip


class Device(NamedTuple):
    """`kind` is one of Session.Device."""

    kind: str
    browser: str
    system: str


UNKNOWN = Device("other", "", "")


def device_of(agent: str, context: Mapping[str, Any]) -> Device:
    """From the user agent; what it does not say, from what the library tells."""
    by_agent = _by_agent(agent[:LONGEST_AGENT]) if agent else UNKNOWN
    if by_agent.kind != "other":
        return by_agent
    told = _word(context, "device", "type").lower().replace(" ", "")
    system = by_agent.system or _word(context, "os", "name")
    kind = _APP_WORDS.get(told) or _APP_WORDS.get(system.lower(), "other")
    return Device(kind, by_agent.browser, system)


def is_seen(agent: str, context: Mapping[str, Any]) -> bool:
    """Whether a browser or an app speaks; a server's library tells nothing of either."""
    return bool(agent) or any(context.get(key) for key in ("device", "screen", "app"))


@lru_cache(maxsize=50_000)
def _by_agent(agent: str) -> Device:
    said = parse(agent)
    browser = said.user_agent.family if said.user_agent else ""
    system = said.os.family if said.os else ""
    model = f"{said.device.brand or ''} {said.device.family}" if said.device else ""
    return Device(_kind(agent, system, model), browser[:LONGEST], system[:LONGEST])


def _kind(agent: str, system: str, model: str) -> str:
    if _CONSOLE.search(agent):
        return "console"
    if _TV.search(agent):
        return "tv"
    if _TABLET.search(agent) or "tablet" in model.lower():
        return "tablet"
    if _MOBILE.search(agent):
        return "mobile"
    if system == "Android":  # a browser on a phone says Mobile; on a tablet it does not
        return "tablet"
    return "desktop" if system in _DESKTOPS else "other"


def _word(context: Mapping[str, Any], part: str, key: str) -> str:
    inner = context.get(part)
    said = inner.get(key) if isinstance(inner, dict) else None
    return said.strip()[:LONGEST] if isinstance(said, str) and said.isprintable() else ""
