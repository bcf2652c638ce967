"""What others may hear about consent."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ConsentGranted:
    consent_id: int
    contact_id: int
    channel: str
    purpose: str
    source: str
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    consent_id: int
    contact_id: int
    channel: str
    purpose: str
    source: str
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class AddressSuppressed:
    channel: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class SuppressionLifted:
    channel: str
    address: str
    reason: str
