"""What others may hear about consent."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Made:
    """One statement as it was kept."""

    consent_id: int
    contact_id: int
    channel: str
    purpose: str
    granted: bool
    source: str
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentsStated:
    """People said yes or no: one at a form, or many at once on a web site."""

    made: tuple[Made, ...]


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


@dataclass(frozen=True, slots=True)
class ConsentsAsked:
    """People are to be asked by mail; each of these waits for its answer."""

    ask_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PeopleRestricted:
    """From now on their data are kept and not used."""

    contact_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PeopleReleased:
    """Their data may be used again, where they agreed."""

    contact_ids: tuple[int, ...]
