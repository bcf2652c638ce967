"""Conditions about what people bought.

Completed orders count, up to now; a window is the last n × 24 hours. The amount is what was
paid less what was paid back for the same goods.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

import ibis

from relasi.audience.rules.tree import Purchase
from relasi.insight import public as insight

from .situation import Situation, moment

T = TypeVar("T")


def purchasers(condition: Purchase, situation: Situation) -> tuple[Any, bool]:
    """The buyers and whether everybody but these is meant. Nobody without an order is listed."""
    if condition.times == {"at_least": 1} and condition.amount is None:
        return bought(condition, situation).select("contact_id").distinct(), False
    table = totals(condition, situation)
    held = _limits(table, condition)
    negated = _nothing_is_enough(condition)
    return table.filter(~held if negated else held).select("contact_id"), negated


def totals(condition: Purchase, situation: Situation) -> Any:
    """One row per buyer: contact_id, times, amount."""
    rows = bought(condition, situation)
    times = rows.order_id.nunique() if condition.what != "anything" else rows.count()
    return rows.group_by("contact_id").agg(times=times, amount=rows.net.sum())


def bought(condition: Purchase, situation: Situation) -> Any:
    """The orders or the lines that count: contact_id, order_id, placed_at, net."""
    session = situation.session
    if condition.what == "anything":
        rows = insight.counted_orders(session, until=situation.as_of)
    else:
        rows = insight.counted_lines(
            session,
            until=situation.as_of,
            since=None if condition.days is None else situation.ago(condition.days),
            products=_products(condition, situation),
            money=condition.amount is not None,
        )
    if condition.days is not None:
        rows = rows.filter(rows.placed_at > moment(situation.ago(condition.days)))
    return rows


def _products(condition: Purchase, situation: Situation) -> Any:
    table = situation.session.table("products")
    if condition.what == "product":
        return table.filter(table.id == condition.id)
    family = situation.families.get(condition.id or 0, (condition.id,))
    return table.filter(table.category_id.isin(list(family)))


def _limits(table: Any, condition: Purchase) -> Any:
    held = ibis.literal(True)
    for relation, limit in _said(condition.times):
        held = held & _compare(table.times, relation, limit)
    for relation, amount in _said(condition.amount):
        held = held & _compare(table.amount, relation, Decimal(amount))
    return held


def _said(limits: Mapping[Any, T | None] | None) -> list[tuple[str, T]]:
    return [(name, limit) for name, limit in (limits or {}).items() if limit is not None]


def _compare(column: Any, relation: str, limit: int | Decimal) -> Any:
    if relation == "at_least":
        return column >= limit
    return column <= limit if relation == "at_most" else column == limit


def _nothing_is_enough(condition: Purchase) -> bool:
    """Whether somebody who never bought satisfies it: 0 times, amount 0."""
    zero = {"at_least": lambda n: n <= 0, "at_most": lambda n: n >= 0, "exactly": lambda n: n == 0}
    times = all(zero[k](n) for k, n in _said(condition.times))
    return times and all(zero[k](Decimal(n)) for k, n in _said(condition.amount))
