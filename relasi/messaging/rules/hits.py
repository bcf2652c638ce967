"""Who opened or clicked: a person, a machine, or nobody can tell. With the evidence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

HUMAN, MACHINE, UNKNOWN = "human", "machine", "unknown"

# Nobody reads a mail within this time of its leaving; scanners at the gate do.
TOO_FAST_SECONDS = 2.0
# This many different links of one mail within this time is a scanner following all of them.
BURST_LINKS, BURST_SECONDS = 3, 3.0

MACHINES = re.compile(
    r"bot\b|crawl|spider|scan|preview|headless|phantom|curl|wget|python|java/|okhttp|go-http"
    r"|libwww|perl|ruby|axios|node-fetch|barracuda|mimecast|proofpoint|safelinks|fireeye"
    r"|symantec|trendmicro|forcepoint|sophos|bitdefender|zscaler|slackbot|facebookexternalhit"
    r"|whatsapp/|telegrambot|skypeuripreview|twitterbot|linkedinbot|discordbot",
    re.IGNORECASE,
)
# These fetch pictures for a person who opened the mail, or long before: nobody can tell.
PROXIES = re.compile(r"googleimageproxy|ggpht|yahoomailproxy|yahoocachesystem", re.IGNORECASE)
APPLE_PRIVACY = "Mozilla/5.0"


@dataclass(frozen=True, slots=True)
class Judgement:
    by: str
    evidence: tuple[str, ...]


def judge(
    *, kind: str, user_agent: str, seconds_since_sent: float | None, links_at_once: int
) -> Judgement:
    """`links_at_once`: different links of this mail clicked within BURST_SECONDS, this one too."""
    evidence = []
    if MACHINES.search(user_agent):
        evidence.append("user_agent")
    if seconds_since_sent is not None and seconds_since_sent < TOO_FAST_SECONDS:
        evidence.append("too_fast")
    if links_at_once >= BURST_LINKS:
        evidence.append("all_links_at_once")
    if evidence:
        return Judgement(MACHINE, tuple(evidence))
    if not user_agent.strip():
        return Judgement(UNKNOWN, ("no_user_agent",))
    if kind == "open" and PROXIES.search(user_agent):
        return Judgement(UNKNOWN, ("image_proxy",))
    if kind == "open" and user_agent.strip() == APPLE_PRIVACY:
        return Judgement(UNKNOWN, ("privacy_proxy",))
    return Judgement(HUMAN, ())


def is_prefetch(headers: Mapping[str, str]) -> bool:
    """A browser looking ahead: nobody has seen anything yet."""
    purposes = (headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any("prefetch" in purpose or "preview" in purpose for purpose in purposes)


def minds_being_watched(headers: Mapping[str, str]) -> bool:
    """Global Privacy Control or Do Not Track: a click is their own doing, an open is not."""
    return headers.get("Sec-GPC") == "1" or headers.get("DNT") == "1"
