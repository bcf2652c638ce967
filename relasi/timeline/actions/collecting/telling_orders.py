"""Orders that clients tell of are said aloud, for whoever keeps orders."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from relasi.kernel import bus
from relasi.timeline.events import OrdersTold, OrderTold
from relasi.timeline.rules.arriving import Arrived, Incoming

from .people import Profiles
from .visits_kept import Kept


def tell_orders(
    fresh: Sequence[tuple[Arrived, Incoming]],
    people: Profiles,
    visits: Sequence[Kept | None],
    now: datetime,
) -> None:
    """Nothing is asked and nothing said of a batch without an order."""
    told = [
        (incoming, visit)
        for (_arrived, incoming), visit in zip(fresh, visits, strict=True)
        if incoming.order
    ]
    if not told:
        return
    known = _known(people.of(incoming) for incoming, _visit in told if not incoming.user_id)
    orders = tuple(_told(incoming, visit, people, known) for incoming, visit in told)
    bus.publish(OrdersTold(orders, now))


def _told(
    incoming: Incoming, visit: Kept | None, people: Profiles, known: dict[int, int]
) -> OrderTold:
    assert incoming.order is not None
    profile = people.of(incoming)
    return OrderTold(
        contact_id=profile if incoming.user_id else known.get(profile),
        visitor_id=None if incoming.user_id else profile,
        at=incoming.at,
        source=visit.source if visit else "",
        order=incoming.order,
    )


def _known(visitors: Iterable[int]) -> dict[int, int]:
    """Whom these visitors are read as, of those who are somebody."""
    ids = sorted(set(visitors))
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, contact_id FROM timeline_visitor"
            " WHERE id = ANY(%s) AND contact_id IS NOT NULL",
            [ids],
        )
        return dict(cursor.fetchall())
