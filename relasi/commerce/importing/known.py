"""Orders that are here already: the same again, more of them, or another version."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from relasi.commerce.queries.rates import base_currency
from relasi.commerce.rules import in_base
from relasi.contacts.public import importing

from .drafts import Draft

_ORDERS = """
SELECT o.id, o.external_id, o.contact_id, o.placed_at, o.currency, o.status, o.coupon,
  o.version, to_jsonb(o)::text,
  EXISTS (SELECT 1 FROM commerce_return AS r WHERE r.order_id = o.id),
  EXISTS (SELECT 1 FROM contacts_importmade AS m WHERE m.run_id = %(run)s
          AND m."table" = 'commerce_order' AND o.id BETWEEN m.first_id AND m.last_id)
  OR EXISTS (SELECT 1 FROM contacts_importchange AS h WHERE h.run_id = %(run)s
             AND h."table" = 'commerce_order' AND h.row_id = o.id)
FROM commerce_order AS o WHERE o.external_id = ANY(%(numbers)s) ORDER BY o.id FOR UPDATE
"""
_LINES = """
SELECT order_id, product_id, quantity, amount, number, id, to_jsonb(l)::text
FROM commerce_orderline AS l WHERE order_id = ANY(%s) ORDER BY order_id, number
"""
_ADD_LINE = """
INSERT INTO commerce_orderline AS l
  (order_id, contact_id, product_id, placed_at, quantity, amount, amount_base, number)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id, to_jsonb(l)::text
"""
_CHANGE = """
UPDATE commerce_order SET contact_id = %s, status = %s, placed_at = %s, currency = %s,
  total = %s, total_base = %s, coupon = %s, version = version + 1 WHERE id = %s
"""
LineKey = tuple[int, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class KeptLine:
    id: int
    number: int
    key: LineKey
    row: str


@dataclass(slots=True)
class Known:
    """An order as it is; `of_this_run` says that this very file brought some of it in. `head`
    is contact, moment, currency, status and coupon.
    """

    id: int
    contact_id: int
    head: tuple[Any, ...]
    version: int
    row: str
    has_returns: bool
    of_this_run: bool
    lines: list[KeptLine]

    def speak_for(self, draft: Draft) -> None:
        """What the file does not say stays as it is."""
        *_whose, status, coupon = self.head
        draft.status = draft.status or status
        draft.coupon = draft.coupon or coupon

    def refusal(self, draft: Draft) -> str:
        """Why the file may not change this order; "" when it may."""
        currency = self.head[2]
        if not draft.says_currency and currency != draft.currency:
            named = {"number": draft.number, "currency": currency}
            return _("Order %(number)s is in %(currency)s. Say so in a column.") % named
        if self.has_returns and not self.same(draft):
            named = {"number": draft.number}
            return _("Goods of order %(number)s came back already; it stays as it is.") % named
        if self.of_this_run and draft.contact_id != self.contact_id:
            return _("Order %(number)s belongs to two people here.") % {"number": draft.number}
        return ""

    def same(self, draft: Draft) -> bool:
        return self.head == _head(draft) and [line.key for line in self.lines] == _keys(draft)


def known_orders(run_id: int, numbers: list[str]) -> dict[str, Known]:
    """Those of these numbers that are here, locked, by number."""
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, {"run": run_id, "numbers": numbers})
        found = {
            row[1]: Known(row[0], row[2], row[2:7], row[7], row[8], row[9], row[10], [])
            for row in cursor.fetchall()
        }
        by_id = {known.id: known for known in found.values()}
        if by_id:
            cursor.execute(_LINES, [list(by_id)])
            for order, product, quantity, amount, number, line, row in cursor.fetchall():
                key = (product, quantity, amount)
                by_id[order].lines.append(KeptLine(line, number, key, row))
    return found


def _head(draft: Draft) -> tuple[Any, ...]:
    return (draft.contact_id, draft.placed_at, draft.currency, draft.status, draft.coupon)


def _keys(draft: Draft) -> list[LineKey]:
    return [(line.product_id, line.quantity, line.amount) for line in draft.lines]


def change_order(batch: importing.Batch, draft: Draft, known: Known) -> bool:
    """Make the order what the file says: its lines are replaced, or, when this file brought
    the others in, these come after them. False when nothing differs.
    """
    if known.same(draft) and not known.of_this_run:
        return False
    kept = [line.key for line in known.lines] if known.of_this_run else []
    keys = kept + _keys(draft)
    amounts = [amount for _product, _quantity, amount in keys]
    total_base, parts = in_base(amounts, draft.rate, base_currency())
    changes: list[tuple[str, int, str | None, str | None]] = [
        ("commerce_order", known.id, known.row, json.dumps(known.version + 1))
    ]
    with connection.cursor() as cursor:
        if not known.of_this_run:
            cursor.execute("DELETE FROM commerce_orderline WHERE order_id = %s", [known.id])
            changes += [("commerce_orderline", line.id, line.row, None) for line in known.lines]
        cursor.execute(
            _CHANGE,
            [*_changed_head(draft), sum(amounts), total_base, draft.coupon, known.id],
        )
        for number, (key, part) in enumerate(zip(keys, parts, strict=True), start=1):
            if number <= len(kept):
                continue
            product, quantity, amount = key
            cursor.execute(
                _ADD_LINE,
                [known.id, draft.contact_id, product, draft.placed_at, quantity, amount, part,
                 number],
            )  # fmt: skip
            line, row = cursor.fetchone()
            changes.append(("commerce_orderline", line, None, row))
    _record(batch, changes)
    return True


def _changed_head(draft: Draft) -> tuple[Any, ...]:
    return (draft.contact_id, draft.status, draft.placed_at, draft.currency)


def _record(batch: importing.Batch, changes: list[tuple[str, int, str | None, str | None]]) -> None:
    importing.copy_values(
        "contacts_importchange",
        ("run_id", '"table"', "row_id", "before", "after"),
        [(batch.run.id, *change) for change in changes],
    )
