"""Batch after batch until nothing waits, whatever lies among it."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError
from psycopg import errors

from .batch import LARGEST, collect, set_aside

# Somebody was in our way; it passes.
PASSING = (
    errors.DeadlockDetected,
    errors.LockNotAvailable,
    errors.SerializationFailure,
    errors.UniqueViolation,
)
# The database is not well or busy, which is not the fault of what arrived: it waits.
UNWELL = (errors.OperationalError, errors.InternalError, errors.SerializationFailure)
# What an event nobody thought of makes of our own code. It may not hold up the others.
FAULTS = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, AssertionError)
TRIES = 5
log = logging.getLogger("relasi.timeline")


def drain(clock: Callable[[], datetime], *, seconds: float, largest: int = LARGEST) -> int:
    """Process what waits, each batch with a commit of its own; how many arrivals it was.

    Ends after the batch in which the time is up. A batch that cannot be processed is tried
    again in halves, until the arrival at fault stands alone and is set aside.
    """
    until = time.monotonic() + seconds
    limit, total = largest, 0
    while time.monotonic() < until:
        try:
            done = _patiently(limit, clock)
        except (DatabaseError, *FAULTS) as error:
            if _is_unwell(error):
                raise
            if limit > 1:
                limit //= 2
            else:
                log.exception("An event could not be processed and is in quarantine")
                set_aside(_reason(error), _why(error), clock())
                total, limit = total + 1, largest
            continue
        if not done:
            break
        total, limit = total + done, min(largest, limit * 2)
    return total


def _patiently(limit: int, clock: Callable[[], datetime]) -> int:
    """Again when somebody was in the way, a little later each time."""
    for attempt in range(1, TRIES):
        try:
            return collect(limit, clock())
        except DatabaseError as error:
            if not isinstance(error.__cause__, PASSING):
                raise
        time.sleep(0.05 * attempt)
    return collect(limit, clock())


def _reason(error: Exception) -> str:
    return "refused_by_database" if isinstance(error, DatabaseError) else "misread"


def _is_unwell(error: Exception) -> bool:
    cause = error.__cause__
    return isinstance(cause, UNWELL) and not isinstance(cause, errors.ProgramLimitExceeded)


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0]
