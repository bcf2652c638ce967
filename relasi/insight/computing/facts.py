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
from .changes import Affected
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
# What a score says beside the facts; as it was, each bears OLD before its name.
JUDGED = ("r", "f", "m", "lifecycle", "lifecycle_before", "lifecycle_since")
OLD = "old_"
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
    only: Affected | None,
    categories: Sequence[int],
    step: Callable[[str], None],
) -> Any:
    """FACTS of everybody who bought, read anew for `only` (None: for all), beside what `stored`
    said of them: JUDGED as they were, `is_new` without a score, `differs` where a fact does.
    """
    fresh = _read(session, as_of=as_of, categories=categories, step=step, only=only)
    fresh = _beside(fresh, stored)
    if only is None:
        return fresh
    kept = stored.anti_join(only.ids, stored.contact_id == only.ids.id)
    before = {f"{OLD}{name}": kept[name] for name in JUDGED}
    no = ibis.literal(False)
    return ibis.union(kept.select(*FACTS, **before, is_new=no, differs=no), fresh)


def _beside(fresh: Any, stored: Any) -> Any:
    before = stored.select(**{f"{OLD}{name}": stored[name] for name in (*FACTS, *JUDGED)})
    rows = fresh.left_join(before, fresh.contact_id == before[f"{OLD}contact_id"])
    differs = ibis.literal(False)
    for name in FACTS:
        old = rows[f"{OLD}{name}"].cast(fresh[name].type())
        differs = differs | ~rows[name].identical_to(old)
    is_new = rows[f"{OLD}contact_id"].isnull()
    return rows.select(*FACTS, *(f"{OLD}{name}" for name in JUDGED), is_new=is_new, differs=differs)


def _read(
    session: Session,
    *,
    as_of: datetime,
    categories: Sequence[int],
    step: Callable[[str], None],
    only: Affected | None,
) -> Any:
    """From orders and lines: of everybody in DuckDB, of a few through PostgreSQL's indexes."""
    people = only.people if only else None
    step("orders")
    bought = habits(session, until=as_of, people=people)
    by: Engine = "postgres" if only else "duckdb"
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
    ).select(*FACTS)
