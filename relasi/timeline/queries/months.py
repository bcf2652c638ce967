"""Which months of the timeline PostgreSQL has."""

from datetime import UTC, datetime

from django.db import connection

from relasi.timeline.rules import partition_name

TABLES = """
SELECT relname FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid
WHERE inhparent = 'timeline_event'::regclass
"""


def tables_of_months() -> dict[datetime, str]:
    """The months with a table of their own, oldest first, and what it is called."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = sorted(name for (name,) in cursor.fetchall())
    return {month: name for name in names if (month := _month(name))}


def months_here() -> list[datetime]:
    """All months of which there may be events, also of those that rest in the default table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT date_trunc('month', at, 'UTC') FROM timeline_event_rest")
        resting = {month.astimezone(UTC) for (month,) in cursor.fetchall()}
    return sorted(resting | set(tables_of_months()))


def _month(table: str) -> datetime | None:
    """None for the table in which the other months rest."""
    year, _line, month = table.removeprefix("timeline_event_").partition("_")
    if not (year.isdigit() and month.isdigit()):
        return None
    at = datetime(int(year), int(month), 1, tzinfo=UTC)
    return at if partition_name(at) == table else None
