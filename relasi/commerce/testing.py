"""Makers for the tests of this package and of every package above it."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import count

from relasi.accounts.public import SYSTEM

from . import public

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_numbers = count(1)


def make_product(
    name: str = "", *, sku: str = "", category: tuple[str, ...] = (), brand: str = ""
) -> int:
    number = next(_numbers)
    return public.add_product(
        sku=sku or f"P-{number}",
        name=name or f"Product {number}",
        category_id=public.ensure_category(category) if category else None,
        brand=brand,
        by=SYSTEM,
        now=NOON,
    )


def make_order(  # noqa: PLR0913 - a verb, all by name
    contact_id: int,
    *products: int,
    at: datetime = NOON,
    amount: str = "10.00",
    quantity: str = "1",
    status: str = "completed",
    currency: str = "",
    external_id: str = "",
) -> int:
    """An order with one line of `amount` for each product (a new product when none is named)."""
    lines = [
        public.LineIn(public.product_card(product).sku, Decimal(quantity), Decimal(amount))
        for product in products or (make_product(),)
    ]
    return public.record_order(
        external_id=external_id or f"O-{next(_numbers)}",
        contact_id=contact_id,
        status=status,
        placed_at=at,
        currency=currency or public.base_currency(),
        lines=lines,
        by=SYSTEM,
        now=max(at, NOON),
    )
