"""What each person buys: range and depth, from order lines.

Twenty million lines cost more to hand over than to add up, so these expressions run where
the lines are: compiled for PostgreSQL, which adds up in parallel and hands over one row per
buyer. A set of categories is a few 64-bit words, because distinct counts over twenty million
lines are far slower than OR.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import ibis

from relasi.engine import Session
from relasi.insight.purchases import counted_lines

# Bits of one signed 64-bit word that are used.
BITS = 62


def baskets(
    session: Session, *, until: datetime, categories: Sequence[int], people: Any = None
) -> Any:
    """One row per buyer: contact_id, quantity, and word_0 … with one bit for each category."""
    lines = counted_lines(session, until=until, people=people, money=False)
    goods = _goods(session, categories)
    rows = lines.left_join(goods, lines.product_id == goods.product)
    words = {name: rows[name].bit_or() for name in words_for(categories)}
    return rows.group_by("contact_id").agg(quantity=rows.quantity.sum().cast("float64"), **words)


def words_for(categories: Sequence[int]) -> tuple[str, ...]:
    """The names of the columns that hold the bits."""
    return tuple(f"word_{k}" for k in range(1 + max(0, len(categories) - 1) // BITS))


def _goods(session: Session, categories: Sequence[int]) -> Any:
    """Each product with the words in which only the bit of its category is set."""
    products = session.table("products")
    words = {}
    for k, name in enumerate(words_for(categories)):
        inside = categories[k * BITS : (k + 1) * BITS]
        bits = [(products.category_id == one, 1 << bit) for bit, one in enumerate(inside)]
        words[name] = ibis.cases(*bits, else_=0) if bits else ibis.literal(0)
    return products.select(product=products.id, **words)
