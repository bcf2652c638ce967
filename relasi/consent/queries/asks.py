"""Questions that went out by mail, and how they stand."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from relasi.consent.models import Ask, Channel, Purpose
from relasi.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for, with the words that were shown."""

    channel: str
    purpose: str
    text_id: int | None
    words: str

    @property
    def label(self) -> str:
        return f"{Channel(self.channel).label}: {Purpose(self.purpose).label}"


@dataclass(frozen=True, slots=True)
class AskCard:
    """`is_open` while the link confirms; it expires without anybody noting it."""

    id: int
    contact_id: int
    address: str
    about: tuple[Asked, ...]
    language: str
    source: str
    outcome: str
    asked_at: datetime
    asked_by: str
    expires_at: datetime
    closed_at: datetime | None
    is_open: bool

    @property
    def said(self) -> str:
        """How it stands, in words."""
        if self.outcome == Ask.Outcome.WAITING and not self.is_open:
            return _("Not confirmed in time")
        return str(Ask.Outcome(self.outcome).label)


def find_ask(ask_id: int, now: datetime) -> AskCard:
    """Raises NotFound."""
    return ask_card(Ask.objects.filter(pk=ask_id).first(), now)


def asks_of(contact_id: int, now: datetime, *, most: int = 20) -> list[AskCard]:
    """The last questions this person was asked, newest first."""
    rows = Ask.objects.filter(contact_id=contact_id).order_by("-asked_at", "-pk")[:most]
    return [ask_card(row, now) for row in rows]


def asks(ids: tuple[int, ...], now: datetime) -> list[AskCard]:
    return [ask_card(row, now) for row in Ask.objects.filter(pk__in=ids).order_by("pk")]


def ask_card(row: Ask | None, now: datetime) -> AskCard:
    """Raises NotFound where there is no row."""
    if row is None:
        raise NotFound(_("This question is gone. Sign up again to get a new link."))
    return AskCard(
        row.pk,
        row.contact_id,
        row.address,
        tuple(Asked(*one) for one in row.about),
        row.language,
        row.source,
        row.outcome,
        row.asked_at,
        row.asked_by,
        row.expires_at,
        row.closed_at,
        row.outcome == Ask.Outcome.WAITING and now < row.expires_at,
    )
