"""Who is alive: each worker holds a lock named after its claim, the dead hold none."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

T = TypeVar("T")

PATIENCE_SECONDS = 90
KEY = "hashtextextended(%s, 20261122)"


def hold(claim: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock({KEY})", [str(claim)])


@contextmanager
def living(claim: UUID) -> Iterator[None]:
    """Be known as alive under this claim."""
    hold(claim)
    try:
        yield
    finally:
        # A connection that broke has let go of its locks by itself.
        with suppress(OperationalError, InterfaceError), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_unlock({KEY})", [str(claim)])


def is_dead(claim: UUID) -> bool:
    """Whether nobody holds this claim. Inside a transaction; keeps the name until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({KEY})", [str(claim)])
        return bool(cursor.fetchone()[0])


def steadily(work: Callable[[], T], *, claim: UUID) -> T:
    """Do a repeatable piece of work; when the database goes away, wait for it and repeat.

    What this worker knows (a message is out) must reach the ledger, so it does not give
    up before PATIENCE_SECONDS.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    again = False
    while True:
        try:
            if again:
                hold(claim)
            return work()
        except (OperationalError, InterfaceError):
            if time.monotonic() > deadline or connection.in_atomic_block:
                raise
            connection.close()
            again = True
            time.sleep(0.2)
