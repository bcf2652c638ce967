"""How many people a question finds: exactly up to a limit and in short time, else about."""

import json
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from .conditions import Where

EXACT_UP_TO = 10_000
PATIENCE_MS = 120


@dataclass(frozen=True, slots=True)
class Total:
    number: int
    about: bool = False


def total(where: Where, guess: int | None = None, table: str = "contacts_contact") -> Total:
    """Counted when there seem to be few and that is quick, else the planner's estimate."""
    guess = estimate(where, table) if guess is None else guess
    counted = _count(where, table) if guess <= EXACT_UP_TO else None
    if counted is not None and counted <= EXACT_UP_TO:
        return Total(counted)
    return Total(round(max(guess, counted or 0), -3), about=True)


def _count(where: Where, table: str) -> int | None:
    """Up to one more than the limit; None when it takes too long."""
    sql = f"SELECT 1 FROM {table} c WHERE {where.sql} LIMIT {EXACT_UP_TO + 1}"  # noqa: S608
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL jit = off; SET LOCAL statement_timeout = {PATIENCE_MS}")
            cursor.execute(f"SELECT count(*) FROM ({sql}) found", where.params)  # noqa: S608
            counted: int = cursor.fetchone()[0]
            cursor.execute("SET LOCAL statement_timeout = 0")
            return counted
    except OperationalError:
        return None


def estimate(where: Where, table: str = "contacts_contact") -> int:
    """What the planner thinks, from its statistics, without reading a row."""
    sql = f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {table} c WHERE {where.sql}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, where.params)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])
