"""Which server is in use, and what the sink caught."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from relasi.kernel import sealing
from relasi.kernel.errors import NotFound, Refused

from .client import Server
from .models import CaughtMail, MailServer

SEALED_FOR = "mail server"


@dataclass(frozen=True, slots=True)
class ServerCard:
    """A server as the settings show it; the password never leaves."""

    id: int
    name: str
    host: str
    port: int
    security: str
    username: str
    has_password: bool
    staff_sender: str
    connections: int
    confirmed_at: datetime | None
    confirmed_by: str


def chosen_server() -> ServerCard | None:
    """The one that was configured, confirmed or not."""
    row = _configured()
    if row is None:
        return None
    return ServerCard(
        row.pk,
        row.name,
        row.host,
        row.port,
        row.security,
        row.username,
        bool(row.password_sealed),
        row.staff_sender,
        row.connections,
        row.confirmed_at,
        row.confirmed_by,
    )


def _configured() -> MailServer | None:
    return MailServer.objects.filter(is_active=True, is_sink=False).order_by("-pk").first()


def server_in_use() -> Server:
    """The confirmed server; the sink as long as no server was added.

    Raises Refused when nothing may be handed over: between adding a server and confirming it,
    mails wait. The sink never swallows what was meant for people.
    """
    row = _configured()
    if row is not None and row.confirmed_at is None:
        raise Refused(
            _(
                "%(host)s is not confirmed, so mails wait. Confirm it under Settings, Mail server,"
                " or remove it there."
            )
            % {"host": row.host}
        )
    row = row or MailServer.objects.filter(is_active=True, is_sink=True).order_by("-pk").first()
    if row is None:
        raise Refused(_("There is no mail server yet. Add one under Settings, Mail server."))
    return open_server(row)


def open_server(row: MailServer) -> Server:
    """With its password, ready to connect."""
    return Server(row.host, row.port, row.security, row.username, _password(row), row.connections)


def _password(row: MailServer) -> str:
    if not row.password_sealed:
        return ""
    try:
        return sealing.unseal(SEALED_FOR, row.password_sealed)
    except sealing.WrongKey as error:
        raise Refused(
            _(
                "The mail server's password cannot be read with this installation's secret."
                " Type it in again."
            )
        ) from error


def staff_sender() -> str:
    """Whom mails to staff come from: as configured, else the account that sends them."""
    row = _configured()
    if row is not None and row.staff_sender:
        return row.staff_sender
    if row is not None and "@" in row.username:
        return row.username
    return f"relasi@{urlsplit(settings.BASE_URL).hostname or 'localhost'}"


def sink_in_use() -> bool:
    """Whether mails stay on this machine, in the Outbox."""
    return _configured() is None


@dataclass(frozen=True, slots=True)
class MailRow:
    id: int
    recipient: str
    subject: str
    message_id: str
    caught_at: datetime


@dataclass(frozen=True, slots=True)
class Mail:
    """A caught mail, whole."""

    id: int
    sender: str
    recipient: str
    subject: str
    caught_at: datetime
    source: bytes


def mails(*, staff_too: bool, search: str, offset: int, limit: int) -> tuple[list[MailRow], int]:
    """One page, newest first, and how many there are."""
    rows = _caught(staff_too=staff_too).order_by("-caught_at", "-pk")
    if search:
        rows = rows.filter(recipient__startswith=search.lower()) | rows.filter(
            subject__icontains=search
        )
    names = MailRow.__dataclass_fields__
    page = rows.values_list(*names)[offset : offset + limit]
    return [MailRow(*row) for row in page], rows.count()


def mail(mail_id: int, *, staff_too: bool) -> Mail:
    """Raises NotFound."""
    row = _caught(staff_too=staff_too).filter(pk=mail_id).first()
    if row is None:
        raise NotFound(_("There is no such mail in the Outbox."))
    return Mail(row.pk, row.sender, row.recipient, row.subject, row.caught_at, bytes(row.source))


def _caught(*, staff_too: bool) -> QuerySet[CaughtMail]:
    return CaughtMail.objects.all() if staff_too else CaughtMail.objects.filter(for_staff=False)
