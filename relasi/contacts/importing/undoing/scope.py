"""The rows one transaction of taking back is about: a temporary table `import_undo`.

Every statement here is built from the tables a target declares; no text of a user enters it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from relasi.contacts.importing.targets import UndoTable

SLICE = 5_000
GOING = "SELECT row_id FROM import_undo WHERE NOT kept"
_KEEP = """
INSERT INTO contacts_importkept (run_id, "table", row_id, name, reason)
SELECT %s, %s, u.row_id, coalesce(left(({named})::text, 300), ''), u.reason
FROM import_undo AS u LEFT JOIN {table} AS t ON t.id = u.row_id WHERE u.kept
"""
_WITH_OWNER = """
UPDATE import_undo AS u SET kept = true, reason = k.reason FROM contacts_importkept AS k
WHERE k.run_id = %s AND k."table" = %s AND k.row_id = u.owner_id
"""


@dataclass(frozen=True, slots=True)
class Slice:
    """What one transaction did: how many rows it looked at, and how many it left."""

    seen: int
    kept: int


def execute(statement: str, params: Sequence[Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def keep_with_owner(run_id: int, table: UndoTable) -> None:
    """What belongs to a row that stays, stays."""
    if table.owner:
        execute(_WITH_OWNER, [run_id, table.owner[0]])


def list_kept(run_id: int, table: UndoTable) -> int:
    """Say what stays and why. Rows that stay with their owner are not named besides it."""
    if table.owner:
        return 0
    named = table.named.replace("%", "%%")
    return execute(_KEEP.format(named=named, table=table.table), [run_id, table.table])


@contextmanager
def around(table: UndoTable, ids: str = GOING) -> Iterator[None]:
    if table.around is None:
        yield
        return
    with table.around(ids):
        yield
