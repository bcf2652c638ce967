"""Orders as the API pages through them."""

from collections.abc import Collection
from datetime import datetime

from relasi.commerce.models import Order
from relasi.commerce.values import OrderCard

from .orders import card_of


def newest_orders(
    *,
    owners: Collection[int] | None,
    contact_id: int | None = None,
    status: str | None = None,
    before: tuple[datetime, int] | None = None,
    limit: int,
) -> list[OrderCard]:
    """Newest first, of those people that `owners` own; `before` is where a page ended."""
    rows = Order.objects.order_by("-placed_at", "id")
    if owners is not None:
        rows = rows.filter(contact__owner_id__in=owners)
    if contact_id is not None:
        rows = rows.filter(contact_id=contact_id)
    if status is not None:
        rows = rows.filter(status=status)
    if before is not None:
        at, order_id = before
        rows = rows.filter(placed_at__lte=at).exclude(placed_at=at, id__lte=order_id)
    return [card_of(row) for row in rows[:limit]]
