"""Opens and clicks as they come in."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from relasi.contacts import public as contacts
from relasi.kernel import bus
from relasi.messaging.events import MailNoticed
from relasi.messaging.models import Delivery, Hit
from relasi.messaging.rules import hits as rules
from relasi.timeline import public as timeline

# Pictures are fetched again each time a mail is looked at; more than this of one kind and one
# sort of visitor tells nothing new. Each is counted alone: no machine hides a person.
MOST_HITS = 50
NAMES = {"open": "email opened", "click": "link clicked"}


@transaction.atomic
def record_hit(
    *, delivery_id: int, kind: str, url: str = "", user_agent: str, now: datetime
) -> int | None:
    """Store one hit with who made it and why we think so; None when it is not kept."""
    delivery = Delivery.objects.filter(pk=delivery_id).select_related("mailing").first()
    if delivery is None:
        return None
    burst = _burst(delivery_id, now) if kind == Hit.Kind.CLICK else Hit.objects.none()
    links = {*burst.values_list("url", flat=True), url}
    judgement = rules.judge(
        kind=kind,
        user_agent=user_agent,
        seconds_since_sent=_seconds_since(delivery.sent_at, now),
        links_at_once=len(links),
    )
    alike = Hit.objects.filter(delivery_id=delivery_id, kind=kind, by=judgement.by)
    if alike.count() >= MOST_HITS:
        return None
    hit = Hit.objects.create(
        delivery_id=delivery_id,
        kind=kind,
        url=url,
        at=now,
        user_agent=user_agent[:500],
        by=judgement.by,
        evidence=list(judgement.evidence),
    )
    if "all_links_at_once" in judgement.evidence:
        _take_back(delivery_id, burst, judgement)
    _tell(delivery, hit)
    return hit.pk


def _burst(delivery_id: int, now: datetime) -> QuerySet[Hit]:
    since = now - timedelta(seconds=rules.BURST_SECONDS)
    return Hit.objects.filter(delivery_id=delivery_id, kind=Hit.Kind.CLICK, at__gte=since)


def _seconds_since(sent_at: datetime | None, now: datetime) -> float | None:
    return (now - sent_at).total_seconds() if sent_at else None


def _take_back(delivery_id: int, burst: QuerySet[Hit], judgement: rules.Judgement) -> None:
    """The first clicks of a scanner looked like a person's; now we know better."""
    if burst.exclude(by=rules.MACHINE).update(by=judgement.by, evidence=list(judgement.evidence)):
        clicks = Hit.objects.filter(delivery_id=delivery_id, kind=Hit.Kind.CLICK)
        if not clicks.exclude(by=rules.MACHINE).exists():
            timeline.forget([f"click:{delivery_id}:people"])


def _tell(delivery: Delivery, hit: Hit) -> None:
    """The first open and the first click of people, and of machines, stand on the timeline."""
    machine = hit.by != rules.HUMAN
    mailing = delivery.mailing
    person = contacts.survivor_of(delivery.contact_id)
    first = timeline.record(
        timeline.NewEvent(
            contact_id=person,
            at=hit.at,
            name=NAMES[hit.kind],
            channel="mail",
            url=hit.url,
            campaign_id=mailing.campaign_id,
            by_machine=machine,
            properties={
                "mailing": mailing.pk,
                "delivery": delivery.pk,
                "title": mailing.name,
                "by": hit.by,
            },
            key=f"{hit.kind}:{delivery.pk}:{'machines' if machine else 'people'}",
            is_sample=mailing.is_sample,
        )
    )
    if first is not None and not machine:
        opened = hit.kind == Hit.Kind.OPEN
        bus.publish(MailNoticed(delivery.pk, person, mailing.pk, "open" if opened else "click"))
