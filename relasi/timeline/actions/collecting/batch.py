"""One batch, one transaction: all of it holds or none of it does."""

import gc
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from relasi.timeline.rules.arriving import Unreadable

from .accounting import account
from .gating import gate
from .hearing import hear
from .known_sources import sources_of
from .omitting import omit
from .people import profiles_of
from .planned_counts import count_planned
from .quarantining import guard, quarantine
from .sorting import Sorted, sort
from .storing import store
from .taking import take
from .telling_orders import tell_orders
from .visitors import Visitors
from .visits import visits_of

P = ParamSpec("P")
R = TypeVar("R")
LARGEST = 5_000


def without_looking_for_cycles(function: Callable[P, R]) -> Callable[P, R]:
    """Python looks through all objects whenever some more were made. A batch makes a hundred
    thousand, none in a cycle, and is soon over: looking takes a quarter of its time.
    """

    @wraps(function)
    def run(*args: P.args, **arguments: P.kwargs) -> R:
        gc.disable()
        try:
            return function(*args, **arguments)
        finally:
            gc.enable()

    return run


@without_looking_for_cycles
@transaction.atomic
def collect(limit: int, now: datetime) -> int:
    """Process the oldest arrivals, at most so many; how many there were."""
    arrivals = take(limit)
    if not arrivals:
        return 0
    sources = sources_of(arrivals)
    found = sort(arrivals, sources, now)
    guard(found, sources)
    visitors = Visitors(found.fresh)
    said = gate(found, sources, visitors, now)
    omit(found)
    people = profiles_of(found, sources, visitors, now)
    hear(said, people, sources, now)
    profiles = [people.of(incoming) for _arrived, incoming in found.fresh]
    visits = visits_of(found.fresh, people, sources)
    store(
        [
            (profile, visit.id, visit.source, incoming) if visit else (profile, None, "", incoming)
            for profile, visit, (_arrived, incoming) in zip(
                profiles, visits, found.fresh, strict=True
            )
        ]
    )
    tell_orders(found.fresh, people, visits, now)
    quarantine(found, sources, now)
    account(found, profiles, visits, now)
    count_planned(found, sources, now)
    return len(arrivals)


@transaction.atomic
def set_aside(reason: str, detail: str, now: datetime) -> None:
    """The oldest arrival goes to quarantine: nothing else could be done with it."""
    arrivals = take(1)
    sources = sources_of(arrivals)
    found = Sorted(refused=[(arrived, Unreadable(reason, detail)) for arrived in arrivals])
    guard(found, sources)
    quarantine(found, sources, now)
    account(found, [], [], now)
