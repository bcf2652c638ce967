"""What the Today page counts: the house as it stands this morning."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from relasi.engine import relations
from relasi.reports.public import Period

# Counting every row of a large table for one figure is not worth the wait.
COUNTED_UP_TO = 200_000


@dataclass(frozen=True, slots=True)
class Counts:
    """`orders` of the weeks of a period, the running week last; `orders_before` is last week up
    to the same hour. `customers_about`: the figure is the planner's estimate.
    """

    customers: int
    customers_about: bool
    orders: tuple[int, ...]
    orders_before: int
    at_risk: int


def counts(span: Period) -> Counts:
    customers, about = _customers()
    by_week = _orders_by_week(span)
    mondays = span.mondays
    return Counts(
        customers=customers,
        customers_about=about,
        orders=tuple(by_week.get(monday, 0) for monday in mondays),
        orders_before=_orders_between(mondays[-2], mondays[-2] + (span.until - mondays[-1])),
        at_risk=_one(
            f"SELECT count(*) FROM {relations.physical('scores')} WHERE lifecycle = 'at_risk'"  # noqa: S608
        ),
    )


def _customers() -> tuple[int, bool]:
    """People with an order, so with a score; before the first scoring, everybody."""
    scored = _one(f"SELECT count(*) FROM {relations.physical('scores')}")  # noqa: S608
    if scored:
        return scored, False
    people = relations.physical("contacts")
    guess = _one("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE relname = %s", people)
    if guess > COUNTED_UP_TO:
        return guess, True
    return _one(f"SELECT count(*) FROM {people}"), False  # noqa: S608


def _orders_by_week(span: Period) -> dict[datetime, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT date_trunc('week', placed_at, %s), count(*) FROM"  # noqa: S608
            f" {relations.physical('orders')}"
            " WHERE status = 'completed' AND placed_at >= %s AND placed_at < %s GROUP BY 1",
            [span.zone, span.since, span.until],
        )
        return dict(cursor.fetchall())


def _orders_between(since: datetime, until: datetime) -> int:
    return _one(
        f"SELECT count(*) FROM {relations.physical('orders')}"  # noqa: S608
        " WHERE status = 'completed' AND placed_at >= %s AND placed_at < %s",
        since,
        until,
    )


def _one(statement: str, *arguments: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(arguments))  # type: ignore[arg-type]
        return int((cursor.fetchone() or (0,))[0])


def exists(logical: str) -> bool:
    """Whether a relation has any row."""
    return bool(_one(f"SELECT count(*) FROM (SELECT FROM {relations.physical(logical)} LIMIT 1) r"))  # noqa: S608
