"""Keeping permissions equal to the ledger when statements change hands or go."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

RECOMPUTE = """
WITH asked AS ({contacts}),
gone AS (
    DELETE FROM consent_permission p WHERE p.contact_id IN (SELECT * FROM asked)
    AND NOT EXISTS (SELECT FROM consent_consent c WHERE c.contact_id = p.contact_id
                    AND c.channel = p.channel AND c.purpose = p.purpose)
)
INSERT INTO consent_permission (contact_id, channel, purpose, granted, stated_at, source)
SELECT DISTINCT ON (contact_id, channel, purpose)
    contact_id, channel, purpose, granted, stated_at, source
FROM consent_consent WHERE contact_id IN (SELECT * FROM asked)
ORDER BY contact_id, channel, purpose, stated_at DESC, granted, source COLLATE "C" DESC
ON CONFLICT (contact_id, channel, purpose) DO UPDATE
SET granted = excluded.granted, stated_at = excluded.stated_at, source = excluded.source
"""

OF_PEOPLE = (
    "consent_permission", "consent_consent", "consent_ask", "consent_restriction", "consent_wish",
)  # fmt: skip


def recompute(contacts_sql: str, params: Sequence[Any] = ()) -> None:
    """Make the permissions of these contacts what the ledger says.

    `contacts_sql` selects contact ids in one column. Call it in the transaction that moved,
    copied in or removed statements.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RECOMPUTE.format(contacts=contacts_sql), list(params))


@contextmanager
def erasing() -> Iterator[None]:
    """Inside, and only in this transaction, statements may be deleted: taking back an import,
    removing the sample company, erasing a person. `recompute` is the caller's duty.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL relasi.erasing_consent = 'on'")
        yield
        cursor.execute("SET LOCAL relasi.erasing_consent = 'off'")


def forget_people(contact_ids: Sequence[int]) -> None:
    """Everything these people stated and were asked, and what follows from it."""
    with erasing(), connection.cursor() as cursor:
        for table in OF_PEOPLE:
            cursor.execute(
                f"DELETE FROM {table} WHERE contact_id = ANY(%s)",  # noqa: S608  (our own tables)
                [list(contact_ids)],
            )
