"""What happened is written down with what made it happen: in one transaction, or not at all."""

from collections.abc import Mapping

from django.db import connection

from relasi.connectors.webhooks.kinds import TEST
from relasi.connectors.webhooks.rules import new_uid, written
from relasi.kernel import clock

# For nobody who wants it, nothing is written: an outbox without readers stays empty.
TELL = """
WITH wanting AS (
    SELECT id FROM webhooks_endpoint
    WHERE is_enabled AND kinds @> ARRAY[%(kind)s::varchar] OR id = %(only)s
),
told AS (
    INSERT INTO webhooks_message (uid, kind, body, created_at)
    SELECT uid, %(kind)s, body, %(now)s
    FROM unnest(%(uids)s::text[], %(bodies)s::text[]) AS t (uid, body)
    WHERE EXISTS (SELECT FROM wanting)
    RETURNING id
)
INSERT INTO webhooks_delivery (message_id, endpoint_id, state, failures, due_at)
SELECT told.id, wanting.id, 'waiting', 0, %(now)s FROM told CROSS JOIN wanting ORDER BY told.id
"""


def tell(kind: str, *data: Mapping[str, object]) -> int:
    """One message for each of `data`, for every endpoint that wants the kind; how many go out."""
    return _tell(kind, data, only=0)


def tell_one(endpoint_id: int) -> int:
    """A test for this endpoint alone, on the way that everything takes."""
    return _tell(TEST, ({"endpoint_id": endpoint_id},), only=endpoint_id)


def _tell(kind: str, data: tuple[Mapping[str, object], ...], only: int) -> int:
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            TELL,
            {
                "kind": kind,
                "only": only,
                "now": now,
                "uids": [new_uid() for _ in data],
                "bodies": [written(kind, now, each) for each in data],
            },
        )
        return int(cursor.rowcount)
