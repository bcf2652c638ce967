"""The lifecycle as an expression: rules/lifecycle.py for a million people at once."""

from datetime import UTC, datetime
from typing import Any

import ibis

from relasi.insight.rules.lifecycle import OWN_FROM, Limits


def stage(table: Any, limits: Limits, usual_gap: float | None, *, as_of: datetime) -> Any:
    """The stage of each row with last_order_at, order_days and typical_gap."""
    today = ibis.literal(as_of.astimezone(UTC).date())
    days = today.delta(table.last_order_at.date(), unit="day")
    at_risk_after, lapsed_after = _limits(table, limits, usual_gap)
    once = table.order_days == 1
    return ibis.cases(
        (once & (days <= limits.first_time_days), "first_time"),
        (days > lapsed_after, "lapsed"),
        (once | (days > at_risk_after), "at_risk"),
        else_="active",
    )


def _limits(table: Any, limits: Limits, usual_gap: float | None) -> tuple[Any, Any]:
    """After how many days somebody is at risk, and after how many lapsed."""
    own = table.typical_gap
    if usual_gap is None:
        fixed = ibis.literal(float(limits.at_risk_days)), ibis.literal(float(limits.lapsed_days))
        beat = ibis.ifelse(table.order_days >= OWN_FROM, own, ibis.null("float64"))
    else:
        fixed = ibis.literal(None, "float64"), ibis.literal(None, "float64")
        beat = ibis.cases(
            (table.order_days >= OWN_FROM, own),
            (own.notnull(), (own + usual_gap) / 2),
            else_=usual_gap,
        )
    rhythm = ibis.ifelse(beat < float(limits.shortest_gap), float(limits.shortest_gap), beat)
    multiples = limits.at_risk_gaps, limits.lapsed_gaps
    at_risk, lapsed = (
        ibis.coalesce(rhythm * float(times), days)
        for times, days in zip(multiples, fixed, strict=True)
    )
    return at_risk, lapsed
