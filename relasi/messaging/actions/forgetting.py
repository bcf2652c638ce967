"""People are deleted: nothing more goes to them, and the ledger keeps no address of theirs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

# A message that is being handed over this very moment is out already; its outcome is written.
HOLD_BACK = """
    UPDATE messaging_delivery
    SET state = 'suppressed', reason = 'no_contact', claim = NULL, updated_at = %(now)s
    WHERE contact_id = ANY(%(ids)s) AND state IN ('queued', 'deferred', 'claimed')
"""
# One address is in one mailing once, so that what stands for it is different in each row.
TAKE_ADDRESSES = """
    UPDATE messaging_delivery SET address = 'deleted-' || id, detail = ''
    WHERE contact_id = ANY(%(ids)s)
"""
FORGET_CASES = "DELETE FROM messaging_preflightcase WHERE contact_id = ANY(%(ids)s)"


def forget_people(contact_ids: Sequence[int], *, now: datetime) -> None:
    """Inside the transaction that deletes them."""
    values: dict[str, Any] = {"ids": list(contact_ids), "now": now}
    with connection.cursor() as cursor:
        for statement in (HOLD_BACK, TAKE_ADDRESSES, FORGET_CASES):
            cursor.execute(statement, values)
