"""What was deleted or told anew in PostgreSQL goes out of the lake."""

import json
from datetime import datetime

import duckdb
from django.db import connection

from relasi.timeline.queries.older import hot_since

from .table import literal

# So many profiles are named in the statement itself, which lets it pass over other people's rows.
NAMED = 1_000
NOTES = """
SELECT event_id, profile_id, key, at AS happened_at FROM timeline_lakenote
WHERE changed_in >= {since} AND changed_in < {until}
"""
EVENTS = """
DELETE FROM lake.events WHERE id IN (SELECT event_id FROM note WHERE event_id IS NOT NULL)
AND happened_at BETWEEN ? AND ? AND {profiles}
"""
KEYS = """
DELETE FROM lake.events WHERE happened_at BETWEEN ? AND ?
AND key IN (SELECT key FROM note WHERE key IS NOT NULL)
"""
WHOLE = "event_id IS NULL AND key IS NULL AND profile_id IS NOT NULL"
SAMPLE = "event_id IS NULL AND key IS NULL AND profile_id IS NULL"
WHOSE = """
CREATE OR REPLACE TEMP TABLE fewer AS SELECT DISTINCT profile_id FROM lake.events
WHERE happened_at BETWEEN ? AND ? AND key IN (SELECT key FROM note WHERE key IS NOT NULL)
"""
# What came late for a month that left is counted when it leaves too.
LEFT = """
SELECT profile_id, coalesce(events, MAP {{}}) FROM fewer LEFT JOIN (
    SELECT profile_id, map_from_entries(list((channel, n))) AS events FROM (
        SELECT profile_id, channel, count(*) AS n FROM lake.events
        WHERE profile_id IN (SELECT profile_id FROM fewer) AND happened_at < ?
            AND id NOT IN (SELECT id FROM {late})
        GROUP BY ALL
    ) GROUP BY ALL
) USING (profile_id)
"""
LATE = """
SELECT id FROM timeline_event
WHERE at < (SELECT hot_since FROM timeline_lakestate WHERE id = 1)
"""
COUNT_AGAIN = """
WITH counted AS (
    SELECT o.id, coalesce((s.events->>o.channel)::bigint, 0) AS events
    FROM unnest(%s::bigint[], %s::jsonb[]) AS s (profile_id, events)
    JOIN timeline_oldercount o USING (profile_id)
), gone AS (
    DELETE FROM timeline_oldercount o USING counted c WHERE c.id = o.id AND c.events = 0
)
UPDATE timeline_oldercount o SET events = c.events FROM counted c
WHERE c.id = o.id AND c.events > 0
"""


def take_away(lake: duckdb.DuckDBPyConnection, since: int, until: int) -> int:
    """Apply the notes of [since, until) inside the transaction at hand; how many rows went."""
    noted = f"postgres_query('pg', {literal(NOTES.format(since=since, until=until))})"
    lake.execute(f"CREATE OR REPLACE TEMP TABLE note AS SELECT * FROM {noted}")  # noqa: S608
    return _events(lake) + _keys(lake) + _profiles(lake) + _sample(lake)


def _events(lake: duckdb.DuckDBPyConnection) -> int:
    span = _span(lake, "event_id IS NOT NULL")
    if span is None:
        return 0
    profiles = _among(lake, "event_id IS NOT NULL")
    return _count(lake, EVENTS.format(profiles=profiles), span)


def _keys(lake: duckdb.DuckDBPyConnection) -> int:
    span = _span(lake, "key IS NOT NULL")
    if span is None:
        return 0
    lake.execute(WHOSE, list(span))
    removed = _count(lake, KEYS, span)
    if border := hot_since():
        _count_older_again(lake, border)
    return removed


def _count_older_again(lake: duckdb.DuckDBPyConnection, border: datetime) -> None:
    """Of whom older events were taken away. The figures are those that are left, not a
    difference: a round that is killed and begun anew writes the same ones.
    """
    late = f"postgres_query('pg', {literal(LATE)})"
    lake.execute(LEFT.format(late=late), [border])
    while rows := lake.fetchmany(10_000):
        with connection.cursor() as cursor:
            cursor.execute(
                COUNT_AGAIN, [[who for who, _n in rows], [json.dumps(n) for _who, n in rows]]
            )


def _profiles(lake: duckdb.DuckDBPyConnection) -> int:
    """Everything of them, and that their keys were recorded."""
    among = _among(lake, WHOLE)
    if among == "false":
        return 0
    _forget_keys(lake, among)
    return _count(lake, f"DELETE FROM lake.events WHERE {among}", ())  # noqa: S608


def _forget_keys(lake: duckdb.DuckDBPyConnection, among: str) -> None:
    lake.execute(f"SELECT key FROM lake.events WHERE key IS NOT NULL AND {among}")  # noqa: S608
    while rows := lake.fetchmany(10_000):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM timeline_eventkey WHERE key = ANY(%s)", [[key for (key,) in rows]]
            )


def _sample(lake: duckdb.DuckDBPyConnection) -> int:
    row = lake.execute(f"SELECT 1 FROM note WHERE {SAMPLE} LIMIT 1").fetchone()  # noqa: S608
    return _count(lake, "DELETE FROM lake.events WHERE is_sample", ()) if row else 0


def _span(lake: duckdb.DuckDBPyConnection, which: str) -> tuple[object, ...] | None:
    span = f"SELECT min(happened_at), max(happened_at) FROM note WHERE {which}"  # noqa: S608
    row = lake.execute(span).fetchone()
    return row if row and row[0] is not None else None


def _among(lake: duckdb.DuckDBPyConnection, which: str) -> str:
    """A condition for the profiles of these notes: few by name, many by their table."""
    select = f"SELECT DISTINCT profile_id FROM note WHERE {which}"  # noqa: S608
    named = [int(row[0]) for row in lake.execute(f"{select} LIMIT {NAMED + 1}").fetchall()]
    if not named:
        return "false"
    if len(named) <= NAMED:
        return f"profile_id IN ({', '.join(map(str, sorted(named)))})"
    return f"profile_id IN ({select})"


def _count(lake: duckdb.DuckDBPyConnection, statement: str, params: tuple[object, ...]) -> int:
    row = lake.execute(statement, list(params)).fetchone()
    return int(row[0]) if row else 0
