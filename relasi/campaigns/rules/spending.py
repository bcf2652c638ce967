"""From the purchases in the window to what each group spent, in all and day by day."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .effect import Spending
from .intervals import Interval, Sample, mean_interval

CONTACTED = "contacted"
HELD_OUT = "held_out"


@dataclass(frozen=True, slots=True)
class Purchase:
    """What one drawn person spent on one day; `day` 0 begins when their mail was due."""

    group: str
    variant: str
    contact_id: int
    day: int
    amount: float
    orders: int = 1


def spending(people: int, purchases: Iterable[Purchase]) -> Spending:
    """One group's spending: an amount for each buyer, whatever the number of days."""
    amounts: defaultdict[int, float] = defaultdict(float)
    orders: Counter[int] = Counter()
    for purchase in purchases:
        amounts[purchase.contact_id] += purchase.amount
        orders[purchase.contact_id] += purchase.orders
    by_person = tuple(amounts[contact_id] for contact_id in sorted(amounts))
    return Spending(people=people, amounts=by_person, orders=orders.total())


def course(people: int, purchases: Iterable[Purchase], *, days: int) -> tuple[Interval, ...]:
    """Revenue per person up to the end of each day, with the interval of the mean."""
    rows = list(purchases)
    seats = {contact_id: n for n, contact_id in enumerate({row.contact_id for row in rows})}
    amounts = np.zeros((len(seats), days))
    for row in rows:
        if row.day < days:
            amounts[seats[row.contact_id], row.day] += row.amount
    running = amounts.cumsum(axis=1)
    means = running.sum(axis=0) / people
    squares = (running**2).sum(axis=0)
    variances = (squares - people * means**2) / max(people - 1, 1)
    pairs = zip(means, variances, strict=True)
    samples = (Sample(float(m), max(float(v), 0.0), people) for m, v in pairs)
    return tuple(mean_interval(sample) for sample in samples)
