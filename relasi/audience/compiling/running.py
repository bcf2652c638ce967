"""PostgreSQL answers compiled relations, inside the caller's transaction.

All tables of a segment live in PostgreSQL and no condition needs a window function over
events, so the planner's rule (docs/explanation/segments.md) picks PostgreSQL.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from .situation import Situation

Ids = npt.NDArray[np.int64]
# array_send: dimensions, flags, element type, length, lower bound; then (size, value) each.
HEADER = 20
ELEMENT = np.dtype([("size", ">i4"), ("value", ">i8")])


def text(relation: Any, situation: Situation) -> str:
    """The one statement for PostgreSQL."""
    return situation.session.postgres(relation, as_of=situation.as_of)


def ids(relation: Any, situation: Situation) -> Ids:
    """The contact ids of a relation, in no order. A million take 0.1 s: they come as one array."""
    statement = f"SELECT array_send(array_agg(contact_id)) FROM ({text(relation, situation)}) r"  # noqa: S608  # compiled
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return np.empty(0, np.int64)
    return np.frombuffer(bytes(row[0])[HEADER:], ELEMENT)["value"].astype(np.int64)


def records(relation: Any, situation: Situation) -> list[dict[str, Any]]:
    """The rows of a small relation."""
    with connection.cursor() as cursor:
        cursor.execute(text(relation, situation))
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
