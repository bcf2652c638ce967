"""Google Analytics 4's default channel groups, in its order, and assistants.

The rules are those of support.google.com/analytics/answer/9756891 for what an address can tell;
what only Google's own advertising accounts know (Performance Max) is known by the campaign's
name. A visit from an assistant is told by the place it came from.
"""

import re
from functools import lru_cache

from .places import kind_of_source

PAID = re.compile(r".*cp.*|ppc|retargeting|paid.*")
SHOP = re.compile(r"(.*[^a-df-z])?shop.*|.*shopping.*")
DISPLAY = frozenset({"display", "banner", "expandable", "interstitial", "cpm"})
SOCIAL = frozenset(
    {"social", "social-network", "social-media", "sm", "social network", "social media"}
)
EMAIL = frozenset({"email", "e-mail", "e_mail", "e mail"})
REFERRAL = frozenset({"referral", "app", "link"})

# Every group there is, in the order in which they are shown.
CHANNEL_GROUPS = (
    "direct", "organic_search", "organic_social", "organic_video", "organic_shopping",
    "assistants", "email", "referral", "affiliates", "paid_search", "paid_social", "paid_video",
    "paid_shopping", "display", "paid_other", "cross_network", "audio", "sms", "push",
    "unassigned",
)  # fmt: skip
DIRECT = "direct"


@lru_cache(maxsize=10_000)
def channel_of(source: str, medium: str, campaign: str) -> str:
    """The group of a visit. All three as they stand in the session."""
    source, medium, campaign = source.lower(), medium.lower(), campaign.lower()
    if source == DIRECT and not medium and not campaign:
        return "direct"
    if "cross-network" in campaign:
        return "cross_network"
    kind = kind_of_source(source)
    if PAID.fullmatch(medium):
        return _paid(kind, medium, campaign)
    if medium in DISPLAY:
        return "display"
    return _unpaid(kind, source, medium, campaign)


def _paid(kind: str, medium: str, campaign: str) -> str:
    if kind == "shopping" or SHOP.fullmatch(campaign):
        return "paid_shopping"
    if kind in {"search", "social", "video"}:
        return f"paid_{kind}"
    return "display" if medium in DISPLAY else "paid_other"


def _unpaid(kind: str, source: str, medium: str, campaign: str) -> str:
    rules = (
        ("organic_shopping", kind == "shopping" or bool(SHOP.fullmatch(campaign))),
        ("organic_social", kind == "social" or medium in SOCIAL),
        ("organic_video", kind == "video" or "video" in medium),
        ("organic_search", kind == "search" or medium == "organic"),
        ("assistants", kind == "assistant"),
        ("email", kind == "mail" or source in EMAIL or medium in EMAIL),
        ("affiliates", medium == "affiliate"),
        ("referral", medium in REFERRAL),
        ("audio", medium == "audio"),
        ("sms", "sms" in {source, medium}),
        ("push", _is_push(source, medium)),
    )
    return next((group for group, holds in rules if holds), "unassigned")


def _is_push(source: str, medium: str) -> bool:
    said = medium.endswith("push") or "mobile" in medium or "notification" in medium
    return said or source == "firebase"
