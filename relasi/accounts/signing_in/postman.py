"""Mail to staff: invitations, new passwords, warnings. Who carries it registers here.

A mail server is set up in a package above; until it is, nothing leaves the machine and
whoever asks is told so (`can_mail`).
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StaffMail:
    recipient: str
    subject: str
    text: str


class NotCarried(Exception):
    """Nobody took the mail; the text says why."""


Carry = Callable[[StaffMail], None]
Ready = Callable[[], bool]

_postmen: list[tuple[Carry, Ready]] = []


def register_postman(carry: Carry, *, ready: Ready = lambda: True) -> None:
    """Let `carry` deliver mail to staff whenever `ready` says so; the last one counts.

    It raises NotCarried when the mail was not taken.
    """
    _postmen[:] = [(carry, ready)]


def can_mail() -> bool:
    return any(ready() for _carry, ready in _postmen)


def post(mail: StaffMail) -> bool:
    """Hand it over; False when nobody carries mail yet, or nobody took this one."""
    for carry, ready in _postmen:
        if ready():
            try:
                carry(mail)
            except NotCarried as why:
                log.warning("A mail to %s did not leave: %s", mail.recipient, why)
                return False
            return True
    return False


class Postman(BaseEmailBackend):
    """Django's own mails (allauth's among them) take the same way."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(
            post(StaffMail(recipient, str(message.subject), str(message.body)))
            for message in email_messages
            for recipient in message.to
        )
