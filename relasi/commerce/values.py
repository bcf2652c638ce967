"""The values that cross the door of commerce. Amounts are whole units, not cents."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LineIn:
    """A line to be recorded: `amount` is the line's total after discount."""

    sku: str
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """`path` is the names from the top: ("Grocery", "Coffee")."""

    id: int
    name: str
    parent_id: int | None
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductCard:
    id: int
    sku: str
    name: str
    category_id: int | None
    category: str
    brand: str
    price: Decimal | None
    currency: str
    is_active: bool
    version: int


@dataclass(frozen=True, slots=True)
class LineCard:
    id: int
    number: int
    product_id: int
    sku: str
    product: str
    quantity: Decimal
    returned: Decimal
    amount: Decimal
    amount_base: Decimal


@dataclass(frozen=True, slots=True)
class ReturnCard:
    id: int
    product: str
    quantity: Decimal
    amount: Decimal
    amount_base: Decimal
    returned_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class OrderCard:
    id: int
    external_id: str
    contact_id: int
    status: str
    status_label: str
    placed_at: datetime
    currency: str
    total: Decimal
    total_base: Decimal
    returned_base: Decimal
    coupon: str
    source: str


@dataclass(frozen=True, slots=True)
class ReturnIn:
    """So many pieces of one line came back."""

    line_id: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class CustomerTotals:
    """What a contact bought, returns taken off; cancelled and open orders do not count."""

    orders: int
    value: Decimal
    first_at: datetime | None
    last_at: datetime | None
