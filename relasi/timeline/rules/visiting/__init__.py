"""Visits: where somebody came from, with what device, and which events belong together.

Plain values in, plain values out; nothing here raises, whatever an address or a header holds.
"""

from .addresses import host_of, is_own
from .campaigns import NO_CAMPAIGN, Campaign, campaign_of
from .channels import CHANNEL_GROUPS, channel_of
from .coming import Coming, coming
from .devices import UNKNOWN, Device, device_of, is_seen
from .places import NAMES
from .sessions import LONGEST, PAUSE, Moment, Visit, place

__all__ = [
    "CHANNEL_GROUPS",
    "LONGEST",
    "NAMES",
    "NO_CAMPAIGN",
    "PAUSE",
    "UNKNOWN",
    "Campaign",
    "Coming",
    "Device",
    "Moment",
    "Visit",
    "campaign_of",
    "channel_of",
    "coming",
    "device_of",
    "host_of",
    "is_own",
    "is_seen",
    "place",
]
