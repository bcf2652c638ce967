"""Who is compared with nobody. Packages above say so by a view of theirs."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from relasi.accounts.public import Actor

_views: dict[str, None] = {}
OUTDATE = """
UPDATE contacts_matchproposal SET state = 'outdated'
WHERE state = 'open' AND (a_id = ANY(%(ids)s) OR b_id = ANY(%(ids)s))
"""
CHANGED = """
UPDATE contacts_contact SET updated_at = %(now)s, updated_by = %(by)s, version = version + 1
WHERE id = ANY(%(ids)s)
"""


def register_left_out(view: str) -> None:
    """`view` has a column contact_id: these people are in no search for duplicates."""
    _views[view] = None


def left_out(column: str, schema: str = "") -> str:
    """A condition to add to a WHERE; `column` holds the person."""
    return "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {schema}{view} o WHERE o.contact_id = {column})"  # noqa: S608
        for view in _views
    )


@transaction.atomic
def compare_anew(contact_ids: Collection[int], *, by: Actor, now: datetime) -> None:
    """What was proposed about these people does not stand any more; the next search looks at them
    as at newcomers, or not at all.
    """
    values: dict[str, Any] = {"ids": list(contact_ids), "now": now, "by": by.label}
    with connection.cursor() as cursor:
        cursor.execute(OUTDATE, values)
        cursor.execute(CHANGED, values)
