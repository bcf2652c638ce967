"""What is known about one person's purchases, with the reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django.db import connection

from relasi import engine
from relasi.commerce import public as commerce
from relasi.insight.computing.borders import Cuts, by_category
from relasi.insight.models import Score
from relasi.insight.purchases import counted_lines
from relasi.insight.rules.lifecycle import Habit, Stage, Verdict, verdict
from relasi.insight.rules.quintiles import score

from .runs import RunCard, newest_run


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """One buyer, as of the newest run. `verdict` explains the stage from that run's numbers."""

    contact_id: int
    first_order_at: datetime
    last_order_at: datetime
    orders: int
    revenue: Decimal
    r: int
    f: int
    m: int
    cuts: Cuts
    typical_gap: float | None
    category_count: int
    items_per_order: float
    lifecycle: Stage
    lifecycle_before: str
    lifecycle_since: datetime
    verdict: Verdict
    as_of: datetime


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """The same three scores within one category."""

    category_id: int
    name: str
    last_order_at: datetime
    orders: int
    revenue: Decimal
    r: int
    f: int
    m: int


def scores_of(contact_id: int) -> ScoreCard | None:
    """None for somebody who has not bought yet, and before the first computation."""
    return cards([contact_id]).get(contact_id)


def cards(contact_ids: Iterable[int]) -> dict[int, ScoreCard]:
    """Those of them who bought, by id."""
    run = newest_run()
    if run is None:
        return {}
    rows = Score.objects.filter(pk__in=list(contact_ids))
    return {row.pk: _card(row, run) for row in rows}


def _card(row: Score, run: RunCard) -> ScoreCard:
    habit = Habit(row.last_order_at, row.order_days, row.typical_gap)
    return ScoreCard(
        contact_id=row.pk,
        first_order_at=row.first_order_at,
        last_order_at=row.last_order_at,
        orders=row.orders,
        revenue=row.revenue,
        r=row.r,
        f=row.f,
        m=row.m,
        cuts=run.cuts,
        typical_gap=row.typical_gap,
        category_count=row.category_count,
        items_per_order=row.items_per_order,
        lifecycle=row.lifecycle,  # type: ignore[arg-type]  # one of the stages, by its choices
        lifecycle_before=row.lifecycle_before,
        lifecycle_since=row.lifecycle_since,
        verdict=verdict(habit, run.usual_gap, run.limits, as_of=run.as_of),
        as_of=run.as_of,
    )


def categories_of(contact_id: int) -> list[CategoryCard]:
    """What they bought by category, the most valuable first, up to the newest run."""
    run = newest_run()
    if run is None:
        return []
    names = {one.id: one.name for one in commerce.categories()}
    return [_category(row, names, run) for row in _bought(contact_id, run.as_of)]


Bought = tuple[int, datetime, int, Decimal]
# An id nobody has: it keeps the place of the one who is asked about.
SOMEBODY = 2**63 - 1


def _category(row: Bought, names: dict[int, str], run: RunCard) -> CategoryCard:
    category, last, orders, revenue = row
    cuts = run.categories.get(category, Cuts())
    return CategoryCard(
        category,
        names.get(category, ""),
        last,
        orders,
        revenue,
        score(last, cuts.r),
        score(orders, cuts.f),
        score(revenue, cuts.m),
    )


def _bought(contact_id: int, as_of: datetime) -> list[Bought]:
    with connection.cursor() as cursor:
        cursor.execute(_question(as_of).replace(str(SOMEBODY), str(int(contact_id))))
        found = cursor.fetchall()
    return sorted(found, key=lambda row: (-row[3], row[0]))


@lru_cache(maxsize=4)
def _question(as_of: datetime) -> str:
    """The text that asks about SOMEBODY, compiled once a run: it takes longer than the answer."""
    session = engine.session()
    contacts = session.table("contacts")
    one = contacts.filter(contacts.id == SOMEBODY)
    rows = by_category(session, counted_lines(session, until=as_of, people=one, few=True))
    picked = rows.select("category", "last_order_at", "orders", "revenue")
    return session.postgres(picked, as_of=as_of)
