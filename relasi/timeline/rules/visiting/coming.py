"""Where a visit came from: a link that says so, else the page before, else nowhere."""

from collections.abc import Collection
from typing import NamedTuple

from .addresses import host_of, is_own
from .campaigns import LONGEST_WORD, NO_CAMPAIGN, Campaign
from .channels import DIRECT, channel_of
from .places import place_of

MEDIUM = {"search": "organic", "mail": "email"}


class Coming(NamedTuple):
    """`referrer` is the host of the page before, "" for none and for the site itself."""

    referrer: str
    source: str
    medium: str
    channel: str
    campaign: Campaign


def coming(
    campaign: Campaign, referrer: str, page_host: str, own_hosts: Collection[str] = ()
) -> Coming:
    """What a campaign leaves open the referrer tells; with neither somebody came directly."""
    host = host_of(referrer)
    if host and is_own(host, page_host, own_hosts):
        host = ""
    source, medium = campaign.source, campaign.medium
    if host and not source:
        place = place_of(host)
        source, medium = place.name, medium or MEDIUM.get(place.kind, "referral")
    if not source:
        source = DIRECT if campaign == NO_CAMPAIGN else campaign.name or DIRECT
    source = source[:LONGEST_WORD]
    return Coming(host, source, medium, channel_of(source, medium, campaign.name), campaign)
