"""Leaving by a link in a mail, and choosing what one still wants."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.kernel import bus
from relasi.messaging.events import Unsubscribed
from relasi.messaging.models import Delivery, Unsubscription
from relasi.timeline import public as timeline

Pair = tuple[str, str]
VIA = ("one_click", "page", "preferences")


@transaction.atomic
def unsubscribe(*, delivery_id: int, via: str, now: datetime) -> bool:
    """No more of this purpose by this channel. Saying it again changes nothing; returns whether
    it was new.
    """
    delivery = Delivery.objects.select_related("mailing").get(pk=delivery_id)
    person = contacts.survivor_of(delivery.contact_id)
    _row, new = Unsubscription.objects.get_or_create(
        delivery_id=delivery_id, defaults={"via": via, "at": now}
    )
    purpose = _purpose(delivery)
    if consent.may(person, channel=delivery.channel, purpose=purpose):
        _withdraw(delivery, person, via, now)
    if new:
        _tell(delivery, person, via, now)
        bus.publish(Unsubscribed(delivery_id, person, delivery.mailing_id))
    return new


@transaction.atomic
def choose(
    *,
    delivery_id: int,
    wanted: Mapping[Pair, bool],
    shown: Mapping[Pair, consent.TextCard],
    now: datetime,
) -> None:
    """Set what the person wants by (channel, purpose); what stays as it was is not written.
    `shown` are the texts they chose by.
    """
    delivery = Delivery.objects.select_related("mailing").get(pk=delivery_id)
    person = contacts.survivor_of(delivery.contact_id)
    for (channel, purpose), yes in sorted(wanted.items()):
        if consent.may(person, channel=channel, purpose=purpose) == yes:
            continue
        if not yes and (channel, purpose) == (delivery.channel, _purpose(delivery)):
            unsubscribe(delivery_id=delivery_id, via="preferences", now=now)
            continue
        state = consent.grant if yes else consent.withdraw
        state(
            contact_id=person,
            channel=channel,
            purpose=purpose,
            source="preference page",
            text_id=shown[channel, purpose].id or None,
            wording="" if shown[channel, purpose].id else shown[channel, purpose].words,
            proof={"delivery": delivery.pk},
            by=SYSTEM,
            now=now,
        )


def _purpose(delivery: Delivery) -> str:
    """What they leave by it. Who leaves by a letter of the house wants no offers either."""
    purpose = delivery.mailing.purpose
    return "marketing" if purpose == consent.SERVICE else purpose


def _withdraw(delivery: Delivery, person: int, via: str, now: datetime) -> None:
    consent.withdraw(
        contact_id=person,
        channel=delivery.channel,
        purpose=_purpose(delivery),
        source="unsubscribe link",
        proof={"delivery": delivery.pk, "via": via},
        by=SYSTEM,
        now=now,
    )


def _tell(delivery: Delivery, person: int, via: str, now: datetime) -> None:
    mailing = delivery.mailing
    timeline.record(
        timeline.NewEvent(
            contact_id=person,
            at=now,
            name="unsubscribed",
            channel="mail",
            campaign_id=mailing.campaign_id,
            properties={
                "mailing": mailing.pk,
                "delivery": delivery.pk,
                "title": mailing.name,
                "via": via,
            },
            key=f"unsubscribed:{delivery.pk}",
            is_sample=mailing.is_sample,
        )
    )
