"""What others may hear about messages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailingFinished:
    """Nothing of this mailing waits any more."""

    mailing_id: int


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """Someone left through a link of this delivery."""

    delivery_id: int
    contact_id: int
    mailing_id: int
