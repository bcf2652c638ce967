"""What is known of each buyer before anybody is compared: when, how often, how much, how wide.

These facts follow from a person's own purchases alone. So they are read anew only for those
whose purchases changed, and kept for everybody else; comparing comes after, for everybody.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import ibis

from relasi.engine import Engine, Session

from .baskets import baskets, words_for
from .changes import affected
from .habits import habits

# Raise it with every change of what the facts mean: then all of them are read again.
VERSION = 1
FACTS = (
    "contact_id",
    "first_order_at",
    "last_order_at",
    "orders",
    "order_days",
    "revenue",
    "typical_gap",
    "category_count",
    "items_per_order",
)
# With more people than this share of all, reading everything is as fast.
FEW = 0.1
_bit_count = ibis.udf.scalar.builtin(
    lambda bits: None,  # noqa: ARG005  # the body is the engine's
    name="bit_count",
    # DuckDB answers in eight bits: said here, so that the sum below is cast before it overflows.
    signature=(("int64",), "int8"),
)


def facts(  # noqa: PLR0913  # each is a part of the question
    session: Session,
    stored: Any,
    *,
    as_of: datetime,
    since: datetime | None,
    categories: Sequence[int],
    step: Callable[[str], None],
) -> Any:
    """FACTS of everybody who bought. `stored` are the scores as of `since`; None reads all."""
    step("orders")
    if since is None or since > as_of:
        return _read(session, as_of=as_of, categories=categories, step=step)
    people = affected(session, since=since, until=as_of)
    changed = session.stage("affected", people, as_of=as_of, by="postgres")
    if _count(session, changed, as_of) > FEW * _count(session, stored, as_of):
        return _read(session, as_of=as_of, categories=categories, step=step)
    fresh = _read(session, as_of=as_of, categories=categories, step=step, people=people)
    kept = stored.anti_join(changed, stored.contact_id == changed.id)
    return ibis.union(kept.select(*FACTS), fresh.select(*FACTS))


def _read(
    session: Session,
    *,
    as_of: datetime,
    categories: Sequence[int],
    step: Callable[[str], None],
    people: Any = None,
) -> Any:
    """From orders and lines: of everybody in DuckDB, of a few through PostgreSQL's indexes."""
    bought = habits(session, until=as_of, people=people)
    by: Engine = "duckdb" if people is None else "postgres"
    habit = session.stage("habit", bought, as_of=as_of, by=by)
    step("lines")
    bits = baskets(session, until=as_of, categories=categories, people=people)
    basket = session.stage("basket", bits, as_of=as_of, by="postgres")
    rows = habit.left_join(basket, habit.contact_id == basket.contact_id)
    known = ibis.literal(0)
    for word in words_for(categories):
        known = known + _bit_count(rows[word].cast("int64")).cast("int32").fill_null(0)
    return rows.select(
        *habit.columns,
        category_count=known.cast("int32"),
        items_per_order=rows.quantity.fill_null(0) / rows.orders,
    )


def _count(session: Session, table: Any, as_of: datetime) -> int:
    found: int = session.arrow(table.count().as_table(), as_of=as_of)[0][0].as_py()
    return found
