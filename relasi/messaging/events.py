"""What others may hear about messages."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class MailingFinished:
    """Nothing of this mailing waits any more."""

    mailing_id: int


@dataclass(frozen=True, slots=True)
class MailNoticed:
    """A person opened a mail or clicked a link in it, for the first time; no machine did."""

    delivery_id: int
    contact_id: int
    mailing_id: int
    kind: Literal["open", "click"]


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """Someone left through a link of this delivery."""

    delivery_id: int
    contact_id: int
    mailing_id: int
