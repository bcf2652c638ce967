"""Whose purchases may count otherwise than at the last computation."""

from datetime import UTC, datetime
from typing import Any

import ibis

from relasi.engine import Session


def affected(session: Session, *, since: datetime, until: datetime) -> Any:
    """Each person once, as `id`: whose orders or lines changed, who bought a product that went
    to another category, and whose orders bear a date after `since`, up to `until`.
    """
    changes = session.table("purchase_changes")
    people = changes.filter(changes.contact_id.notnull()).select(id=changes.contact_id)
    moved = changes.filter(changes.product_id.notnull()).select(product=changes.product_id)
    lines = session.table("order_lines")
    buyers = lines.semi_join(moved, lines.product_id == moved.product).select(id=lines.contact_id)
    orders = session.table("orders")
    due = orders.filter(orders.placed_at > _at(since), orders.placed_at <= _at(until))
    return ibis.union(people, buyers, due.select(id=due.contact_id), distinct=True)


def _at(moment: datetime) -> Any:
    return ibis.literal(moment.astimezone(UTC)).cast("timestamp('UTC')")
