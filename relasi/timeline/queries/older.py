"""What lies in the lake alone: months that PostgreSQL let go of.

Nobody goes there who need not: how many older events a person has is counted when a month is
let go of (OlderCount), so a person without any never touches the lake.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb
from django.db import connection

from relasi import engine
from relasi.timeline.models import LakeState
from relasi.timeline.values import Cursor

OLDER = """
SELECT channel, sum(events)::bigint FROM timeline_oldercount
WHERE profile_id = ANY(%s) GROUP BY channel
"""
# What a round has still to take away is not shown any more.
NOTED = """
SELECT event_id, key, event_id IS NULL AND key IS NULL, profile_id FROM timeline_lakenote
WHERE profile_id = ANY(%s) OR key IS NOT NULL OR profile_id IS NULL
"""
IN_THE_LAKE = {"contact_id": "profile_id", "at": "happened_at"}
AGAIN = (
    duckdb.IOException,
    duckdb.ConnectionException,
    duckdb.FatalException,
    duckdb.HTTPException,
)


def hot_since() -> datetime | None:
    """From when on PostgreSQL has everything; None while it let go of nothing."""
    since = LakeState.objects.filter(pk=1).values_list("hot_since", flat=True).first()
    return since.astimezone(UTC) if since else None


def older_counts(profiles: Sequence[int]) -> dict[str, int]:
    """How many older events these profiles have, by channel."""
    with connection.cursor() as cursor:
        cursor.execute(OLDER, [list(profiles)])
        return dict(cursor.fetchall())


def older_page(  # noqa: PLR0913  (each narrows)
    profiles: Sequence[int],
    fields: Sequence[str],
    *,
    until: datetime,
    before: Cursor | None,
    channels: Collection[str] | None,
    limit: int,
) -> list[tuple[Any, ...]]:
    """The newest events of these profiles that lie before `until`, with these columns."""
    where = [
        f"profile_id IN ({', '.join(map(str, profiles))})",
        "happened_at < ?",
        *_not_gone(profiles),
    ]
    params: list[Any] = [until]
    if before is not None:
        where.append("happened_at <= ? AND (happened_at < ? OR id < ?)")
        params += [before.at, before.at, before.id]
    if channels is not None:
        where.append("list_contains(?, channel)")
        params.append(list(channels))
    named = ", ".join(IN_THE_LAKE.get(field, field) for field in fields)
    return _rows(
        f"SELECT {named} FROM lake.events WHERE {' AND '.join(where)}"  # noqa: S608
        f" ORDER BY happened_at DESC, id DESC LIMIT {limit}",
        params,
    )


def _not_gone(profiles: Sequence[int]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(NOTED, [list(profiles)])
        notes = cursor.fetchall()
    events = sorted(event for event, *_rest in notes if event is not None)
    keys = sorted(key for _event, key, *_rest in notes if key is not None)
    whole = sorted(profile for *_rest, is_whole, profile in notes if is_whole and profile)
    said = []
    if events:
        said.append(f"id NOT IN ({', '.join(map(str, events))})")
    if keys:
        quoted = ", ".join("'" + key.replace("'", "''") + "'" for key in keys)
        said.append(f"(key IS NULL OR key NOT IN ({quoted}))")
    if whole:
        said.append(f"profile_id NOT IN ({', '.join(map(str, whole))})")
    if any(is_whole and profile is None for *_rest, is_whole, profile in notes):
        said.append("NOT is_sample")
    return said


def _rows(text: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """Once more where a connection was lost, or a file was replaced by another meanwhile."""
    session = engine.session()
    try:
        return session.lake().execute(text, params).fetchall()
    except AGAIN:
        session.close()
        return session.lake().execute(text, params).fetchall()
