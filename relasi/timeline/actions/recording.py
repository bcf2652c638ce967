"""Events come in: one, many, or as the result of a query; and are told in other words."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from relasi.timeline.rules import CHANNELS
from relasi.timeline.values import NewEvent

from .partitioning import ensure_partitions

COLUMNS = (
    "contact_id", "at", "name", "channel", "source", "session", "url", "product_id", "order_id",
    "campaign_id", "revenue", "by_machine", "properties", "key", "is_sample",
)  # fmt: skip

# What a query may leave out, and what is stored then.
DEFAULTS = {"source": "''", "url": "''", "by_machine": "false", "properties": "'{}'::jsonb",
            "is_sample": "false"}  # fmt: skip

RECORD_SELECT = """
WITH fresh AS MATERIALIZED ({select}),
kept AS (
    INSERT INTO timeline_eventkey (key, at)
    SELECT key, at FROM fresh WHERE key IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING key, at
)
INSERT INTO timeline_event ({columns})
SELECT {fresh_columns} FROM fresh LEFT JOIN kept ON kept.key = fresh.key AND kept.at = fresh.at
WHERE fresh.key IS NULL OR kept.key IS NOT NULL
ON CONFLICT DO NOTHING
"""

RECORD_ONE = """
WITH kept AS (
    INSERT INTO timeline_eventkey (key, at) SELECT %(key)s, %(at)s
    WHERE %(key)s::text IS NOT NULL ON CONFLICT DO NOTHING RETURNING key
)
INSERT INTO timeline_event ({columns}) SELECT {values}
WHERE %(key)s::text IS NULL OR EXISTS (SELECT FROM kept) RETURNING id
""".format(columns=", ".join(COLUMNS), values=", ".join(f"%({name})s" for name in COLUMNS))  # noqa: S608


def record(event: NewEvent) -> int | None:
    """Store one event and return its id; None when its key was recorded before."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RECORD_ONE, dict(zip(COLUMNS, _row(event), strict=True)))
        row = cursor.fetchone()
    return int(row[0]) if row else None


def retell(key: str, properties: Mapping[str, Any]) -> None:
    """The event with this key says something else from now on: these properties."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE timeline_event e SET properties = e.properties || %s::jsonb"
            " FROM timeline_eventkey k WHERE k.key = %s AND e.key = k.key AND e.at = k.at",
            [json.dumps(dict(properties)), key],
        )


def record_many(events: Iterable[NewEvent]) -> int:
    """Store many through COPY and return how many were new."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE timeline_fresh (LIKE timeline_event INCLUDING DEFAULTS)"
            " ON COMMIT DROP"
        )
        names = ", ".join(COLUMNS)
        with cursor.copy(f"COPY timeline_fresh ({names}) FROM STDIN") as copy:
            for event in events:
                copy.write_row(_row(event))
        stored = record_select(f"SELECT {names} FROM timeline_fresh")  # noqa: S608
        cursor.execute("DROP TABLE timeline_fresh")
    return stored


def record_select(sql: str, params: Sequence[Any] = ()) -> int:
    """Store the result of a query and return how many were new.

    Its columns carry the names of NewEvent's fields; contact_id, at, name and channel are
    there, the others may be left out. Keys already recorded are passed over.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE timeline_selected ON COMMIT DROP AS {sql}", list(params))
        cursor.execute("SELECT * FROM timeline_selected LIMIT 0")
        given = [column.name for column in cursor.description]
        _ensure_months(cursor)
        stored = _store(cursor, given)
        cursor.execute("DROP TABLE timeline_selected")
    return stored


def _store(cursor: Any, given: Sequence[str]) -> int:
    if unknown := set(given) - set(COLUMNS):
        raise ValueError(f"The timeline has no column {', '.join(sorted(unknown))}.")
    values = [
        f"coalesce({name}, {DEFAULTS[name]}) AS {name}" if name in DEFAULTS else name
        for name in given
    ]
    key = [] if "key" in given else ["NULL::varchar AS key"]
    select = f"SELECT {', '.join(values + key)} FROM timeline_selected"  # noqa: S608
    statement = RECORD_SELECT.format(
        select=select,
        columns=", ".join(given),
        fresh_columns=", ".join(f"fresh.{name}" for name in given),
    )
    cursor.execute(statement)
    return int(cursor.rowcount)


def _ensure_months(cursor: Any) -> None:
    cursor.execute("SELECT min(at), max(at) FROM timeline_selected")
    oldest, newest = cursor.fetchone()
    if oldest is not None:
        ensure_partitions(oldest, newest)


def _row(event: NewEvent) -> tuple[Any, ...]:
    if event.channel not in CHANNELS:
        raise ValueError(f"The timeline has no channel {event.channel!r}.")
    return (
        event.contact_id, event.at, event.name, event.channel, event.source, event.session,
        event.url, event.product_id, event.order_id, event.campaign_id, event.revenue,
        event.by_machine, json.dumps(dict(event.properties)), event.key, event.is_sample,
    )  # fmt: skip
