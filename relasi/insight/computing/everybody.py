"""One computation of everybody's scores, from reading to the rows that changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from relasi.engine import Session
from relasi.insight.rules.lifecycle import OWN_FROM, Limits

from .borders import Cuts, cuts_of, scored
from .changes import few_affected
from .facts import FACTS, OLD, facts
from .samples import Sample, every_one_in, sample
from .stages import stage

COMPARISONS = ("r", "f", "m", "lifecycle")
COLUMNS = (*FACTS, *COMPARISONS, "lifecycle_before", "lifecycle_since")
# What people are compared by, and what everybody's usual gap is made of.
COMPARED = ("last_order_at", "orders", "revenue", "order_days", "typical_gap")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`changed` has COLUMNS and whether they are new for people without such a score until now,
    `gone` the ids without orders now, `seen` the ids of the changes of purchases that are in it,
    `sample` what the borders within `categories` come from.
    """

    buyers: int
    cuts: Cuts
    categories: dict[int, Cuts]
    usual_gap: float | None
    changed: pa.Table
    gone: pa.Table
    seen: pa.Table
    sample: Sample


def compute(  # noqa: PLR0913  # each is a part of the question
    session: Session,
    *,
    as_of: datetime,
    since: datetime | None,
    sampled_every: int,
    limits: Limits,
    step: Callable[[str], None],
) -> Outcome:
    """Score all purchases up to `as_of` and compare with the scores that are stored.

    `since` is the moment of those, `sampled_every` how their sample was taken; only purchases
    that changed meanwhile are read, or all of them where `since` is None. `step` is told when
    "orders", "lines", "categories" and "scores" begin.
    """
    with session.snapshot():
        changes = session.table("purchase_changes")
        seen = session.arrow(changes.select("id"), as_of=as_of)
        known = session.table("categories").select("id")
        categories = sorted(session.arrow(known, as_of=as_of)["id"].to_pylist())
        stored = session.stage("stored", session.table("scores"), as_of=as_of)
        only = few_affected(session, stored, as_of=as_of, since=since)
        known = facts(session, stored, as_of=as_of, only=only, categories=categories, step=step)
        known = known.anti_join(session.table("restricted"), "contact_id")
        known = session.stage("known", known, as_of=as_of)
        columns = session.arrow(known.select(*COMPARED), as_of=as_of)
        step("categories")
        every = every_one_in(columns.num_rows)
        inside = sample(session, as_of=as_of, every=every, kept_every=sampled_every, only=only)
        step("scores")
        cuts = cuts_of(columns["last_order_at"], columns["orders"], columns["revenue"])
        usual = _usual_gap(columns)
        found = _scores(known, cuts)
        score = found.mutate(lifecycle=stage(found, limits, usual, as_of=as_of))
        changed = session.arrow(_changed(score, as_of), as_of=as_of)
        gone = session.arrow(_gone(known, stored), as_of=as_of)
    by_category = _by_category(inside.rows)
    return Outcome(columns.num_rows, cuts, by_category, usual, changed, gone, seen, inside)


def _usual_gap(columns: pa.Table) -> float | None:
    """The median of the own medians of all who have a rhythm of their own."""
    days = columns["order_days"].to_numpy(zero_copy_only=False)
    own = columns["typical_gap"].to_numpy(zero_copy_only=False)[days >= OWN_FROM]
    return float(np.median(own)) if len(own) else None


def _scores(known: Any, cuts: Cuts) -> Any:
    """The facts with the three scores."""
    return known.mutate(
        r=scored(known.last_order_at, cuts.r),
        f=scored(known.orders, cuts.f),
        m=scored(known.revenue, cuts.m),
    )


def _changed(score: Any, as_of: datetime) -> Any:
    """New people, and those of whom anything differs; the stage they came from and since when."""
    differs = score.differs
    for name in COMPARISONS:
        differs = differs | ~score[name].identical_to(
            score[f"{OLD}{name}"].cast(score[name].type())
        )
    moved = ~score.lifecycle.identical_to(score[f"{OLD}lifecycle"])
    moment = ibis.literal(as_of).cast("timestamp('UTC')")
    before = ibis.ifelse(moved, score[f"{OLD}lifecycle"], score[f"{OLD}lifecycle_before"])
    rows = score.filter(differs).mutate(
        lifecycle_before=before.fill_null(""),
        lifecycle_since=ibis.ifelse(moved, moment, score[f"{OLD}lifecycle_since"]),
    )
    return rows.select(*COLUMNS, "is_new").order_by("contact_id")


def _gone(known: Any, old: Any) -> Any:
    return old.anti_join(known, old.contact_id == known.contact_id).select("contact_id")


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
