"""How a mailing stands."""

from datetime import datetime

from django.db.models import Count, Min

from relasi.messaging.models import Delivery

WAITING = (Delivery.State.QUEUED, Delivery.State.DEFERRED)
UNFINISHED = (*WAITING, Delivery.State.CLAIMED, Delivery.State.SENDING)


def counts(mailing_id: int) -> dict[str, int]:
    """Recipients by state, every state named; the sum is all recipients."""
    rows = Delivery.objects.filter(mailing_id=mailing_id).order_by().values_list("state")
    found = dict(rows.annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in Delivery.State.values}


def unfinished(mailing_id: int) -> int:
    return Delivery.objects.filter(mailing_id=mailing_id, state__in=UNFINISHED).count()


def next_due(mailing_id: int) -> datetime | None:
    """When the next waiting message wants to go; None when none waits."""
    waiting = Delivery.objects.filter(mailing_id=mailing_id, state__in=WAITING)
    found: datetime | None = waiting.aggregate(at=Min("due_at"))["at"]
    return found
