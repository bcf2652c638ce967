"""Sightings: people who were certainly seen at a visitor, and whose the visitor then is."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from relasi.contacts import public as contacts
from relasi.kernel import bus
from relasi.kernel.arrays import array_of, words_of
from relasi.timeline.events import VisitorsKnown

from .hubs import without_hubs

# What a person took back stays so, whatever that browser sends. Each pair is looked up by index
# by itself, however few or many there are (OFFSET 0 says so).
UNSEEN = """
SELECT visitor_id, contact_id
FROM unnest(%s::bigint[], %s::bigint[]) AS new (visitor_id, contact_id)
WHERE NOT EXISTS (
    SELECT FROM timeline_sighting s
    WHERE s.visitor_id = new.visitor_id AND s.contact_id = new.contact_id OFFSET 0
)
"""
SEEN_AT = """
SELECT contact_id, count(*) FROM timeline_sighting
WHERE contact_id = ANY(%s::bigint[]) AND undone_at IS NULL GROUP BY contact_id
"""
SIGHT = """
INSERT INTO timeline_sighting (visitor_id, contact_id, evidence, seen_at)
SELECT visitor_id, contact_id, evidence, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::jsonb[]) AS new (visitor_id, contact_id, evidence)
"""
# Somebody's alone, or nobody's: where two were seen the visitor stays who it is.
SETTLE = """
UPDATE timeline_visitor v SET contact_id = (
    SELECT CASE WHEN count(*) = 1 THEN nullif(min(s.contact_id), 0) END FROM timeline_sighting s
    WHERE s.visitor_id = v.id AND s.undone_at IS NULL
) WHERE v.id = ANY(%s) RETURNING v.id, v.contact_id
"""
Pair = tuple[int, int]


def note_sightings(
    pairs: Mapping[Pair, Any],
    evidence_of: Callable[[Any], Mapping[str, Any]],
    devices: Mapping[int, str],
    now: datetime,
) -> list[tuple[Pair, str]]:
    """Who was seen at which visitor, and by what: the first evidence of each pair is kept, and
    only said in full where it is news. `devices` is the anonymous id of each visitor. Returns
    those that were left out, and why.
    """
    unseen = _unseen(pairs)
    if not unseen:
        return []
    said = {pair: evidence_of(pairs[pair]) for pair in unseen}
    words = {pair: ("external", str(said[pair]["user_id"])) for pair in unseen}
    single = without_hubs(words, devices, now)
    room = _with_room([pair for pair in unseen if pair in single])
    if room:
        with connection.cursor() as cursor:
            told = words_of([json.dumps(said[pair]) for pair in room])
            cursor.execute(SIGHT, [now, *_columns(room), told])
        settle({visitor_id for visitor_id, _contact_id in room})
    taken = set(room)
    left_out = [pair for pair in unseen if pair not in taken]
    return [(pair, "id_full" if pair in single else "id_hub") for pair in left_out]


def _with_room(pairs: list[Pair]) -> list[Pair]:
    """Those within the number of devices that somebody may have."""
    most = contacts.identifying().kinds["anonymous"].most
    if most is None or not pairs:
        return pairs
    people = list({contact_id for _visitor_id, contact_id in pairs})
    with connection.cursor() as cursor:
        cursor.execute(SEEN_AT, [array_of(people)])
        held = Counter(dict(cursor.fetchall()))
    found = []
    for visitor_id, contact_id in pairs:
        held[contact_id] += 1
        if held[contact_id] <= most:
            found.append((visitor_id, contact_id))
    return found


def _unseen(pairs: Iterable[Pair]) -> list[Pair]:
    """In their order."""
    wanted = list(pairs)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(UNSEEN, _columns(wanted))
        unseen = set(cursor.fetchall())
    return [pair for pair in wanted if pair in unseen]


def _columns(pairs: Iterable[Pair]) -> list[str]:
    visitors, people = zip(*pairs, strict=True)
    return [array_of(visitors), array_of(people)]


def settle(visitor_ids: Iterable[int]) -> None:
    """Say anew whose these visitors are read as, from the sightings that stand."""
    ids = sorted(set(visitor_ids))
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, [ids])
        known = {visitor: contact for visitor, contact in cursor.fetchall() if contact}
    if known:
        bus.publish(VisitorsKnown(known))
