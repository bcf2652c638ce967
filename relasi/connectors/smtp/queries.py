"""Which server is in use, and what the sink caught."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from relasi.kernel.errors import NotFound

from .client import Server
from .models import CaughtMail, MailServer
from .sealing import open_sealed


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
        row.password_sealed is not None,
        row.connections,
        row.confirmed_at,
        row.confirmed_by,
    )


def _configured() -> MailServer | None:
    return MailServer.objects.filter(is_active=True, is_sink=False).order_by("-pk").first()


def server_in_use() -> Server | None:
    """The confirmed server, else the sink; None when even that is not running yet."""
    row = _configured()
    if row is None or row.confirmed_at is None:
        row = MailServer.objects.filter(is_active=True, is_sink=True).order_by("-pk").first()
    return open_server(row) if row else None


def open_server(row: MailServer) -> Server:
    """With its password, ready to connect."""
    password = open_sealed(row.password_sealed) if row.password_sealed else ""
    return Server(row.host, row.port, row.security, row.username, password, row.connections)


def sink_in_use() -> bool:
    """Whether mails stay on this machine."""
    row = _configured()
    return row is None or row.confirmed_at is None


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


def mails(*, search: str, offset: int, limit: int) -> tuple[list[MailRow], int]:
    """One page, newest first, and how many there are."""
    rows = CaughtMail.objects.order_by("-caught_at", "-pk")
    if search:
        rows = rows.filter(recipient__startswith=search.lower()) | rows.filter(
            subject__icontains=search
        )
    names = MailRow.__dataclass_fields__
    page = rows.values_list(*names)[offset : offset + limit]
    return [MailRow(*row) for row in page], rows.count()


def mail(mail_id: int) -> Mail:
    """Raises NotFound."""
    row = CaughtMail.objects.filter(pk=mail_id).first()
    if row is None:
        raise NotFound(_("There is no such mail in the Outbox."))
    return Mail(row.pk, row.sender, row.recipient, row.subject, row.caught_at, bytes(row.source))
