"""Visits as they are kept: read for the devices of a batch, added, and changed."""

import struct
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from relasi.contacts import public as contacts
from relasi.kernel.arrays import array_of
from relasi.kernel.copying import NULL, SINCE_1970, Texts
from relasi.timeline.rules.visiting import LONGEST, PAUSE, UNKNOWN, Coming, Device, Visit

from .copying import copy_rows
from .geography import NOWHERE, Place

# Any of them within reach of any of these moments: placing looks at no other. Each device is
# looked up by index by itself, however few or many visits there are (OFFSET 0 says so).
NEAR = """
SELECT near.* FROM unnest(%s::bigint[]) AS device (id) CROSS JOIN LATERAL (
    SELECT s.id, s.visitor_id, s.contact_id, (date_part('epoch', started_at) * 1000000)::bigint,
        (date_part('epoch', last_at) * 1000000)::bigint,
        (date_part('epoch', landed_at) * 1000000)::bigint, mark, source, events, pages
    FROM timeline_session s
    WHERE s.visitor_id = device.id
        AND last_at >= timestamptz 'epoch' + %s * interval '1 microsecond'
        AND started_at BETWEEN timestamptz 'epoch' + %s * interval '1 microsecond'
            AND timestamptz 'epoch' + %s * interval '1 microsecond' OFFSET 0
) near
"""
COLUMNS = (
    "id", "contact_id", "visitor_id", "started_at", "last_at", "source_id", "events", "pages",
    "is_machine", "mark", "landed_at", "landing", "referrer", "source", "medium", "campaign",
    "term", "content", "click_kind", "click_id", "channel", "device", "browser", "system",
    "country", "region", "city",
)  # fmt: skip
_NUMBERS = struct.Struct("!hiqiqiqiqiqiiiiiii?iq")  # from id to mark
_MOMENT = struct.Struct("!iq")
# However many visits there are, those that went on are looked up by index: reading all of them
# looks cheaper to the planner for long, and takes longer from day to day.
BY_INDEX = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
AS_EVER = "SET LOCAL enable_hashjoin = DEFAULT; SET LOCAL enable_mergejoin = DEFAULT"
# Nearly all of them only went on; what a page or a signing in that came late changes is rare.
GO_ON = """
UPDATE timeline_session s SET events = n.events, pages = n.pages,
    last_at = timestamptz 'epoch' + n.last * interval '1 microsecond'
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[]) AS n (id, last, events, pages)
WHERE s.id = n.id
"""
BEGIN = """
UPDATE timeline_session s SET contact_id = n.contact_id,
    started_at = timestamptz 'epoch' + n.started * interval '1 microsecond'
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS n (id, contact_id, started)
WHERE s.id = n.id
"""
LAND = """
UPDATE timeline_session SET landed_at = timestamptz 'epoch' + %s * interval '1 microsecond',
    landing = %s, referrer = %s, source = %s, medium = %s, campaign = %s, term = %s, content = %s,
    click_kind = %s, click_id = %s, channel = %s, mark = %s
WHERE id = %s
"""


class Kept(Visit):
    """A visit and what is counted in it. `origin` and what follows is filled where this batch
    began it; `origin` and `landing` also where an earlier page than the first one came late.
    `begins_otherwise` when it is somebody's now, or began earlier.
    """

    id: int = 0
    visitor_id: int = 0
    source: str = ""
    events: int = 0
    pages: int = 0
    is_new: bool = False
    is_changed: bool = False
    begins_otherwise: bool = False
    origin: Coming | None = None
    landing: str = ""
    source_id: int = 0
    device: Device = UNKNOWN
    where: Place = NOWHERE
    is_machine: bool = False

    @property
    def contact_id(self) -> int:
        """Whose it is: the contact who was signed in, else the visitor."""
        return self.person or self.visitor_id


def near(visitor_ids: Collection[int], since: int, until: int) -> dict[int, list[Kept]]:
    """The visits of these devices that events between the two moments may belong to, oldest
    first.
    """
    ids = array_of(sorted(visitor_ids))
    params: list[Any] = [ids, since - PAUSE, since - LONGEST - PAUSE, until + PAUSE]
    with connection.cursor() as cursor:
        cursor.execute(NEAR, params)
        rows = cursor.fetchall()
    found: dict[int, list[Kept]] = {}
    for number, visitor_id, contact_id, started, last, landed, mark, source, events, pages in rows:
        person = contact_id if contact_id != visitor_id else 0
        visit = Kept(  # by place, which is faster than by name
            started, last, person, mark, landed, number, visitor_id, source, events, pages
        )
        others = found.get(visitor_id)
        if others is None:
            found[visitor_id] = [visit]
        else:
            others.append(visit)
    for visits in found.values():
        if len(visits) > 1:
            visits.sort(key=_beginning)
    return found


def _beginning(visit: Kept) -> tuple[int, int]:
    return visit.started_at, visit.id


def keep(visits: Iterable[Kept]) -> None:
    """Write those that began or went on; those that began get their ids."""
    changed = [visit for visit in visits if visit.is_changed]
    _add([visit for visit in changed if visit.is_new])
    went_on = sorted((visit for visit in changed if not visit.is_new), key=_number)
    if went_on:
        _execute(BY_INDEX)
        _go_on(went_on)
        _begin([visit for visit in went_on if visit.begins_otherwise])
        _execute(AS_EVER)
    _land([visit for visit in went_on if visit.origin is not None])


def _add(visits: Sequence[Kept]) -> None:
    if not visits:
        return
    ids = contacts.importing.new_ids("timeline_session", len(visits))
    for visit, number in zip(visits, ids, strict=True):
        visit.id = number
    copy_rows("timeline_session", COLUMNS, _rows(visits))


def _rows(visits: Iterable[Kept]) -> Iterator[bytes]:
    words = Texts()
    for visit in visits:
        numbers = _NUMBERS.pack(
            len(COLUMNS), 8, visit.id, 8, visit.contact_id, 8, visit.visitor_id,
            8, visit.started_at - SINCE_1970, 8, visit.last_at - SINCE_1970,
            4, visit.source_id, 4, visit.events, 4, visit.pages, 1, visit.is_machine,
            8, visit.mark,
        )  # fmt: skip
        landed_at, *said = _landed(visit)
        landed = NULL if landed_at is None else _MOMENT.pack(8, landed_at - SINCE_1970)
        texts = [words[word] for word in (*said, *visit.device, *visit.where)]
        yield b"".join((numbers, landed, *texts))


def _landed(visit: Kept) -> tuple[Any, ...]:
    """landed_at to channel, in the order of the columns."""
    origin = visit.origin
    assert origin is not None
    said = origin.campaign
    return (
        visit.landed_at, visit.landing, origin.referrer, origin.source, origin.medium, said.name,
        said.term, said.content, said.click_kind, said.click_id, origin.channel,
    )  # fmt: skip


def _go_on(visits: Sequence[Kept]) -> None:
    _execute(
        GO_ON,
        array_of([visit.id for visit in visits]),
        array_of([visit.last_at for visit in visits]),
        array_of([visit.events for visit in visits]),
        array_of([visit.pages for visit in visits]),
    )


def _number(visit: Kept) -> int:
    return visit.id


def _execute(statement: str, *params: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)


def _begin(visits: Sequence[Kept]) -> None:
    """The few that are somebody's now, or began earlier than was known."""
    if visits:
        _execute(
            BEGIN,
            array_of([visit.id for visit in visits]),
            array_of([visit.contact_id for visit in visits]),
            array_of([visit.started_at for visit in visits]),
        )


def _land(visits: Sequence[Kept]) -> None:
    """The few to whose beginning an earlier page came late."""
    if visits:
        with connection.cursor() as cursor:
            cursor.executemany(LAND, [(*_landed(visit), visit.mark, visit.id) for visit in visits])
