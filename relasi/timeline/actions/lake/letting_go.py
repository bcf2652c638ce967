"""Months that are older than segments look leave PostgreSQL; the lake has them."""

from datetime import datetime

from django.db import OperationalError, connection, transaction
from psycopg import errors

from relasi.kernel import environment
from relasi.timeline.queries.months import months_here, tables_of_months
from relasi.timeline.rules import next_month
from relasi.timeline.rules.lakes import oldest_hot_month

from .comparing import differences
from .rounds import alone, system_of
from .table import mark_of, opened

THIRTEEN, TEN_YEARS = 13, 120
RESTING = "timeline_event_rest"
CHANGED = """
SELECT EXISTS (SELECT FROM {table} WHERE changed_in >= %(changed)s
               AND at >= %(since)s AND at < %(until)s)
    OR EXISTS (SELECT FROM timeline_lakenote WHERE changed_in >= %(changed)s
               AND at >= %(since)s AND at < %(until)s)
"""
EMPTY = "DELETE FROM timeline_event_rest WHERE at >= %(since)s AND at < %(until)s"
BORDER = """
UPDATE timeline_lakestate SET hot_since = greatest(hot_since, %(until)s) WHERE id = 1
"""
COUNT = """
INSERT INTO timeline_oldercount (profile_id, channel, events)
SELECT contact_id, channel, count(*) FROM {table} WHERE at >= %(since)s AND at < %(until)s
GROUP BY 1, 2 ORDER BY 1, 2
ON CONFLICT (profile_id, channel)
DO UPDATE SET events = timeline_oldercount.events + excluded.events
"""


def months_kept() -> int:
    return environment.number("RELASI_HOT_MONTHS", THIRTEEN, least=1, most=TEN_YEARS)


def let_go_of_months(now: datetime) -> list[datetime]:
    """Drop the months here that lie before the window, once every row of theirs is in the lake.

    Returns them. A month that differs, or changes meanwhile, stays until the next time.
    """
    border = oldest_hot_month(now, months_kept())
    wanted = [month for month in months_here() if month < border]
    gone: list[datetime] = []
    with alone() as is_alone:
        if not is_alone or not wanted:
            return gone
        lake = opened()
        mark = mark_of(lake)
        if mark is None or mark.system != system_of():
            return gone
        for month in wanted:
            # The border never passes over a month that stays.
            if differences(lake, month, mark) != (0, 0) or not _drop(month, mark.until):
                break
            gone.append(month)
    return gone


def _drop(month: datetime, until: int) -> bool:
    """False where something of the month changed since it was compared, or is in use."""
    table = tables_of_months().get(month, RESTING)
    span: dict[str, datetime | int] = {"since": month, "until": next_month(month), "changed": until}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            cursor.execute(CHANGED.format(table=table), span)
            if cursor.fetchone()[0]:
                return False
            cursor.execute(COUNT.format(table=table), span)
            cursor.execute(EMPTY if table == RESTING else f"DROP TABLE {table}", span)
            cursor.execute(BORDER, span)
    except OperationalError as error:
        if isinstance(error.__cause__, errors.LockNotAvailable):
            return False
        raise
    return True
