"""How many events each month has, in the lake and in PostgreSQL, without opening the lake."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from .lake import is_made
from .months import tables_of_months

# A month lies in a folder of its year, and there in one of its number.
IN_THE_LAKE = """
SELECT year.partition_value::int, month.partition_value::int,
    sum(f.record_count - coalesce(d.gone, 0))::bigint
FROM lake.ducklake_data_file f
JOIN lake.ducklake_file_partition_value year
    ON year.data_file_id = f.data_file_id AND year.partition_key_index = 0
JOIN lake.ducklake_file_partition_value month
    ON month.data_file_id = f.data_file_id AND month.partition_key_index = 1
LEFT JOIN (
    SELECT data_file_id, sum(delete_count) AS gone FROM lake.ducklake_delete_file
    WHERE end_snapshot IS NULL GROUP BY 1
) d ON d.data_file_id = f.data_file_id
WHERE f.end_snapshot IS NULL GROUP BY 1, 2
"""
# Counted as far as it is quick; of more, PostgreSQL's own estimate.
COUNTED = 50_000
HERE = """
SELECT n, greatest(n, reltuples::bigint) FROM pg_class,
    (SELECT count(*) AS n FROM (SELECT FROM {table} LIMIT {most}) e) counted
WHERE pg_class.oid = '{table}'::regclass
"""
RESTING = """
SELECT date_trunc('month', at, 'UTC'), count(*) FROM timeline_event_rest GROUP BY 1
"""
SIZE = """
SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0)::bigint FROM pg_inherits
WHERE inhparent = 'timeline_event'::regclass
"""


@dataclass(frozen=True, slots=True)
class MonthCard:
    """`is_about`: `here` is an estimate."""

    month: datetime
    in_the_lake: int
    here: int
    is_about: bool


def months_of_history() -> list[MonthCard]:
    """Every month that has an event in one of the two, oldest first."""
    lake, (here, about) = _in_the_lake(), _here()
    return [
        MonthCard(month, lake.get(month, 0), here.get(month, 0), month in about)
        for month in sorted(month for month in {*lake, *here} if lake.get(month) or here.get(month))
    ]


def bytes_here() -> int:
    """What the timeline needs in PostgreSQL, with its indexes."""
    with connection.cursor() as cursor:
        cursor.execute(SIZE)
        return int(cursor.fetchone()[0])


def _in_the_lake() -> dict[datetime, int]:
    if not is_made():
        return {}
    with connection.cursor() as cursor:
        cursor.execute(IN_THE_LAKE)
        return {
            datetime(year, month, 1, tzinfo=UTC): events
            for year, month, events in cursor.fetchall()
        }


def _here() -> tuple[dict[datetime, int], set[datetime]]:
    found: defaultdict[datetime, int] = defaultdict(int)
    about = set()
    with connection.cursor() as cursor:
        for month, table in tables_of_months().items():
            cursor.execute(HERE.format(table=table, most=COUNTED))
            counted, estimated = cursor.fetchone()
            found[month] = estimated if counted == COUNTED else counted
            if counted == COUNTED:
                about.add(month)
        cursor.execute(RESTING)
        for month, events in cursor.fetchall():
            found[month.astimezone(UTC)] += events
    return found, about
