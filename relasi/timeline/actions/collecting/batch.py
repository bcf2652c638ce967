"""One batch, one transaction: all of it holds or none of it does."""

from datetime import datetime

from django.db import transaction

from relasi.timeline.rules.arriving import Unreadable

from .accounting import account, sources_of
from .people import profiles_of
from .sorting import Sorted, sort
from .storing import store
from .taking import take

LARGEST = 5_000


@transaction.atomic
def collect(limit: int, now: datetime) -> int:
    """Process the oldest arrivals, at most so many; how many there were."""
    arrivals = take(limit)
    if not arrivals:
        return 0
    sources = sources_of(arrivals)
    found = sort(arrivals, sources, now)
    people = profiles_of(found.fresh, sources, now)
    profiles = [people.of(incoming) for _arrived, incoming in found.fresh]
    events = [incoming for _arrived, incoming in found.fresh]
    store(list(zip(profiles, events, strict=True)))
    account(found, profiles, now)
    return len(arrivals)


@transaction.atomic
def set_aside(detail: str, now: datetime) -> None:
    """The oldest arrival goes to quarantine unread: the database would not take it in."""
    arrivals = take(1)
    refused = [(arrived, Unreadable("refused_by_database", detail)) for arrived in arrivals]
    account(Sorted(refused=refused), [], now)
