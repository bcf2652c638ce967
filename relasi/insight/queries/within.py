"""Scores within a category. They are not stored: the cut points are, and a person's own
purchases in the category follow from their order lines.
"""

from datetime import datetime
from typing import Any

from relasi.engine import Session
from relasi.insight.computing.borders import Cuts, by_category, scored
from relasi.insight.purchases import counted_lines

from .runs import newest_run


def category_scores(session: Session, category_id: int, *, as_of: datetime) -> Any:
    """A relation: contact_id, last_order_at, orders, revenue, r, f, m of all who bought in the
    category, by the newest run's cut points (3 for everybody while there are none).
    """
    run = newest_run()
    cuts = run.categories.get(category_id, Cuts()) if run else Cuts()
    products = session.table("products")
    inside = products.filter(products.category_id == category_id)
    lines = counted_lines(session, until=as_of, products=inside)
    rows = by_category(session, lines)
    return with_scores(rows, cuts)


def with_scores(rows: Any, cuts: Cuts) -> Any:
    return rows.select(
        "contact_id",
        "last_order_at",
        "orders",
        "revenue",
        r=scored(rows.last_order_at, cuts.r),
        f=scored(rows.orders, cuts.f),
        m=scored(rows.revenue, cuts.m),
    )
