"""Mail to colleagues: the same way out as every other mail, one at a time, at once."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from relasi.accounts import public as accounts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.messaging import public as messaging

from .client import SmtpConnection
from .queries import server_in_use, staff_sender
from .sink.storing import MARK


def is_ready() -> bool:
    """Whether there is a server that may be used, the sink among them."""
    try:
        server_in_use()
    except Refused:
        return False
    return True


def carry(mail: accounts.StaffMail) -> None:
    """Hand it over. Raises NotCarried with what stood against it."""
    try:
        envelope = envelope_of(mail)
        line = SmtpConnection(server_in_use())
    except (HeaderParseError, ValueError, Refused, messaging.NoConnection) as why:
        raise accounts.NotCarried(str(why)) from why
    outcome = line.send(envelope)
    line.close()
    if outcome.state not in {"sent", "in_doubt"}:
        raise accounts.NotCarried(outcome.detail)


def envelope_of(mail: accounts.StaffMail) -> messaging.Envelope:
    """Raises ValueError, HeaderParseError when an address is none."""
    sender = Address(accounts.organisation().name or "Relasi", addr_spec=staff_sender())
    name = make_msgid(domain=sender.domain)
    message = EmailMessage(policy=SMTP.clone(utf8=not mail.recipient.isascii()))
    message["From"] = sender
    message["To"] = Address(addr_spec=mail.recipient)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = name
    message["Auto-Submitted"] = "auto-generated"
    message[MARK] = "yes"
    message.set_content(mail.text)
    return messaging.Envelope(sender.addr_spec, mail.recipient, bytes(message), name.strip("<>"))
