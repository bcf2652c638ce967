"""What became of each arrival: counted and shown."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from relasi.contacts import public as contacts
from relasi.timeline.rules.arriving import Arrived, Incoming, Unreadable

from .sorting import Sorted
from .storing import named
from .visits_kept import Kept

GLIMPSES, KEPT_GLIMPSES, LONGEST_BODY, LONGEST_NAME = 20, 200, 4_000, 200
GLIMPSE = ("source_id", "at", "name", "outcome", "reason", "profile_id", "came_by", "body")
COUNT = """
INSERT INTO timeline_intake (source_id, minute, outcome, reason, events)
SELECT source_id, date_trunc('minute', %s::timestamptz), outcome, reason, events
FROM unnest(%s::int[], %s::text[], %s::text[], %s::bigint[])
    AS new (source_id, outcome, reason, events)
ORDER BY 1, 3, 4
ON CONFLICT (source_id, minute, outcome, reason)
DO UPDATE SET events = timeline_intake.events + excluded.events
"""
TRIM = """
DELETE FROM timeline_glimpse g USING unnest(%s::int[]) AS s (id)
WHERE g.source_id = s.id AND g.id <= (
    SELECT id FROM timeline_glimpse WHERE source_id = s.id ORDER BY id DESC OFFSET %s LIMIT 1
)
"""
Row = tuple[Any, ...]
Eyed = tuple[Arrived, Incoming | Unreadable, str, str, int | None, Kept | None]


def account(
    found: Sorted, profiles: Sequence[int], visits: Sequence[Kept | None], now: datetime
) -> None:
    """`profiles` and `visits` are those of the fresh ones, in their order."""
    _count(found, now)
    _show(_glimpses(found, profiles, visits))


def _count(found: Sorted, now: datetime) -> None:
    counted: Counter[tuple[int, str, str]] = Counter()
    for outcome, ones in (("stored", found.fresh), ("repeated", found.repeated)):
        by_source = Counter([arrived.source_id for arrived, _said in ones])
        counted.update({(source, outcome, ""): events for source, events in by_source.items()})
    counted.update((a.source_id, "withheld", why) for a, _said, why in found.withheld)
    counted.update((a.source_id, "omitted", why) for a, _said, why in found.omitted)
    counted.update((a.source_id, "quarantined", p.reason) for a, p in found.refused)
    counted.update((a.source_id, "unused", why) for a, why in found.unused)
    if counted:
        sources, outcomes, reasons = (list(part) for part in zip(*counted, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [now, sources, outcomes, reasons, list(counted.values())])


def _glimpses(found: Sorted, profiles: Sequence[int], visits: Sequence[Kept | None]) -> list[Row]:
    """In the order in which they came, at most so many of a source, the newest."""
    stored = ((found.fresh[at], profiles[at], visits[at]) for at in _newest(found.fresh))
    withheld = (found.withheld[at] for at in _newest(found.withheld))
    omitted = (found.omitted[at] for at in _newest(found.omitted))
    repeated = (found.repeated[at] for at in _newest(found.repeated))
    refused = (found.refused[at] for at in _newest(found.refused))
    unused = {arrived.id: why for arrived, why in found.unused}
    newest: list[Eyed] = [
        *(
            (a, said, "stored", unused.get(a.id, ""), profile, visit)
            for (a, said), profile, visit in stored
        ),
        *((a, said, "withheld", why, None, None) for a, said, why in withheld),
        *((a, said, "omitted", why, None, None) for a, said, why in omitted),
        *((a, said, "repeated", "", None, None) for a, said in repeated),
        *((a, said, "quarantined", said.reason, None, None) for a, said in refused),
    ]
    newest.sort(key=lambda one: one[0].id)
    return [_glimpse(newest[at], found.disguised) for at in _newest(newest)]


def _glimpse(one: Eyed, disguised: Collection[int]) -> Row:
    arrived, said, outcome, reason, profile, visit = one
    return (
        arrived.source_id, arrived.received_at, _name(arrived, said, reason), outcome, reason,
        profile,
        visit.source if visit else "", _body(arrived, outcome, disguised),
    )  # fmt: skip


def _newest(ones: Sequence[tuple[Any, ...]]) -> list[int]:
    """The places of the last of each source, in their order."""
    places: dict[int, list[int]] = {}
    for at in range(len(ones) - 1, -1, -1):
        of_source = places.setdefault(ones[at][0].source_id, [])
        if len(of_source) < GLIMPSES:
            of_source.append(at)
    return sorted(at for of_source in places.values() for at in of_source)


def _name(arrived: Arrived, said: Incoming | Unreadable, reason: str) -> str:
    """Of who was erased not even what they did is said."""
    if isinstance(said, Unreadable) or reason == "erased":
        return arrived.kind
    return named(said)[:LONGEST_NAME]


def _body(arrived: Arrived, outcome: str, disguised: Collection[int]) -> str:
    """Nothing of what may not be kept, nor of whom nobody may follow; what comes again may be
    either.
    """
    if outcome in {"withheld", "repeated"} or arrived.id in disguised:
        return ""
    return arrived.body[:LONGEST_BODY]


def _show(rows: Sequence[Row]) -> None:
    if not rows:
        return
    contacts.importing.copy_values("timeline_glimpse", GLIMPSE, rows)
    with connection.cursor() as cursor:
        cursor.execute(TRIM, [list({row[0] for row in rows}), KEPT_GLIMPSES])
