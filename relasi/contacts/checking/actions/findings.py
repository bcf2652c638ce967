"""What a check found becomes what is known: only the differences are written."""

from datetime import datetime
from typing import Any

from django.db import connection

from relasi.contacts.matching.leaving_out import left_out
from relasi.contacts.queries.erased import anybody_erased, erased_among

# A row an address and a kind; gathered by parts, each in the transaction of the check.
MAKE = """
CREATE TEMP TABLE IF NOT EXISTS check_found (identity_id bigint, kind text, meant text)
ON COMMIT DROP
"""
# Put right or gone, or doubtful in another way.
DROP = """
DELETE FROM contacts_addressfinding f WHERE NOT EXISTS (
    SELECT FROM check_found n WHERE n.identity_id = f.identity_id AND n.kind = f.kind)
"""
# What somebody left as it is stays left as long as the same is meant.
WRITE = """
INSERT INTO contacts_addressfinding (identity_id, kind, meant, found_at, left_by)
SELECT identity_id, kind, meant, %s, '' FROM check_found
ON CONFLICT (identity_id, kind) DO UPDATE
SET meant = excluded.meant, found_at = excluded.found_at, left_at = NULL, left_by = ''
WHERE contacts_addressfinding.meant <> excluded.meant
"""
MEANT = """
SELECT n.identity_id, split_part(i.value, '@', 1) || '@' || n.meant
FROM check_found n JOIN contacts_identity i ON i.id = n.identity_id WHERE n.kind = 'typo'
"""
CHUNK = 5_000


def begin() -> None:
    _execute(MAKE)


def write(*, now: datetime) -> int:
    """Make `check_found` what is known; returns how many are open."""
    if anybody_erased():
        _forget_erased()
    _execute(DROP)
    _execute(WRITE, [now])
    _execute("DROP TABLE check_found")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contacts_addressfinding WHERE left_at IS NULL")
        return int(cursor.fetchone()[0])


def _forget_erased() -> None:
    """Nobody is led back to an address that was erased with its person."""
    with connection.cursor() as cursor:
        cursor.execute(MEANT)
        while rows := cursor.fetchmany(CHUNK):
            gone = erased_among(("email", address) for _id, address in rows)
            ids = [identity for identity, address in rows if ("email", address) in gone]
            if ids:
                _execute(
                    "DELETE FROM check_found WHERE kind = 'typo' AND identity_id = ANY(%s)", [ids]
                )


def not_restricted(column: str) -> str:
    """A condition to add: whose data are kept and not used is not looked at either."""
    return left_out(column)


def _execute(statement: str, params: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
