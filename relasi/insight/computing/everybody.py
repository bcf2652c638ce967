"""One computation of everybody's scores, from reading to the rows that changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from relasi.engine import Session
from relasi.insight.rules.lifecycle import OWN_FROM, Limits

from .baskets import baskets, words_for
from .borders import Cuts, cuts_of, scored, within_categories
from .habits import habits
from .stages import stage

KEPT = (
    "first_order_at",
    "last_order_at",
    "orders",
    "order_days",
    "revenue",
    "r",
    "f",
    "m",
    "typical_gap",
    "category_count",
    "items_per_order",
    "lifecycle",
)
COLUMNS = ("contact_id", *KEPT, "lifecycle_before", "lifecycle_since")
_bit_count = ibis.udf.scalar.builtin(
    lambda bits: None,  # noqa: ARG005  # the body is the engine's
    name="bit_count",
    # DuckDB answers in eight bits: said here, so that the sum below is cast before it overflows.
    signature=(("int64",), "int8"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`changed` has COLUMNS for new and changed people, `gone` the ids without orders now."""

    buyers: int
    cuts: Cuts
    categories: dict[int, Cuts]
    usual_gap: float | None
    changed: pa.Table
    gone: pa.Table


def compute(
    session: Session,
    *,
    as_of: datetime,
    limits: Limits,
    categories: Sequence[int],
    step: Callable[[str], None],
) -> Outcome:
    """Read all purchases up to `as_of` and compare with the scores that are stored.

    `step` is told when "orders", "lines", "categories" and "scores" begin.
    """
    with session.snapshot():
        step("orders")
        habit = session.stage("habit", habits(session, until=as_of), as_of=as_of)
        columns = session.arrow(habit, as_of=as_of)
        step("lines")
        bits = baskets(session, until=as_of, categories=categories)
        basket = session.stage("basket", bits, as_of=as_of, by="postgres")
        step("categories")
        inside = within_categories(session, until=as_of, buyers=columns.num_rows)
        rows = session.arrow(
            session.stage("inside", inside, as_of=as_of, by="postgres"), as_of=as_of
        )
        step("scores")
        cuts = cuts_of(columns["last_order_at"], columns["orders"], columns["revenue"])
        usual = _usual_gap(columns)
        found = _scores(habit, basket, words_for(categories), cuts)
        found = found.mutate(lifecycle=stage(found, limits, usual, as_of=as_of))
        score = session.stage("score", found, as_of=as_of)
        changed = session.arrow(_changed(score, session.table("scores"), as_of), as_of=as_of)
        gone = session.arrow(_gone(score, session.table("scores")), as_of=as_of)
    return Outcome(columns.num_rows, cuts, _by_category(rows), usual, changed, gone)


def _usual_gap(columns: pa.Table) -> float | None:
    """The median of the own medians of all who have a rhythm of their own."""
    days = columns["order_days"].to_numpy(zero_copy_only=False)
    own = columns["typical_gap"].to_numpy(zero_copy_only=False)[days >= OWN_FROM]
    return float(np.median(own)) if len(own) else None


def _scores(habit: Any, basket: Any, words: Sequence[str], cuts: Cuts) -> Any:
    """Habits with range, depth and the three scores."""
    rows = habit.left_join(basket, habit.contact_id == basket.contact_id)
    known = ibis.literal(0)
    for word in words:
        known = known + _bit_count(rows[word].cast("int64")).cast("int32").fill_null(0)
    return rows.select(
        *habit.columns,
        r=scored(rows.last_order_at, cuts.r),
        f=scored(rows.orders, cuts.f),
        m=scored(rows.revenue, cuts.m),
        category_count=known.cast("int32"),
        items_per_order=rows.quantity.fill_null(0) / rows.orders,
    )


def _changed(score: Any, old: Any, as_of: datetime) -> Any:
    """New people, and those of whom anything differs; the stage they came from and since when."""
    before = old.select(was=old.contact_id, **{f"old_{name}": old[name] for name in _stored()})
    rows = score.left_join(before, score.contact_id == before.was)
    same = ibis.literal(True)
    for name in KEPT:
        same = same & rows[name].identical_to(rows[f"old_{name}"].cast(score[name].type()))
    moved = ~rows.lifecycle.identical_to(rows.old_lifecycle)
    moment = ibis.literal(as_of).cast("timestamp('UTC')")
    before_it = ibis.ifelse(moved, rows.old_lifecycle, rows.old_lifecycle_before)
    rows = rows.mutate(
        lifecycle_before=before_it.fill_null(""),
        lifecycle_since=ibis.ifelse(moved, moment, rows.old_lifecycle_since),
    )
    return rows.filter(~same).select(*COLUMNS).order_by("contact_id")


def _stored() -> tuple[str, ...]:
    return (*KEPT, "lifecycle_before", "lifecycle_since")


def _gone(score: Any, old: Any) -> Any:
    return old.anti_join(score, old.contact_id == score.contact_id).select("contact_id")


def _by_category(rows: pa.Table) -> dict[int, Cuts]:
    """The borders within each category, from the sampled people's rows."""
    ordered = rows.sort_by("category")
    keys = ordered["category"].to_numpy(zero_copy_only=False)
    borders = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    starts = [0, *borders.tolist()] if len(keys) else []
    ends = [*borders.tolist(), len(keys)]
    found = {}
    for start, end in zip(starts, ends, strict=False):
        part = ordered.slice(start, end - start)
        cuts = cuts_of(part["last_order_at"], part["orders"], part["revenue"])
        found[int(keys[start])] = cuts
    return found
