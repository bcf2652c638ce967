"""What others may hear about orders."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class OrderCompleted:
    order_id: int
    contact_id: int
    placed_at: datetime
    total_base: Decimal


@dataclass(frozen=True, slots=True)
class OrdersCompleted:
    """Those that came in together."""

    orders: tuple[OrderCompleted, ...]


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    order_id: int
    contact_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class GoodsReturned:
    return_id: int
    order_id: int
    contact_id: int
    at: datetime
    amount_base: Decimal


@dataclass(frozen=True, slots=True)
class OrdersRecorded:
    """Orders are here that were not, by whatever way, but for those that events told of."""

    numbers: tuple[str, ...]
    now: datetime
