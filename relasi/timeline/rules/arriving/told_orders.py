"""What an event says of an order."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Doing = Literal["completed", "updated", "refunded", "cancelled"]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """`sku` is "" where the client names no product; `price` is of one piece."""

    sku: str
    name: str
    category: str
    brand: str
    quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class ToldOrder:
    """`amount` is what the goods cost after discount, without shipping and tax. Of a refund it
    is what was paid back, None where the client does not say.
    """

    doing: Doing
    number: str
    currency: str
    amount: Decimal | None
    coupon: str
    lines: tuple[ToldLine, ...]
