"""Ids that join too much are noticed when they do, and join nothing more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection

from relasi.kernel.arrays import array_of, words_of
from relasi.timeline.queries.hubs import hub_limit

Pair = tuple[int, int]  # visitor, contact
Value = tuple[str, str]  # kind and value
KNOWN = """
SELECT h.kind, h.value, h.allowed_at IS NULL
FROM unnest(%s::text[], %s::text[]) AS w (kind, value)
JOIN timeline_hub h ON h.kind = w.kind AND h.value = w.value
"""
LATELY = """
SELECT {column}, count(*) FROM timeline_sighting
WHERE {column} = ANY(%s::bigint[]) AND seen_at > %s AND undone_at IS NULL GROUP BY {column}
"""
NOTE = """
INSERT INTO timeline_hub (kind, value, joined, found_at)
SELECT kind, value, joined, %s FROM unnest(%s::text[], %s::text[], %s::int[])
    AS new (kind, value, joined)
ORDER BY kind, value ON CONFLICT (kind, value) DO NOTHING
"""


def without_hubs(
    words: Mapping[Pair, Value], devices: Mapping[int, str], now: datetime
) -> set[Pair]:
    """Those of new pairs that join over nothing that is a hub or becomes one by them. `words` is
    the user id of each pair, `devices` the anonymous id of each visitor.
    """
    values = {pair: (words[pair], ("anonymous", devices[pair[0]])) for pair in words}
    blocked, allowed = _known({value for both in values.values() for value in both})
    pairs = [pair for pair in values if not blocked.intersection(values[pair])]
    limit = hub_limit()
    since = now - timedelta(days=limit.days)
    at_person = _lately("contact_id", [contact for _visitor, contact in pairs], since)
    at_device = _lately("visitor_id", [visitor for visitor, _contact in pairs], since)
    found, hubs = set(), dict[Value, int]()
    for pair in pairs:
        visitor, contact = pair
        number, device = values[pair]
        at_person[contact] += 1
        at_device[visitor] += 1
        over = {
            value: count
            for value, count in ((number, at_person[contact]), (device, at_device[visitor]))
            if count > limit.most and value not in allowed
        }
        hubs.update(over)
        if not over:
            found.add(pair)
    _note(hubs, now)
    return found


def _known(values: set[Value]) -> tuple[set[Value], set[Value]]:
    """Those that are hubs, and those that were and are allowed."""
    if not values:
        return set(), set()
    blocked: set[Value] = set()
    allowed: set[Value] = set()
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [words_of(list(column)) for column in zip(*values, strict=True)])
        for kind, value, is_blocked in cursor.fetchall():
            (blocked if is_blocked else allowed).add((kind, value))
    return blocked, allowed


def _lately(column: str, ids: Sequence[int], since: datetime) -> Counter[int]:
    if not ids:
        return Counter()
    with connection.cursor() as cursor:
        cursor.execute(LATELY.format(column=column), [array_of(set(ids)), since])
        return Counter(dict(cursor.fetchall()))


def _note(hubs: Mapping[Value, int], now: datetime) -> None:
    if hubs:
        rows = [(*value, joined) for value, joined in hubs.items()]
        with connection.cursor() as cursor:
            cursor.execute(NOTE, [now, *(list(column) for column in zip(*rows, strict=True))])
