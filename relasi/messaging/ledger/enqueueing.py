"""Into the ledger, a whole audience in one statement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection


def enqueue(
    mailing_id: int, recipients_sql: str, params: Mapping[str, Any], *, now: datetime
) -> int:
    """Add each row of `recipients_sql` (contact_id, address, variant, due_at) once.

    Enqueueing the same people again adds nobody. Returns how many were added.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO messaging_delivery (mailing_id, contact_id, channel, variant, address,
                state, reason, detail, message_id, due_at, attempts, updated_at)
            SELECT m.id, r.contact_id, m.channel, r.variant, r.address,
                'queued', '', '', '', r.due_at, 0, %(mailing_now)s
            FROM ({recipients_sql}) AS r (contact_id, address, variant, due_at)
            CROSS JOIN messaging_mailing m
            WHERE m.id = %(mailing_id)s
            ORDER BY r.due_at, r.contact_id
            ON CONFLICT DO NOTHING
            """,  # noqa: S608 - the relation is ours, its values are parameters
            {**params, "mailing_id": mailing_id, "mailing_now": now},
        )
        return int(cursor.rowcount)
