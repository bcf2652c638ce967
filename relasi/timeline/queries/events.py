"""Reading one contact's timeline, newest first."""

import json
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import connection

from relasi.timeline.rules import CHANNELS
from relasi.timeline.values import Cursor, EventCard

from .older import hot_since, older_counts, older_page

FIELDS = (
    "id", "contact_id", "at", "name", "channel", "source", "url", "session", "product_id",
    "order_id", "campaign_id", "revenue", "by_machine", "properties",
)  # fmt: skip


# A contact, the visitors they alone were seen at, and who was joined with them.
PROFILES = """
SELECT %(contact)s::bigint AS id
UNION ALL SELECT id FROM timeline_visitor WHERE contact_id = %(contact)s
UNION ALL SELECT profile_id FROM timeline_alias WHERE contact_id = %(contact)s
"""
# Each is looked up by itself, so that the newest are found by index however many there are.
PAGE = """
SELECT e.* FROM unnest(%s::bigint[]) AS p (id) CROSS JOIN LATERAL (
    SELECT {fields} FROM timeline_event WHERE {where} ORDER BY at DESC, id DESC LIMIT %s
) e ORDER BY at DESC, id DESC LIMIT %s
"""
COUNTS = """
SELECT channel, count(*) FROM unnest(%s::bigint[]) AS p (id)
JOIN timeline_event e ON e.contact_id = p.id GROUP BY channel
"""
AT, ID = FIELDS.index("at"), FIELDS.index("id")
Rows = list[tuple[Any, ...]]


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
    profiles = profiles_of(contact_id)
    rows = _newest(profiles, before=before, channels=channels, limit=limit)
    border = hot_since()
    if border and (len(rows) < limit or rows[-1][AT] < border) and _has_older(profiles, channels):
        older = older_page(
            profiles, FIELDS, until=border, before=before, channels=channels, limit=limit
        )
        rows = _joined(rows, older)[:limit]
    return [_card(contact_id, row) for row in rows]


def profiles_of(contact_id: int) -> list[int]:
    """Whose events are read as this contact's: their own first."""
    with connection.cursor() as cursor:
        cursor.execute(PROFILES, {"contact": contact_id})
        return [number for (number,) in cursor.fetchall()]


def _newest(
    profiles: list[int], *, before: Cursor | None, channels: Collection[str] | None, limit: int
) -> Rows:
    where, params = ["contact_id = p.id"], []  # type: tuple[list[str], list[Any]]
    if channels is not None:
        where.append("channel = ANY(%s)")
        params.append(list(channels))
    if before is not None:
        where.append("at <= %s AND (at, id) < (%s, %s)")
        params += [before.at, before.at, before.id]
    sql = PAGE.format(fields=", ".join(FIELDS), where=" AND ".join(where))
    with connection.cursor() as cursor:
        cursor.execute(sql, [profiles, *params, limit, limit])
        rows: Rows = cursor.fetchall()
    return rows


def _has_older(profiles: list[int], channels: Collection[str] | None) -> bool:
    counted = older_counts(profiles)
    return any(channels is None or channel in channels for channel in counted)


def _joined(rows: Rows, older: Rows) -> Rows:
    """What came late for a month that was let go of may lie in both."""
    both = {row[ID]: row for row in [*older, *rows]}
    return sorted(both.values(), key=lambda row: (row[AT], row[ID]), reverse=True)


def counts_by_channel(contact_id: int) -> dict[str, int]:
    """How many events each channel has, in the order in which channels are shown."""
    profiles = profiles_of(contact_id)
    counted = Counter(older_counts(profiles))
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [profiles])
        counted.update(dict(cursor.fetchall()))
    return {channel: counted[channel] for channel in CHANNELS if channel in counted}


def _card(contact_id: int, row: tuple[Any, ...]) -> EventCard:
    """An event of a visitor is read as that of the contact."""
    values = dict(zip(FIELDS, row, strict=True)) | {"contact_id": contact_id}
    return EventCard(**values | {"properties": json.loads(values["properties"])})
