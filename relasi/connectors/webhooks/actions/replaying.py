"""Sending again what was not taken, and forgetting what is old."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, authorise, record
from relasi.connectors.webhooks.models import Delivery
from relasi.kernel.errors import Refused

State = Delivery.State
KEPT_DELIVERED = timedelta(days=30)
KEPT_DEAD = timedelta(days=90)
FORGET = """
WITH old AS (
    DELETE FROM webhooks_delivery d WHERE d.id = ANY (ARRAY(
        SELECT id FROM webhooks_delivery
        WHERE state = 'delivered' AND ended_at < %(delivered)s
            OR state = 'dead' AND ended_at < %(dead)s
        ORDER BY ended_at LIMIT %(most)s)) RETURNING id
)
DELETE FROM webhooks_attempt WHERE delivery_id IN (SELECT id FROM old)
"""
UNTOLD = """
DELETE FROM webhooks_message m WHERE m.id = ANY (ARRAY(
    SELECT id FROM webhooks_message o WHERE o.created_at < %(delivered)s
        AND NOT EXISTS (SELECT FROM webhooks_delivery d WHERE d.message_id = o.id)
    ORDER BY o.created_at LIMIT %(most)s))
"""


@transaction.atomic
def send_again(*, rows: QuerySet[Delivery], by: Actor, now: datetime) -> int:
    """Let these begin their schedule anew, with the ids they had; how many.

    What was delivered is sent once more too: whoever receives it knows it by its id.
    """
    authorise(by, "edit", "webhooks")
    ended = Delivery.objects.filter(
        pk__in=rows.order_by().values("pk"), state__in=[State.DEAD, State.DELIVERED]
    )
    if ended.filter(endpoint__is_enabled=False).exists():
        raise Refused(_("The webhook is switched off. Switch it on first."))
    count = ended.update(state=State.WAITING, failures=0, due_at=now, ended_at=None)
    record(by, "sent webhooks again", "webhooks", 0, at=now, deliveries=count)
    return count


def forget_old(now: datetime, *, most: int = 50_000) -> None:
    """Delivered ones go after 30 days, dead ones after 90; what waits stays."""
    limits: dict[str, datetime | int] = {
        "delivered": now - KEPT_DELIVERED,
        "dead": now - KEPT_DEAD,
        "most": most,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET, limits)
        cursor.execute(UNTOLD, limits)
