"""Addresses that look odd and are right: left as they are, and not found again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from relasi.accounts.public import Actor, record

LEAVE = """
UPDATE contacts_addressfinding f SET left_at = %s, left_by = %s
WHERE f.left_at IS NULL AND f.id IN ({chosen})
"""
TAKE_UP = """
UPDATE contacts_addressfinding f SET left_at = NULL, left_by = ''
WHERE f.left_at IS NOT NULL AND f.id IN ({chosen})
"""
Chosen = tuple[str, Sequence[Any]]


@transaction.atomic
def leave_findings(*, chosen: Chosen, by: Actor, now: datetime) -> int:
    """`chosen` is a SELECT of findings' ids; how many were open."""
    sql, params = chosen
    left = _execute(LEAVE.format(chosen=sql), [now, by.label, *params])
    if left:
        record(by, "left addresses", "contacts", at=now, findings=left)
    return left


@transaction.atomic
def take_up_findings(*, chosen: Chosen, by: Actor, now: datetime) -> int:
    """Doubtful again; how many were left."""
    sql, params = chosen
    taken = _execute(TAKE_UP.format(chosen=sql), list(params))
    if taken:
        record(by, "took addresses up again", "contacts", at=now, findings=taken)
    return taken


def _execute(statement: str, params: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)
