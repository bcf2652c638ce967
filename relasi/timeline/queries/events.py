"""Reading one contact's timeline, newest first."""

import json
from collections.abc import Collection
from typing import Any

from django.db import connection

from relasi.timeline.rules import CHANNELS
from relasi.timeline.values import Cursor, EventCard

FIELDS = (
    "id", "contact_id", "at", "name", "channel", "source", "url", "session", "product_id",
    "order_id", "campaign_id", "revenue", "by_machine", "properties",
)  # fmt: skip


def page_of(
    contact_id: int,
    *,
    before: Cursor | None = None,
    channels: Collection[str] | None = None,
    limit: int = 50,
) -> list[EventCard]:
    """The newest events of a contact, or the newest that are older than `before`."""
    where, params = ["contact_id = %s"], [contact_id]  # type: tuple[list[str], list[Any]]
    if channels is not None:
        where.append("channel = ANY(%s)")
        params.append(list(channels))
    if before is not None:
        where.append("at <= %s AND (at, id) < (%s, %s)")
        params += [before.at, before.at, before.id]
    sql = (
        f"SELECT {', '.join(FIELDS)} FROM timeline_event WHERE {' AND '.join(where)}"  # noqa: S608
        " ORDER BY at DESC, id DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, limit])
        return [_card(row) for row in cursor.fetchall()]


def counts_by_channel(contact_id: int) -> dict[str, int]:
    """How many events each channel has, in the order in which channels are shown."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT channel, count(*) FROM timeline_event WHERE contact_id = %s GROUP BY channel",
            [contact_id],
        )
        counted = dict(cursor.fetchall())
    return {channel: counted[channel] for channel in CHANNELS if channel in counted}


def _card(row: tuple[Any, ...]) -> EventCard:
    values = dict(zip(FIELDS, row, strict=True))
    return EventCard(**values | {"properties": json.loads(values["properties"])})
