"""Columns of consent in a list of people: one for each channel, and the day they said so."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.consent.models import Channel, Purpose
from relasi.contacts.public import importing

from .dead_addresses import DEAD, DEAD_ADDRESS, suppress_dead
from .stating import STATEMENT, Said, state

AT = "consent.at"
_WORDS = {
    "email": "email consent|consent email|newsletter|opt in|opted in|consent|setuju"
    "|setuju promo|setuju promosi|persetujuan promosi|terima promosi"
    "|setuju email|persetujuan|berlangganan",
    "sms": "sms consent|consent sms|setuju sms",
    "whatsapp": "whatsapp consent|consent whatsapp|setuju wa|setuju whatsapp",
    "phone": "call consent|phone consent|setuju telepon",
}


def fields() -> tuple[importing.ImportField, ...]:
    by_channel = tuple(
        importing.ImportField(
            f"consent.{channel}",
            gettext_lazy("Consent, offers by %(channel)s") % {"channel": Channel(channel).label},
            "yes_no",
            words=words,
        )
        for channel, words in _WORDS.items()
    )
    at = importing.ImportField(
        AT,
        gettext_lazy("Consent stated at"),
        "moment",
        words="consent date|consent at|opt in date|tanggal setuju|tgl setuju|tanggal persetujuan",
    )
    dead = importing.ImportField(
        DEAD, gettext_lazy("Address is dead"), "yes_no", words="hard bounce|bounced|cleaned"
    )
    return (*by_channel, at, dead)


def write(batch: importing.Batch) -> None:
    """What the rows say about consent, for the contacts they became, and about dead addresses."""
    suppress_dead(batch)
    channels = [channel for channel in _WORDS if f"consent.{channel}" in batch.values]
    if not channels or not batch.contact_ids:
        return
    moments = batch.column(AT)
    said = [
        Said(
            place,
            contact,
            channel,
            Purpose.MARKETING,
            word == "yes",
            datetime.fromisoformat(moments[place]) if moments[place] else None,
        )
        for channel in channels
        for place, (contact, word) in enumerate(
            zip(batch.contact_ids, batch.values[f"consent.{channel}"], strict=True)
        )
        if contact and word
    ]
    _recorded, forbidden = state(batch, said)
    for one in forbidden:
        reason = _("They withdrew their consent before: stays so.")
        batch.note(one.place, f"consent.{one.channel}", reason)


BESIDE_PEOPLE = importing.ImportExtra("contacts", fields, write, (STATEMENT, DEAD_ADDRESS))
