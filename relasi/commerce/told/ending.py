"""Orders that were cancelled or paid back, by the verbs that people at work use."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from relasi.accounts.public import SYSTEM
from relasi.commerce.actions.ordering import cancel_order
from relasi.commerce.actions.returning import pay_back, return_goods
from relasi.commerce.models import Order, Return
from relasi.commerce.queries.orders import lines_of, order_card
from relasi.commerce.values import LineCard, OrderCard, ReturnIn
from relasi.timeline.events import OrderTold

from .goods import sku_of


def end(ended: Sequence[OrderTold], now: datetime) -> None:
    """One by one: few orders end so, and each is told and put down by itself."""
    ids = dict(
        Order.objects.filter(external_id__in={one.order.number for one in ended}).values_list(
            "external_id", "pk"
        )
    )
    for one in ended:
        _end(order_card(ids[one.order.number]), one, now)


def _end(order: OrderCard, one: OrderTold, now: datetime) -> None:
    if order.status == Order.Status.CANCELLED:
        return
    if one.order.doing == "cancelled" and not Return.objects.filter(order_id=order.id).exists():
        cancel_order(order_id=order.id, by=SYSTEM, now=now)
    elif order.status == Order.Status.COMPLETED:
        _give_back(order, one, now)


def _give_back(order: OrderCard, one: OrderTold, now: datetime) -> None:
    """The goods that are named; all that is left where none are; of an amount, so much."""
    at = min(max(one.at, order.placed_at), now)
    lines = lines_of(order.id)
    amount = one.order.amount
    by_amount = one.order.doing == "refunded" and not one.order.lines and amount is not None
    if by_amount and amount is not None and amount < order.total:
        pay_back(order_id=order.id, amount=amount, returned_at=at, by=SYSTEM, now=now)
        return
    pieces = _named(lines, one) if one.order.lines else _all(lines)
    if pieces:
        return_goods(order_id=order.id, pieces=pieces, returned_at=at, by=SYSTEM, now=now)


def _all(lines: Sequence[LineCard]) -> list[ReturnIn]:
    return [
        ReturnIn(line.id, line.quantity - line.returned)
        for line in lines
        if line.quantity > line.returned
    ]


def _named(lines: Sequence[LineCard], one: OrderTold) -> list[ReturnIn]:
    """At most what is left of each; what the order does not have came back from elsewhere."""
    wanted: dict[str, Decimal] = {}
    for said in one.order.lines:
        sku = sku_of(said)
        wanted[sku] = wanted.get(sku, Decimal(0)) + said.quantity
    found = []
    for line in lines:
        pieces = min(wanted.get(line.sku, Decimal(0)), line.quantity - line.returned)
        if pieces > 0:
            wanted[line.sku] -= pieces
            found.append(ReturnIn(line.id, pieces))
    return found
