"""Who is here stays here while somebody adds to them: one lock, shared by those who add.

A lock on the rows themselves would write to each of them.
"""

from collections.abc import Callable, Sequence

from django.db import connection

from relasi.kernel.errors import Refused

LOCK = 5_402_117
Bound = Callable[[Sequence[int]], str]
_bound: dict[Bound, None] = {}


def register_bound(ask: Bound) -> None:
    """`ask(ids)` says why these people must stay who they are for now, or "" when they need not."""
    _bound[ask] = None


def refuse_bound(contact_ids: Sequence[int]) -> None:
    """To be called once nobody can begin anything with them. Raises Refused."""
    for ask in _bound:
        if sentence := ask(contact_ids):
            raise Refused(sentence)


def keep_people() -> None:
    """Until the transaction ends nobody is deleted, joined with another or taken back."""
    _execute("SELECT pg_advisory_xact_lock_shared(%s)")


def let_people_go() -> None:
    """Wait for those who add to people; to be called before anything is looked at."""
    _execute("SELECT pg_advisory_xact_lock(%s)")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK])
