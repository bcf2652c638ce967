"""What clients told of orders that cannot be done yet, kept until it can."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from relasi.commerce.models import WaitingOrder
from relasi.timeline.events import OrderTold
from relasi.timeline.public import ToldLine, ToldOrder

TAKE = """
DELETE FROM commerce_waitingorder WHERE id IN (
    SELECT id FROM commerce_waitingorder WHERE {condition} ORDER BY id FOR UPDATE
) RETURNING id, contact_id, visitor_id, at, source, told::text
"""


def wait(orders: Iterable[OrderTold], now: datetime) -> None:
    WaitingOrder.objects.bulk_create(
        WaitingOrder(
            contact_id=one.contact_id,
            visitor_id=one.visitor_id,
            number=one.order.number,
            at=one.at,
            source=one.source,
            told=json.loads(json.dumps(asdict(one.order), default=str)),
            waits_since=now,
        )
        for one in orders
    )


def of_visitors(contacts: Mapping[int, int]) -> list[OrderTold]:
    """Take what waits for these visitors, who are known now, in the order in which it came."""
    rows = _take("visitor_id = ANY(%s)", list(contacts))
    return [_told(row, contacts.get(row[2])) for row in rows]


def of_numbers(numbers: Collection[str]) -> list[OrderTold]:
    """Take what waits for these orders, in the order in which it came."""
    return [_told(row, row[1]) for row in _take("number = ANY(%s)", list(numbers))]


def forget(contact_ids: Collection[int]) -> None:
    WaitingOrder.objects.filter(contact_id__in=contact_ids).delete()


def _take(condition: str, wanted: list[Any]) -> list[tuple[Any, ...]]:
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(condition=condition), [wanted])
        return sorted(cursor.fetchall())


def _told(row: tuple[Any, ...], contact_id: int | None) -> OrderTold:
    _id, _contact, visitor_id, at, source, text = row
    said = json.loads(text)
    lines = tuple(
        ToldLine(**line | {"quantity": Decimal(line["quantity"]), "price": Decimal(line["price"])})
        for line in said["lines"]
    )
    amount = None if said["amount"] is None else Decimal(said["amount"])
    order = ToldOrder(**said | {"lines": lines, "amount": amount})
    return OrderTold(contact_id, visitor_id, at, source, order)
