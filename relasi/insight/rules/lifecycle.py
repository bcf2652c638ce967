"""The lifecycle of a customer, from their own rhythm.

The rhythm is the number of days from one order day to the next that is usual for somebody:

    three order days or more    the median of their own gaps
    two order days              half their one gap, half the population's usual gap
    one order day               the population's usual gap

and never less than `shortest_gap` days. The population's usual gap is the median of the own
medians of all who have three order days or more. While nobody has, `at_risk_days` and
`lapsed_days` hold for everybody instead of multiples of a rhythm.

    prospect     no order counts yet
    first_time   one order day, at most `first_time_days` ago
    lapsed       the last order is more than `lapsed_gaps` rhythms ago
    at_risk      more than `at_risk_gaps` rhythms ago, or bought once and the first days are over
    active       everybody else

Days are whole UTC days. Several orders on one day are one order day: a basket split in two
is no habit.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any, Literal

Stage = Literal["prospect", "first_time", "active", "at_risk", "lapsed"]
STAGES: tuple[Stage, ...] = ("prospect", "first_time", "active", "at_risk", "lapsed")
# From how many order days a rhythm is somebody's own.
OWN_FROM = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What the settings page edits; gaps are multiples of the rhythm, days are days."""

    first_time_days: int = 60
    at_risk_gaps: Decimal = Decimal(2)
    lapsed_gaps: Decimal = Decimal(4)
    shortest_gap: int = 7
    at_risk_days: int = 90
    lapsed_days: int = 365

    def as_json(self) -> dict[str, Any]:
        return {key: str(value) for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Limits":
        """What a run kept; what it did not know has today's default."""
        known: dict[str, Any] = {
            key: Decimal(stored[key]) if key.endswith("_gaps") else int(stored[key])
            for key in cls.__dataclass_fields__
            if key in stored
        }
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Habit:
    """What decides a stage: when last, on how many days, and the median of the own gaps."""

    last_order_at: datetime
    order_days: int
    typical_gap: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The stage and why: `days` since the last order, the `rhythm` they were held against
    (None when fixed days were), `times` = days / rhythm, and whose rhythm it was.
    """

    stage: Stage
    days: int
    rhythm: float | None
    times: float | None
    whose: Literal["own", "mixed", "population", "fixed"]


def gaps(days: Sequence[int]) -> list[int]:
    """Days between consecutive order days; the same day twice is one."""
    distinct = sorted(set(days))
    return [later - earlier for earlier, later in pairwise(distinct)]


def typical_gap(days: Sequence[int]) -> float | None:
    found = gaps(days)
    return float(median(found)) if found else None


def rhythm(habit: Habit, usual_gap: float | None, limits: Limits) -> float | None:
    """The days after which the next order is usual; None when nothing is known."""
    own = habit.typical_gap
    if habit.order_days >= OWN_FROM and own is not None:
        found: float | None = own
    elif usual_gap is not None and own is not None:
        found = (own + usual_gap) / 2
    else:
        found = usual_gap
    return None if found is None else max(found, float(limits.shortest_gap))


def verdict(habit: Habit, usual_gap: float | None, limits: Limits, *, as_of: datetime) -> Verdict:
    """The stage of somebody who bought, and the numbers it came from."""
    days = (as_of.astimezone(UTC).date() - habit.last_order_at.astimezone(UTC).date()).days
    beat = rhythm(habit, usual_gap, limits)
    lapsed_after = limits.lapsed_days if beat is None else float(limits.lapsed_gaps) * beat
    at_risk_after = limits.at_risk_days if beat is None else float(limits.at_risk_gaps) * beat
    once = habit.order_days == 1
    stage: Stage = "active"
    if once and days <= limits.first_time_days:
        stage = "first_time"
    elif days > lapsed_after:
        stage = "lapsed"
    elif once or days > at_risk_after:
        stage = "at_risk"
    times = None if beat is None else days / beat
    return Verdict(stage, days, beat, times, _whose(habit, beat))


def _whose(habit: Habit, beat: float | None) -> Literal["own", "mixed", "population", "fixed"]:
    if beat is None:
        return "fixed"
    if habit.order_days >= OWN_FROM:
        return "own"
    return "mixed" if habit.typical_gap is not None else "population"
