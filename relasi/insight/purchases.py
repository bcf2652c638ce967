"""Which purchases count, as relations: one definition for scores, segments and facts.

Completed orders count, up to a moment; open and cancelled ones do not, nor what is dated
later. Money is in the base currency, less what was paid back.
"""

from datetime import UTC, datetime
from typing import Any

import ibis

from relasi.engine import Session

COMPLETED = "completed"


def counted_orders(session: Session, *, until: datetime, people: Any = None) -> Any:
    """One row per order: contact_id, order_id, placed_at, net. `people` is a relation with id."""
    orders = session.table("orders")
    held = orders.filter(orders.status == COMPLETED, orders.placed_at <= _at(until))
    if people is not None:
        held = held.semi_join(people, held.contact_id == people.id)
    return held.select(
        "contact_id",
        "placed_at",
        order_id=held.id,
        net=held.total_base - held.returned_base,
    )


def counted_lines(  # noqa: PLR0913  # each narrows the lines
    session: Session,
    *,
    until: datetime,
    since: datetime | None = None,
    products: Any = None,
    people: Any = None,
    money: bool = True,
    few: bool = False,
) -> Any:
    """One row per line: contact_id, order_id, product_id, placed_at, quantity, net.

    `products` and `people` are relations with `id`. Without `money` net is 0 and returns are
    not read; with `few` only the returns of these lines are, which is right for a handful.
    """
    lines = session.table("order_lines")
    held = lines.filter(lines.placed_at <= _at(until))
    if since is not None:
        held = held.filter(held.placed_at > _at(since))
    if products is not None:
        held = held.semi_join(products, held.product_id == products.id)
    if people is not None:
        held = held.semi_join(people, held.contact_id == people.id)
    orders = session.table("orders")
    uncounted = orders.filter(orders.status != COMPLETED)
    held = held.anti_join(uncounted, held.order_id == uncounted.id)
    columns = ("contact_id", "order_id", "product_id", "placed_at", "quantity")
    if not money:
        return held.select(*columns, net=ibis.literal(0))
    returns = session.table("returns")
    mine = returns.line_id.isin(held.id) if few else returns.line_id.notnull()
    paid_back = returns.filter(mine).group_by("line_id").agg(back=returns.amount_base.sum())
    joined = held.left_join(paid_back, held.id == paid_back.line_id)
    return joined.select(*columns, net=joined.amount_base - joined.back.fill_null(0))


def _at(moment: datetime) -> Any:
    return ibis.literal(moment.astimezone(UTC)).cast("timestamp('UTC')")
