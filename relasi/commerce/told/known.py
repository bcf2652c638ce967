"""Orders that are here already, among the numbers that were told."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from relasi.commerce.models import Order

LOCK = """
SELECT id, external_id, contact_id, placed_at, currency, status,
    EXISTS (SELECT FROM commerce_return r WHERE r.order_id = o.id)
FROM commerce_order o WHERE external_id = ANY(%s) ORDER BY id FOR UPDATE
"""
LINES = """
SELECT order_id, product_id, quantity, amount FROM commerce_orderline
WHERE order_id = ANY(%s) ORDER BY order_id, number
"""
Line = tuple[int, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Known:
    id: int
    number: str
    contact_id: int
    placed_at: object
    currency: str
    status: str
    has_returns: bool

    @property
    def may_change(self) -> bool:
        """What was cancelled, or came back in part, stays as it is."""
        return self.status != Order.Status.CANCELLED and not self.has_returns


def known_orders(numbers: Collection[str]) -> dict[str, Known]:
    """Those of these numbers that are here, locked."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [sorted(numbers)])
        return {row[1]: Known(*row) for row in cursor.fetchall()}


def lines_of(order_ids: Collection[int]) -> dict[int, list[Line]]:
    """Product, quantity and amount of each line, by order."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, [list(order_ids)])
        found: dict[int, list[Line]] = {}
        for order_id, *line in cursor.fetchall():
            found.setdefault(order_id, []).append((line[0], line[1], line[2]))
        return found
