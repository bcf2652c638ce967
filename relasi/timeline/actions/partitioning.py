"""The months of the timeline: each gets its own table when it is needed."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from relasi.timeline.rules import months, next_month, partition_name

# Any constant: one process at a time changes partitions.
LOCK = 7_203_114


def ensure_partitions(since: datetime, until: datetime) -> list[str]:
    """Give every month that [since, until] touches its own table; the names of the new ones.

    Rows of such a month that rest in the default partition move over, in one transaction:
    nobody sees them twice or not at all.
    """
    wanted = {partition_name(month): month for month in months(since, until)}
    missing = [name for name in wanted if name not in _existing()]
    if not missing:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        made = [name for name in missing if name not in _existing()]
        if made:
            cursor.execute("LOCK TABLE timeline_event_rest IN ACCESS EXCLUSIVE MODE")
        for name in made:
            _add_month(cursor, name, wanted[name])
    return made


def tidy_partitions(now: datetime) -> list[str]:
    """Give a table to this month, the next, and each month that rests in the default one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT date_trunc('month', at, 'UTC') FROM timeline_event_rest")
        resting = [row[0] for row in cursor.fetchall()]
    made = ensure_partitions(now, now + timedelta(days=31))
    for month in sorted(resting):
        made += ensure_partitions(month, month)
    return made


def _existing() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid"
            " WHERE inhparent = 'timeline_event'::regclass"
        )
        return {row[0] for row in cursor.fetchall()}


def _add_month(cursor: Any, name: str, month: datetime) -> None:
    """Make the table beside the timeline, fill it, attach it: attaching finds nothing left."""
    since, until = month, next_month(month)
    cursor.execute(f"CREATE TABLE {name} (LIKE timeline_event INCLUDING DEFAULTS)")
    cursor.execute(
        f"WITH moved AS (DELETE FROM timeline_event_rest WHERE at >= %s AND at < %s RETURNING *)"  # noqa: S608
        f" INSERT INTO {name} SELECT * FROM moved",
        [since, until],
    )
    cursor.execute(
        f"ALTER TABLE timeline_event ATTACH PARTITION {name}"
        f" FOR VALUES FROM ('{since.isoformat()}') TO ('{until.isoformat()}')"
    )
