"""Orders through the API."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from relasi.accounts.public import actor_of, authorise, visible_owners
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.rest import Cursor, Id, Limit, Page, Strict, page_of, read_cursor

from . import public as commerce
from .queries.api import newest_orders

router = Router(tags=["orders"])

Status = Literal["open", "completed", "cancelled"]
Number = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^\S(.*\S)?$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Amount = Annotated[Decimal, Field(max_digits=15, decimal_places=2)]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=3)]
MOST_LINES = 1000


class LineIn(Strict):
    """`amount` is the line's total after discount, in the order's currency."""

    sku: Number
    quantity: Quantity = Decimal(1)
    amount: Amount


class OrderIn(Strict):
    """`external_id` is your number of the order: sent again, it is recorded once."""

    external_id: Number
    contact_id: Id
    placed_at: datetime
    currency: Currency
    lines: list[LineIn] = Field(min_length=1, max_length=MOST_LINES)
    status: Status = "completed"
    coupon: Annotated[str, Field(max_length=80)] = ""
    source: Annotated[str, Field(max_length=40)] = ""


class OrderOut(Strict):
    """`total_base` and `returned_base` are in the organisation's currency."""

    id: int
    external_id: str
    contact_id: int
    status: Status
    placed_at: datetime
    currency: str
    total: Decimal
    total_base: Decimal
    returned_base: Decimal
    coupon: str
    source: str


class LineOut(Strict):
    id: int
    number: int
    product_id: int
    sku: str
    product: str
    quantity: Decimal
    returned: Decimal
    amount: Decimal
    amount_base: Decimal


class OrderWithLines(OrderOut):
    lines: list[LineOut]


class PieceIn(Strict):
    line_id: Id
    quantity: Quantity


class ReturnIn(Strict):
    pieces: list[PieceIn] = Field(min_length=1, max_length=MOST_LINES)
    reason: Annotated[str, Field(max_length=200)] = ""
    returned_at: datetime | None = None


@router.get("/orders", response=Page[OrderOut], operation_id="list_orders")
def list_orders(
    request: HttpRequest,
    cursor: Cursor = "",
    limit: Limit = 50,
    contact_id: Id | None = None,
    status: Status | None = None,
) -> Any:
    """Orders, newest first."""
    authorise(actor_of(request), "view", "orders")
    position = read_cursor("orders", cursor)
    before = (datetime.fromisoformat(position[0]), position[1]) if position else None
    found = newest_orders(
        owners=visible_owners(actor_of(request), "view", "orders"),
        contact_id=contact_id,
        status=status,
        before=before,
        limit=limit + 1,
    )
    return page_of(
        "orders",
        found,
        limit=limit,
        item=lambda order: order,
        position=lambda order: [order.placed_at.isoformat(), order.id],
    )


@router.post("/orders", response={201: OrderWithLines}, operation_id="add_order")
def add_order(request: HttpRequest, order: OrderIn) -> Any:
    """Record an order with its lines; the products are known by their number."""
    actor = actor_of(request)
    owner_id = contacts.owner_of(order.contact_id)
    authorise(actor, "edit", "orders", owner_id=owner_id)
    values = order.dict() | {"lines": [commerce.LineIn(**line.dict()) for line in order.lines]}
    order_id = commerce.record_order(**values, by=actor, now=clock.now())
    return _with_lines(order_id)


@router.get("/orders/{order_id}", response=OrderWithLines, operation_id="get_order")
def get_order(request: HttpRequest, order_id: Id) -> Any:
    _reached(request, "view", order_id)
    return _with_lines(order_id)


@router.post("/orders/{order_id}/cancel", response=OrderWithLines, operation_id="cancel_order")
def cancel_order(request: HttpRequest, order_id: Id) -> Any:
    """The order did not happen; cancelling twice is cancelling once."""
    _reached(request, "edit", order_id)
    commerce.cancel_order(order_id=order_id, by=actor_of(request), now=clock.now())
    return _with_lines(order_id)


@router.post(
    "/orders/{order_id}/returns", response={201: OrderWithLines}, operation_id="return_goods"
)
def return_goods(request: HttpRequest, order_id: Id, returned: ReturnIn) -> Any:
    """Goods came back and were paid back by their share of the line's amount."""
    _reached(request, "edit", order_id)
    commerce.return_goods(
        order_id=order_id,
        pieces=[commerce.ReturnIn(**piece.dict()) for piece in returned.pieces],
        reason=returned.reason,
        returned_at=returned.returned_at,
        by=actor_of(request),
        now=clock.now(),
    )
    return _with_lines(order_id)


def _reached(request: HttpRequest, action: str, order_id: int) -> None:
    card = commerce.order_card(order_id)
    owner_id = contacts.owner_of(card.contact_id)
    authorise(actor_of(request), action, "orders", owner_id=owner_id)


def _with_lines(order_id: int) -> dict[str, Any]:
    card = commerce.order_card(order_id)
    fields = {name: getattr(card, name) for name in OrderOut.model_fields}
    lines = [
        {name: getattr(line, name) for name in LineOut.model_fields}
        for line in commerce.lines_of(order_id)
    ]
    return fields | {"lines": lines}
