"""Where the borders between the quintiles lie, and what people are compared by in a category."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from relasi.engine import Session

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Four borders each (or none when all are equal): when, how often, how much."""

    r: tuple[datetime, ...] = ()
    f: tuple[int, ...] = ()
    m: tuple[Decimal, ...] = ()

    def as_json(self) -> dict[str, list[Any]]:
        return {
            "r": [moment.isoformat() for moment in self.r],
            "f": list(self.f),
            "m": [str(amount) for amount in self.m],
        }

    @classmethod
    def from_json(cls, stored: dict[str, list[Any]]) -> "Cuts":
        return cls(
            tuple(datetime.fromisoformat(text) for text in stored.get("r", ())),
            tuple(int(number) for number in stored.get("f", ())),
            tuple(Decimal(text) for text in stored.get("m", ())),
        )


def cuts_of(last: Any, orders: Any, revenue: Any) -> Cuts:
    """The borders of a population, from its columns (Arrow)."""
    micros = pc.cast(pc.cast(last, pa.timestamp("us", "UTC")), pa.int64())
    cents = pc.cast(pc.multiply(pc.cast(revenue, pa.decimal128(20, 2)), Decimal(100)), pa.int64())
    return Cuts(
        tuple(EPOCH + timedelta(microseconds=int(value)) for value in _borders(micros)),
        tuple(int(value) for value in _borders(pc.cast(orders, pa.int64()))),
        tuple(Decimal(int(value)).scaleb(-2) for value in _borders(cents)),
    )


def _borders(column: Any) -> tuple[np.int64, ...]:
    """As rules.quintiles.cut_points, without sorting everything."""
    values = column.to_numpy(zero_copy_only=False)
    if not len(values) or values.min() == values.max():
        return ()
    ranks = [max(0, -(-len(values) * fifths // 5) - 1) for fifths in range(1, 5)]
    return tuple(np.partition(values, sorted(set(ranks)))[ranks])


def by_category(session: Session, lines: Any) -> Any:
    """Purchases of each person in each category: contact_id, category, last_order_at, orders,
    revenue.
    """
    products = session.table("products")
    placed = products.filter(products.category_id.notnull())
    placed = placed.select(product=placed.id, category=placed.category_id)
    rows = lines.inner_join(placed, lines.product_id == placed.product)
    return rows.group_by("contact_id", "category").agg(
        last_order_at=rows.placed_at.max(),
        orders=rows.order_id.nunique().cast("int32"),
        revenue=rows.net.sum().cast("decimal(18,2)"),
    )


def scored(column: Any, cuts: tuple[Any, ...]) -> Any:
    """rules.quintiles.score as an expression."""
    if not cuts:
        return ibis.literal(3, "int16")
    above = ibis.literal(1)
    for cut in cuts:
        above = above + (column > _literal(cut)).cast("int32")
    return above.cast("int16")


def _literal(cut: Any) -> Any:
    if isinstance(cut, datetime):
        return ibis.literal(cut).cast("timestamp('UTC')")
    return ibis.literal(cut)
