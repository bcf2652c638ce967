"""Deliveries by mailing, state and contact: the rows behind every number."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from relasi.kernel.errors import NotFound
from relasi.messaging.models import Delivery, Mailing


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    id: int
    mailing_id: int
    contact_id: int
    address: str
    variant: str
    state: str
    reason: str
    detail: str
    message_id: str
    due_at: datetime
    sent_at: datetime | None
    updated_at: datetime


def delivery_rows(
    mailing_id: int,
    *,
    state: str | None = None,
    reason: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> list[DeliveryRow]:
    """One page of a mailing's deliveries in the order of the ledger."""
    rows = Delivery.objects.filter(mailing_id=mailing_id).order_by("pk")
    if state:
        rows = rows.filter(state=state)
    if reason:
        rows = rows.filter(reason=reason)
    names = DeliveryRow.__dataclass_fields__
    found = rows.values_list(*names)[offset : offset + limit]
    return [DeliveryRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class MailingCard:
    id: int
    name: str
    state: str
    state_reason: str
    campaign_id: int | None
    sender_name: str
    sender_address: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


def names_under_way() -> list[str]:
    """What is being sent now, the oldest first."""
    rows = Mailing.objects.filter(state=Mailing.State.SENDING).order_by("pk")
    return list(rows.values_list("name", flat=True))


def mailing_card(mailing_id: int) -> MailingCard:
    """Raises NotFound."""
    row = Mailing.objects.filter(pk=mailing_id).values_list(*MailingCard.__dataclass_fields__)
    found = row.first()
    if found is None:
        raise NotFound(_("There is no such mailing."))
    return MailingCard(*found)
