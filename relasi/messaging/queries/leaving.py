"""What the pages for leaving and choosing show about a delivery, and nothing more."""

from dataclasses import dataclass

from relasi.accounts import public as accounts
from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.kernel import tokens
from relasi.messaging.content.tracking import LEAVE
from relasi.messaging.content.words import language_of
from relasi.messaging.models import Delivery


@dataclass(frozen=True, slots=True)
class Leaver:
    """Whose link it is. Delivery 0 is a test mail. The address is not shown: links travel."""

    delivery_id: int
    contact_id: int
    language: str
    shop: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One channel and purpose as a checkbox, with the text that asks for it."""

    key: str
    channel: str
    channel_label: str
    purpose: str
    purpose_label: str
    granted: bool
    text: consent.TextCard


def leaver_of(token: str) -> Leaver | None:
    """Whom the link belongs to; None when the message is gone. Raises BadToken."""
    delivery_id = int(tokens.unsign(LEAVE, token))
    organisation = accounts.organisation()
    if delivery_id == 0:
        return Leaver(0, 0, language_of(organisation.language), organisation.name)
    row = Delivery.objects.filter(pk=delivery_id).values_list("contact_id").first()
    if row is None:
        return None
    person = contacts.survivor_of(row[0])
    words = contacts.merge_fields([person]).get(person, {})
    language = language_of(str(words.get("language") or organisation.language))
    return Leaver(delivery_id, person, language, organisation.name)


def choices_of(contact_id: int, language: str) -> list[Choice]:
    """What they are asked for by mail, and whatever else they once were, with what holds now."""
    shown = consent.texts_shown(language)
    known = {(p.channel, p.purpose): p.granted for p in consent.permissions_of(contact_id)}
    return [
        Choice(
            f"{channel}.{purpose}",
            channel,
            channel_label,
            purpose,
            purpose_label,
            known.get((channel, purpose), False),
            shown[channel, purpose],
        )
        for channel, channel_label, purposes in consent.asked()
        for purpose, purpose_label in purposes
        if channel == "email" or (channel, purpose) in known
    ]
