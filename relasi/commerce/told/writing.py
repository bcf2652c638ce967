"""Told orders written as a set: new ones, and those that are something else now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from relasi.commerce.actions.telling import tell_orders
from relasi.commerce.events import OrderCompleted, OrdersCompleted
from relasi.commerce.rules import in_base, spread
from relasi.contacts.public import importing
from relasi.kernel import bus
from relasi.timeline.events import OrderTold
from relasi.timeline.public import ToldOrder

from .goods import SOMETHING, products_of, sku_of
from .known import Known, Line, lines_of
from .rating import Rates

ORDER = (
    "id", "external_id", "contact_id", "status", "placed_at", "currency", "total", "total_base",
    "returned_base", "coupon", "source", "is_sample", "version",
)  # fmt: skip
LINE = (
    "order_id", "contact_id", "product_id", "placed_at", "quantity", "amount", "amount_base",
    "number",
)  # fmt: skip
CHANGE = """
UPDATE commerce_order o SET currency = n.currency, total = n.total, total_base = n.total_base,
    coupon = coalesce(nullif(n.coupon, ''), o.coupon), version = o.version + 1
FROM unnest(%s::bigint[], %s::text[], %s::numeric[], %s::numeric[], %s::text[])
    AS n (id, currency, total, total_base, coupon)
WHERE o.id = n.id
"""
ONE = Decimal(1)


def add(fresh: Mapping[str, OrderTold], rates: Rates, now: datetime) -> None:
    """New orders with their lines, told on the timeline of whoever placed them."""
    if not fresh:
        return
    products = _products(fresh.values(), now)
    ids = importing.new_ids("commerce_order", len(fresh))
    orders: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    for number, one in zip(ids, fresh.values(), strict=True):
        order, placed_at = one.order, min(one.at, now)
        parts = _lines(order, _wanted(order, products))
        total_base, in_ours = _in_ours(order, parts, rates, one.at)
        orders.append(
            (number, order.number, one.contact_id, "completed", placed_at, order.currency,
             _sum(parts), total_base, 0, order.coupon, one.source, False, 1)
        )  # fmt: skip
        lines += _rows(number, one.contact_id, placed_at, parts, in_ours)
    importing.copy_values("commerce_order", ORDER, orders)
    importing.copy_values("commerce_orderline", LINE, lines)
    tell_orders("SELECT unnest(%s::bigint[])", [ids])
    completed = (OrderCompleted(row[0], row[2], row[4], row[7]) for row in orders)
    bus.publish(OrdersCompleted(tuple(completed)))


def change(
    changed: Mapping[str, OrderTold], known: Mapping[str, Known], rates: Rates, now: datetime
) -> None:
    """What the shop says now stands; an order that tells no products keeps its own."""
    pairs = [(one.order, known[number], one.at) for number, one in changed.items()]
    pairs = [(order, kept, at) for order, kept, at in pairs if kept.may_change]
    if not pairs:
        return
    products = _products(changed.values(), now)
    before = lines_of([kept.id for _order, kept, _at in pairs])
    heads: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    for order, kept, at in pairs:
        wanted = _wanted(order, products) if order.lines else before.get(kept.id, [])
        parts = _lines(order, wanted)
        total_base, in_ours = _in_ours(order, parts, rates, at)
        heads.append((kept.id, order.currency, _sum(parts), total_base, order.coupon))
        lines += _rows(kept.id, kept.contact_id, kept.placed_at, parts, in_ours)
    ids = [head[0] for head in heads]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM commerce_orderline WHERE order_id = ANY(%s)", [ids])
        cursor.execute(CHANGE, [list(column) for column in zip(*heads, strict=True)])
    importing.copy_values("commerce_orderline", LINE, lines)
    tell_orders("SELECT unnest(%s::bigint[])", [ids])


def _products(told: Iterable[OrderTold], now: datetime) -> dict[str, int]:
    lines = (line for one in told for line in one.order.lines or [SOMETHING])
    return products_of(lines, now)


def _wanted(order: ToldOrder, products: Mapping[str, int]) -> list[Line]:
    """Product, quantity and full price of each line; one line where no product is told."""
    if not order.lines:
        return [(products[sku_of(SOMETHING)], ONE, ONE)]
    return [
        (products[sku_of(line)], line.quantity, line.price * line.quantity) for line in order.lines
    ]


def _lines(order: ToldOrder, wanted: Sequence[Line]) -> list[Line]:
    """The same with what was paid for each, which adds up to what the order cost."""
    prices = [price for _product, _quantity, price in wanted]
    amounts = spread(order.amount or Decimal(0), prices, order.currency)
    return [(line[0], line[1], amount) for line, amount in zip(wanted, amounts, strict=True)]


def _in_ours(
    order: ToldOrder, parts: Sequence[Line], rates: Rates, at: datetime
) -> tuple[Decimal, list[Decimal]]:
    rate = rates.at(order.currency, at)
    assert rate is not None  # checked before the batch was written
    return in_base([amount for _product, _quantity, amount in parts], rate, rates.base)


def _rows(
    order_id: int,
    contact_id: int | None,
    placed_at: object,
    parts: Sequence[Line],
    in_ours: Sequence[Decimal],
) -> list[tuple[Any, ...]]:
    return [
        (order_id, contact_id, product, placed_at, quantity, amount, base, number)
        for number, ((product, quantity, amount), base) in enumerate(
            zip(parts, in_ours, strict=True), start=1
        )
    ]


def _sum(parts: Sequence[Line]) -> Decimal:
    return sum((amount for _product, _quantity, amount in parts), Decimal(0))
