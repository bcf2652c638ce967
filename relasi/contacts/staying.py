"""Who is here stays here while somebody adds to them: one lock, shared by those who add.

A lock on the rows themselves would write to each of them.
"""

from django.db import connection

LOCK = 5_402_117


def keep_people() -> None:
    """Until the transaction ends nobody is deleted, joined with another or taken back."""
    _execute("SELECT pg_advisory_xact_lock_shared(%s)")


def let_people_go() -> None:
    """Wait for those who add to people; to be called before anything is looked at."""
    _execute("SELECT pg_advisory_xact_lock(%s)")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK])
