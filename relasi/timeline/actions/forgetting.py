"""Events that go: of what did not happen after all, and of people who are deleted."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

FORGET = """
WITH gone AS (DELETE FROM timeline_eventkey WHERE key IN ({select}) RETURNING key, at)
DELETE FROM timeline_event e USING gone WHERE e.key = gone.key AND e.at = gone.at
"""


def forget(keys: Sequence[str]) -> int:
    """Take the events with these keys off the timeline and return how many there were."""
    return forget_select("SELECT unnest(%s::text[])", [list(keys)])


def forget_select(sql: str, params: Sequence[Any] = ()) -> int:
    """The same for the keys that a query selects in one column."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET.format(select=sql), list(params))
        return int(cursor.rowcount)


def forget_people(contact_ids: Sequence[int]) -> None:
    """Everything that happened to these people."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM timeline_event WHERE contact_id = ANY(%s) RETURNING key)"
            " DELETE FROM timeline_eventkey k USING gone WHERE k.key = gone.key",
            [list(contact_ids)],
        )


def remove_sample() -> None:
    """Everything on the timeline of a sample contact, and sample events of anybody."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM timeline_event e WHERE e.is_sample OR EXISTS"
            " (SELECT FROM contacts_contact c WHERE c.id = e.contact_id AND c.is_sample)"
            " RETURNING key)"
            " DELETE FROM timeline_eventkey k USING gone WHERE k.key = gone.key"
        )
