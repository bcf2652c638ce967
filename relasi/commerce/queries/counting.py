"""How many rows a list has: exactly while that is quick, else about."""

import json
from typing import Any

from django.db.models import Model, QuerySet

EXACT_UP_TO = 10_000


def counted(rows: QuerySet[Any]) -> tuple[int, bool]:
    """The number, and whether it is the planner's estimate."""
    exact = rows.order_by()[: EXACT_UP_TO + 1].count()
    if exact <= EXACT_UP_TO:
        return exact, False
    return max(_estimate(rows), exact), True


def _estimate(rows: QuerySet[Model]) -> int:
    plan = json.loads(rows.order_by().explain(format="json"))
    return round(int(plan[0]["Plan"]["Plan Rows"]), -2)
