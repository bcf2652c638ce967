"""Taking arrivals off the table, in the order in which they came."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from relasi.timeline.rules.arriving import Arrived

# Whoever changes which visitor is whose waits for this, and the other way round.
LOCK = 7_203_115
# Less than PostgreSQL's deadlock_timeout: in a conflict with people at work we give way.
PATIENCE = "500ms"
TAKE = """
DELETE FROM timeline_arrival WHERE id = ANY(ARRAY(
    SELECT id FROM timeline_arrival ORDER BY id LIMIT %s
)) RETURNING id, source_id, family, kind, (date_part('epoch', received_at) * 1000000)::bigint,
    ip, agent, shared, body, gpc
"""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def take(limit: int) -> list[Arrived]:
    """Nothing when somebody else is at it; inside a transaction that does the rest.

    The commit need not reach the disk at once: should it be lost, all of it is, and the
    arrivals are still there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(TAKE, [limit])
        return sorted(map(_arrived, cursor.fetchall()), key=lambda row: row.id)


def _arrived(row: tuple[Any, ...]) -> Arrived:
    """Microseconds are read several times as fast as moments."""
    number, source_id, family, kind, ticks, ip, agent, shared, body, gpc = row
    received_at = EPOCH + timedelta(microseconds=ticks)
    return Arrived(number, source_id, family, kind, received_at, ip, agent, shared, body, gpc)


def wait_for_batch() -> None:
    """Until the transaction ends no batch runs: for changing which visitor is whose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
