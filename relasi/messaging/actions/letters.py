"""Letters of the house: into the ledger, and out as every mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation

from relasi.accounts import public as accounts
from relasi.consent.public import SERVICE
from relasi.messaging import scheduling
from relasi.messaging.content.words import FOOTER, language_of
from relasi.messaging.house_letters import letter_kind
from relasi.messaging.models import Delivery, Letter, Mailing
from relasi.messaging.transports import house_sender

CHANNEL = "email"


@dataclass(frozen=True, slots=True)
class To:
    """Whom a letter goes to, in which language, and the number of what it is about."""

    contact_id: int
    address: str
    language: str
    about: int


@transaction.atomic
def send_letters(*, kind: str, to: Sequence[To], now: datetime) -> int:
    """Write to these people, each once; returns the mailing's id. They leave as soon as mails may
    leave at all, and are waited for without anybody's doing.
    """
    made = letter_kind(kind)
    of = accounts.organisation()
    names, contents = {}, {}
    for language in FOOTER:
        with translation.override(language):
            names[language], contents[language] = made.name(), made.content()
    mailing = Mailing.objects.create(
        name=names[language_of(of.language)],
        channel=CHANNEL,
        purpose=SERVICE,
        sender_name=of.name or "Relasi",
        sender_address=house_sender(CHANNEL),
        contents={language: content.as_json() for language, content in contents.items()},
        state=Mailing.State.SENDING,
        created_at=now,
        started_at=now,
    )
    deliveries = Delivery.objects.bulk_create(
        Delivery(
            mailing=mailing,
            contact_id=one.contact_id,
            channel=CHANNEL,
            variant=language_of(one.language),
            address=one.address,
            due_at=now,
            updated_at=now,
        )
        for one in to
    )
    Letter.objects.bulk_create(
        Letter(delivery=delivery, kind=kind, about=one.about)
        for delivery, one in zip(deliveries, to, strict=True)
    )
    scheduling.send_soon(mailing.pk)
    return mailing.pk
