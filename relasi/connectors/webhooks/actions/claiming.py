"""Which deliveries are tried now: taken with a lease, so that a killed worker loses none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from relasi.connectors.webhooks.models import Endpoint
from relasi.connectors.webhooks.queries.secrets import secrets_of

# Longer than a try with its look-up of the name can take; then it is tried again, same id.
LEASE = timedelta(seconds=90)
AT_ONCE = 4  # tries at one endpoint while it answers; one while it does not
# Two shifts may overlap while one waits for slow endpoints: they claim one after the other.
ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('webhooks.claim', 0))"
CLAIM = """
WITH due AS (
    SELECT d.id FROM webhooks_endpoint e
    CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM webhooks_delivery
        WHERE endpoint_id = e.id AND state = 'sending' AND due_at > %(now)s
    ) busy
    CROSS JOIN LATERAL (
        SELECT id FROM webhooks_delivery
        WHERE endpoint_id = e.id AND state IN ('waiting', 'sending') AND due_at <= %(now)s
        ORDER BY due_at, id
        LIMIT greatest(0,
            CASE WHEN e.failing_since IS NULL THEN %(at_once)s ELSE 1 END - busy.n)
        FOR UPDATE SKIP LOCKED
    ) d
    WHERE e.is_enabled
),
taken AS (
    UPDATE webhooks_delivery d SET state = 'sending', due_at = %(lost_at)s
    FROM due WHERE d.id = due.id RETURNING d.id, d.message_id, d.endpoint_id
),
tried AS (
    INSERT INTO webhooks_attempt (delivery_id, began_at, word, answer)
    SELECT id, %(now)s, '', '' FROM taken RETURNING id, delivery_id
)
SELECT tried.id, taken.id, taken.endpoint_id, m.uid, m.body
FROM taken JOIN tried ON tried.delivery_id = taken.id
    JOIN webhooks_message m ON m.id = taken.message_id
ORDER BY taken.id
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A try to be made: what, and where with which secrets."""

    attempt_id: int
    delivery_id: int
    endpoint_id: int
    uid: str
    body: str
    url: str
    secrets: tuple[str, ...]


def claim(now: datetime) -> list[Claimed]:
    """Take what is due, for each endpoint as much as it may have at once."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(ALONE)
            cursor.execute(CLAIM, {"now": now, "lost_at": now + LEASE, "at_once": AT_ONCE})
            rows: list[Any] = cursor.fetchall()
        endpoints = Endpoint.objects.in_bulk({row[2] for row in rows})
    opened = {pk: (one.url, secrets_of(one, now)) for pk, one in endpoints.items()}
    found = []
    for attempt_id, delivery_id, endpoint_id, uid, body in rows:
        url, secrets = opened[endpoint_id]
        found.append(Claimed(attempt_id, delivery_id, endpoint_id, uid, body, url, secrets))
    return found
