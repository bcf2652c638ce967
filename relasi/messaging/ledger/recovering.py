"""What dead workers left behind."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from relasi.messaging.models import Delivery

from .living import is_dead

# No hand-over lasts this long (SMTP time-outs end below 2 minutes): whoever holds a message
# for longer is stopped, not slow. Should it wake, its claim no longer opens anything.
LONGEST = timedelta(minutes=5)


def close_what_is_over(*, now: datetime) -> int:
    """What waits in a mailing that is over goes to nobody; how many.

    Put off or put back by a worker at the very moment at which somebody stopped the mailing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE messaging_delivery d SET state = 'cancelled', claim = NULL, updated_at = %s
            FROM messaging_mailing m
            WHERE m.id = d.mailing_id AND m.state IN ('cancelled', 'done')
                AND d.state IN ('queued', 'deferred')
            """,
            [now],
        )
        return int(cursor.rowcount)


@transaction.atomic
def recover(*, now: datetime, mailing_id: int | None = None) -> int:
    """Put back what dead workers had claimed, park what they were handing over.

    Returns how many messages are newly in doubt.
    """
    under_way = Delivery.objects.filter(state__in=["claimed", "sending"])
    if mailing_id is not None:
        under_way = under_way.filter(mailing_id=mailing_id)
    claims = list(under_way.order_by().values_list("claim", flat=True).distinct())
    dead = [claim for claim in claims if claim is None or is_dead(claim)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE messaging_delivery
            SET state = CASE state WHEN 'claimed' THEN 'queued' ELSE 'in_doubt' END,
                claim = CASE state WHEN 'claimed' THEN NULL ELSE claim END,
                reason = CASE state WHEN 'claimed' THEN '' ELSE 'worker_lost' END,
                updated_at = %(now)s
            WHERE state IN ('claimed', 'sending')
                AND (%(mailing)s::bigint IS NULL OR mailing_id = %(mailing)s)
                AND (claim = ANY(%(dead)s::uuid[]) OR claimed_at < %(old)s)
            RETURNING state
            """,
            {"now": now, "mailing": mailing_id, "dead": dead, "old": now - LONGEST},
        )
        return sum(state == "in_doubt" for (state,) in cursor.fetchall())
