"""What collecting keeps only for a time: messages known again, counts by the minute, what
departed from plans, the key of the day, and what waits in quarantine of people nobody may know.
"""

from datetime import date, datetime, timedelta

from django.db import connection

KNOWN_AGAIN = timedelta(days=30)
COUNTED = timedelta(days=396)  # thirteen months
DEVIATED = timedelta(days=90)
AT_ONCE = 50_000
OLD = """
DELETE FROM {table} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM {table} WHERE {column} < %s LIMIT %s
))
"""


def let_go(now: datetime) -> int:
    """Delete what is too old, some at a time; how many rows."""
    return (
        _delete("timeline_message", "at", now - KNOWN_AGAIN)
        + _delete("timeline_intake", "minute", now - COUNTED)
        + _delete("timeline_plan_deviation", "day", (now - DEVIATED).date())
        + _delete("timeline_daysalt", "day", now.date())
        + _delete("timeline_quarantined", "keep_until", now)
    )


def _delete(table: str, column: str, before: date) -> int:
    total = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(OLD.format(table=table, column=column), [before, AT_ONCE])
            gone = int(cursor.rowcount)
        total += gone
        if gone < AT_ONCE:
            return total
