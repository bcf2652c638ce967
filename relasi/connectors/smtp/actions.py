"""Configuring, trying and confirming the server that mails leave by; emptying the Outbox."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.kernel import sealing
from relasi.kernel.errors import NotFound, Refused
from relasi.messaging import public as messaging

from .client import Server, SmtpConnection
from .models import CaughtMail, MailServer
from .queries import SEALED_FOR, open_server

MOST_CONNECTIONS = 20


@dataclass(frozen=True, slots=True)
class ServerIn:
    """What a person typed; an empty password keeps the one there is."""

    name: str
    host: str
    port: int
    security: str
    username: str = ""
    password: str = ""
    staff_sender: str = ""
    connections: int = 4


@transaction.atomic
def save_server(*, given: ServerIn, by: accounts.Actor, now: datetime) -> int:
    """Keep it as the server to be confirmed. Any change takes an earlier confirmation back."""
    accounts.authorise(by, "edit", "settings")
    _refuse(given)
    row = _configured() or MailServer(created_at=now)
    row.name, row.host, row.port = given.name, given.host.strip().lower(), given.port
    row.security, row.connections = given.security, given.connections
    if given.password:
        row.password_sealed = sealing.seal(SEALED_FOR, given.password)
    elif not given.username or given.username != row.username:
        row.password_sealed = ""
    row.username, row.staff_sender = given.username, given.staff_sender
    row.confirmed_at, row.confirmed_by = None, ""
    row.save()
    accounts.record(by, "mail server changed", "settings", row.pk, host=row.host, port=row.port)
    return row.pk


def try_server(*, by: accounts.Actor) -> None:
    """Connect and sign in, send nothing. Raises Refused with the reason.

    What the other side says is shown only as far as it is SMTP: the address may be anything.
    """
    accounts.authorise(by, "edit", "settings")
    try:
        SmtpConnection(_server()).close()
    except messaging.NoConnection as why:
        raise Refused(_("The server did not let us in. %(why)s") % {"why": why}) from why


@transaction.atomic
def confirm_server(*, by: accounts.Actor, now: datetime) -> None:
    """From now on mails leave this machine."""
    accounts.authorise(by, "edit", "settings")
    row = _configured()
    if row is None:
        raise NotFound(_("There is no mail server to confirm."))
    row.confirmed_at, row.confirmed_by = now, by.label
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    accounts.record(by, "mail server confirmed", "settings", row.pk, host=row.host, port=row.port)


@transaction.atomic
def use_sink(*, by: accounts.Actor) -> None:
    """Mails stay on this machine again; the server is forgotten, its password with it.

    Refused while a mailing is under way: its rest would lie in the Outbox and count as sent.
    """
    accounts.authorise(by, "edit", "settings")
    row = _configured()
    if row is None:
        raise NotFound(_("There is no mail server to remove."))
    for name in messaging.names_under_way():
        raise Refused(
            _("“%(name)s” is being sent by this server. Pause or stop it first.") % {"name": name}
        )
    accounts.record(by, "mail server removed", "settings", row.pk, host=row.host, port=row.port)
    row.delete()


def empty_outbox(*, by: accounts.Actor) -> int:
    """Throw the caught mails away; how many there were."""
    accounts.authorise(by, "edit", "deliveries")
    gone, _by_model = CaughtMail.objects.all().delete()
    return gone


def _configured() -> MailServer | None:
    rows = MailServer.objects.select_for_update().filter(is_active=True, is_sink=False)
    return rows.order_by("-pk").first()


def _server() -> Server:
    row = MailServer.objects.filter(is_active=True, is_sink=False).order_by("-pk").first()
    if row is None:
        raise NotFound(_("There is no mail server to try."))
    return open_server(row)


def _refuse(given: ServerIn) -> None:
    if given.security not in MailServer.Security.values:
        raise Refused(_("Choose how the connection is secured."), field="security")
    if not 1 <= given.port <= 65_535:  # noqa: PLR2004 - 16 bits
        raise Refused(_("A port is a number from 1 to 65535; 587 is usual."), field="port")
    if not 1 <= given.connections <= MOST_CONNECTIONS:
        sentence = _("Choose from 1 to %(most)d connections.") % {"most": MOST_CONNECTIONS}
        raise Refused(sentence, field="connections")
    if not given.host.strip() or any(c.isspace() or c in "/@:" for c in given.host.strip()):
        raise Refused(_("Write the server's name alone: mail.example.org."), field="host")
    if given.security == "none" and not is_this_machine(given.host.strip()):
        raise Refused(
            _("Without TLS, mails and password could be read on the way. Choose STARTTLS or TLS."),
            field="security",
        )


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
