"""Orders as events on the timeline: one "order completed" for each completed order."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from relasi.timeline import public as timeline

COMPLETED = """
SELECT o.contact_id, o.placed_at AS at, 'order completed' AS name, 'orders' AS channel,
    o.source, o.id AS order_id, o.total_base AS revenue, o.is_sample, 'order:' || o.id AS key,
    jsonb_build_object('number', o.external_id, 'total', o.total::text, 'currency', o.currency)
        AS properties
FROM commerce_order o WHERE o.status = 'completed' AND o.id IN ({orders})
"""


@transaction.atomic
def tell_orders(orders_sql: str, params: Sequence[Any] = ()) -> int:
    """Make the timeline say what these orders are now; returns how many are completed.

    `orders_sql` selects order ids in one column. For imports and whoever writes orders as a
    set; calling it twice changes nothing. Before orders are deleted, call `untell_orders`.
    """
    untell_orders(orders_sql, params)
    return timeline.record_select(COMPLETED.format(orders=orders_sql), params)


def untell_orders(orders_sql: str, params: Sequence[Any] = ()) -> None:
    """Take the "order completed" of these orders off the timeline."""
    timeline.forget_select(f"SELECT 'order:' || told.id FROM ({orders_sql}) told (id)", params)  # noqa: S608
