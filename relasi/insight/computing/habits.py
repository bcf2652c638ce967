"""When each person buys and for how much: from orders."""

from datetime import datetime
from typing import Any

import ibis

from relasi.engine import Session
from relasi.insight.purchases import counted_orders


def habits(session: Session, *, until: datetime, people: Any = None) -> Any:
    """One row per buyer: first_order_at, last_order_at, orders, order_days, revenue,
    typical_gap (the median of days between order days, null for one).
    """
    orders = counted_orders(session, until=until, people=people)
    days = orders.mutate(day=orders.placed_at.date())
    before = days.day.lag().over(group_by="contact_id", order_by=["placed_at", "order_id"])
    steps = days.mutate(gap=days.day.delta(before, unit="day"))
    moved = steps.gap > 0
    return steps.group_by("contact_id").agg(
        first_order_at=steps.placed_at.min(),
        last_order_at=steps.placed_at.max(),
        orders=steps.count().cast("int32"),
        order_days=(steps.count(where=moved) + 1).cast("int32"),
        revenue=steps.net.sum().cast("decimal(18,2)"),
        typical_gap=ibis.ifelse(moved, steps.gap, None).cast("float64").median(),
    )
