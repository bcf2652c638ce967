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
    """`orders` of the weeks of a period, the running week last; `orders_moved` is what the days
    of this week that are over have over the same days of last week, as a share: a day under way
    is like no other, since many shops hand their orders in at night. None on a Monday.
    `customers_about`: the figure is the planner's estimate.
    """

    customers: int
    customers_about: bool
    orders: tuple[int, ...]
    orders_moved: float | None
    at_risk: int


def counts(span: Period) -> Counts:
    customers, about = _customers()
    by_week = _orders_by_week(span)
    mondays = span.mondays
    return Counts(
        customers=customers,
        customers_about=about,
        orders=tuple(by_week.get(monday, 0) for monday in mondays),
        orders_moved=_moved(mondays[-2], mondays[-1], _midnight(span)),
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


def _midnight(span: Period) -> datetime:
    """When today began; periods end by the clock of their zone."""
    return span.until.replace(hour=0, minute=0, second=0, microsecond=0)


def _moved(last_monday: datetime, monday: datetime, midnight: datetime) -> float | None:
    """Aware datetimes of one zone are added to by the wall, so a change of clocks is no day."""
    before = _orders_between(last_monday, last_monday + (midnight - monday))
    if not before:
        return None
    return (_orders_between(monday, midnight) - before) / before


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
