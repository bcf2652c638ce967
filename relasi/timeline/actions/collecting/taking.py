"""Taking arrivals off the table, in the order in which they came."""

from collections.abc import Iterable
from datetime import timedelta
from operator import attrgetter
from typing import Any

from django.db import connection

from relasi.contacts import public as contacts
from relasi.timeline.rules.arriving import EPOCH, Arrived

# Whoever changes which visitor is whose waits for this, and the other way round. Who takes both
# takes people first (contacts.keep_people, let_people_go), as who joins or deletes them does.
LOCK = 7_203_115
# Less than PostgreSQL's deadlock_timeout: in a conflict with people at work we give way.
PATIENCE = "500ms"
# By place, which is looked up once; nobody else takes any (LOCK).
TAKE = """
DELETE FROM timeline_arrival WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM timeline_arrival ORDER BY id LIMIT %s
)) RETURNING id, source_id, family, kind, (date_part('epoch', received_at) * 1000000)::bigint,
    ip, agent, shared, body, gpc
"""


def take(limit: int) -> list[Arrived]:
    """Nothing when somebody else is at it; inside a transaction that does the rest.

    The commit need not reach the disk at once: should it be lost, all of it is, and the
    arrivals are still there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        contacts.keep_people()
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(TAKE, [limit])
        return sorted(_arrived(cursor.fetchall()), key=attrgetter("id"))


def _arrived(rows: Iterable[tuple[Any, ...]]) -> Iterable[Arrived]:
    """Microseconds are read several times as fast as moments, and what came together was
    received at one.
    """
    before, received_at = 0, EPOCH
    for number, source_id, family, kind, tick, ip, agent, shared, body, gpc in rows:
        if tick != before:
            before, received_at = tick, EPOCH + timedelta(microseconds=tick)
        yield Arrived(number, source_id, family, kind, received_at, ip, agent, shared, body, gpc)


def wait_for_batch() -> None:
    """Until the transaction ends no batch runs: for changing which visitor is whose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
