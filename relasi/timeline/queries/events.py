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


# A contact and the visitors they alone were seen at; each is looked up by itself, so that the
# newest are found by index however many there are.
PROFILES = """
SELECT %s::bigint AS id UNION ALL SELECT id FROM timeline_visitor WHERE contact_id = %s
"""
PAGE = """
SELECT e.* FROM ({profiles}) p CROSS JOIN LATERAL (
    SELECT {fields} FROM timeline_event WHERE {where} ORDER BY at DESC, id DESC LIMIT %s
) e ORDER BY at DESC, id DESC LIMIT %s
"""


def page_of(
    contact_id: int,
    *,
    before: Cursor | None = None,
    channels: Collection[str] | None = None,
    limit: int = 50,
) -> list[EventCard]:
    """The newest events of a contact, or the newest that are older than `before`.

    What was done at a device of theirs before they said who they are is among them.
    """
    where, params = ["contact_id = p.id"], []  # type: tuple[list[str], list[Any]]
    if channels is not None:
        where.append("channel = ANY(%s)")
        params.append(list(channels))
    if before is not None:
        where.append("at <= %s AND (at, id) < (%s, %s)")
        params += [before.at, before.at, before.id]
    fields = ", ".join(FIELDS)
    sql = PAGE.format(fields=fields, profiles=PROFILES, where=" AND ".join(where))
    with connection.cursor() as cursor:
        cursor.execute(sql, [contact_id, contact_id, *params, limit, limit])
        return [_card(contact_id, row) for row in cursor.fetchall()]


def counts_by_channel(contact_id: int) -> dict[str, int]:
    """How many events each channel has, in the order in which channels are shown."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT channel, count(*) FROM ({PROFILES}) p"  # noqa: S608  (our own text)
            " JOIN timeline_event e ON e.contact_id = p.id GROUP BY channel",
            [contact_id, contact_id],
        )
        counted = dict(cursor.fetchall())
    return {channel: counted[channel] for channel in CHANNELS if channel in counted}


def _card(contact_id: int, row: tuple[Any, ...]) -> EventCard:
    """An event of a visitor is read as that of the contact."""
    values = dict(zip(FIELDS, row, strict=True)) | {"contact_id": contact_id}
    return EventCard(**values | {"properties": json.loads(values["properties"])})
