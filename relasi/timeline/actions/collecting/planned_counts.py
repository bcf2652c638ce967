"""What was seen of names and kinds, and what departed from plans: counted batch by batch, in
the transaction of the events.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from relasi.accounts import public as accounts
from relasi.timeline.rules.planning import OTHERS, Shape, is_name, kinds_of

from .known_sources import Known
from .planned import Looked
from .sorting import Sorted

# Rows of a source: who makes up names by the thousand fills no table with them.
MOST_SEEN, MOST_DEVIATIONS, MOST_AT_ONCE = 10_000, 1_000, 2_000
SEEN = """
INSERT INTO timeline_plan_seen (source_id, event, property, kind, events, first_at, last_at)
SELECT source_id, CASE WHEN fits THEN event ELSE '' END, CASE WHEN fits THEN property ELSE '' END,
    CASE WHEN fits THEN kind ELSE '' END, sum(events), %(now)s::timestamptz,
    %(now)s::timestamptz
FROM (
    SELECT new.*, coalesce(room.seen, 0) < %(most)s OR EXISTS (
        SELECT FROM timeline_plan_seen s WHERE s.source_id = new.source_id
            AND s.event = new.event AND s.property = new.property AND s.kind = new.kind) AS fits
    FROM unnest(%(sources)s::int[], %(events)s::text[], %(properties)s::text[], %(kinds)s::text[],
        %(counts)s::bigint[]) AS new (source_id, event, property, kind, events)
    LEFT JOIN (
        SELECT source_id, count(*) AS seen FROM timeline_plan_seen
        WHERE source_id = ANY(%(sources)s::int[]) GROUP BY source_id
    ) room USING (source_id)
) known GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
ON CONFLICT (source_id, event, property, kind) DO UPDATE
SET events = timeline_plan_seen.events + excluded.events, last_at = excluded.last_at
"""
DEVIATED = """
INSERT INTO timeline_plan_deviation
    (source_id, day, event, property, problem, done, events, last_at)
SELECT source_id, %(day)s::date, CASE WHEN fits THEN event ELSE '' END,
    CASE WHEN fits THEN property ELSE '' END, problem, done, sum(events),
    %(now)s::timestamptz
FROM (
    SELECT new.*, coalesce(room.seen, 0) < %(most)s OR EXISTS (
        SELECT FROM timeline_plan_deviation d WHERE d.source_id = new.source_id
            AND d.day = %(day)s AND d.event = new.event AND d.property = new.property) AS fits
    FROM unnest(%(sources)s::int[], %(events)s::text[], %(properties)s::text[],
        %(problems)s::text[], %(doings)s::text[], %(counts)s::bigint[])
        AS new (source_id, event, property, problem, done, events)
    LEFT JOIN (
        SELECT source_id, count(*) AS seen FROM timeline_plan_deviation
        WHERE source_id = ANY(%(sources)s::int[]) AND day = %(day)s GROUP BY source_id
    ) room USING (source_id)
) known GROUP BY 1, 3, 4, 5, 6 ORDER BY 1, 3, 4, 5, 6
ON CONFLICT (source_id, day, event, property, problem, done) DO UPDATE
SET events = timeline_plan_deviation.events + excluded.events, last_at = excluded.last_at
"""
LEARNED = """
UPDATE timeline_plan p SET learning = greatest(p.learning - new.events, 0)
FROM unnest(%s::int[], %s::bigint[]) AS new (source_id, events)
WHERE p.source_id = new.source_id AND p.learning > 0
"""
SEEN_BY = ("sources", "events", "properties", "kinds")
DEVIATED_BY = ("sources", "events", "properties", "problems", "doings")
Row = tuple[Any, ...]


def count_planned(found: Sorted, sources: Mapping[int, Known], now: datetime) -> None:
    """Nothing where no source has a plan. What may not be kept is not counted here either."""
    if not found.looked:
        return
    looked = list(_looked(found))
    shapes = Counter((source_id, one.shape) for source_id, one in looked)
    _add(SEEN, _seen(shapes), SEEN_BY, {"now": now, "most": MOST_SEEN})
    deviated = _deviated(looked, sources)
    if deviated:
        params = {"now": now, "day": _day(now), "most": MOST_DEVIATIONS}
        _add(DEVIATED, deviated, DEVIATED_BY, params)
    _learn(Counter(source_id for source_id, _one in looked), sources)


def _looked(found: Sorted) -> Iterator[tuple[int, Looked]]:
    for ones in (found.fresh, found.omitted, found.refused):
        for arrived, *_rest in ones:
            if (looked := found.looked.get(arrived.id)) is not None:
                yield arrived.source_id, looked


def _seen(shapes: Mapping[tuple[int, Shape], int]) -> Counter[Row]:
    counted: Counter[Row] = Counter()
    for (source_id, shape), events in shapes.items():
        name = _sayable(shape[0])
        counted[source_id, name, "", ""] += events
        for key, kind in kinds_of(shape):
            counted[source_id, name, _sayable(key), kind] += events
    return counted


def _deviated(looked: list[tuple[int, Looked]], sources: Mapping[int, Known]) -> Counter[Row]:
    counted: Counter[Row] = Counter()
    for source_id, (shape, verdict) in looked:
        keeper = sources[source_id].keeper
        if verdict is None or keeper is None:
            continue
        for fault in verdict.faults:
            done = verdict.done_about(fault, keeper.handling)
            property_ = _sayable(fault.property) if fault.property else ""
            counted[source_id, _sayable(shape[0]), property_, fault.problem, done] += 1
    return counted


def _sayable(name: str) -> str:
    return name if is_name(name) else OTHERS


def _day(now: datetime) -> date:
    """By the clock of the shop."""
    return now.astimezone(ZoneInfo(accounts.organisation().time_zone)).date()


def _add(
    statement: str, counted: Counter[Row], columns: tuple[str, ...], params: dict[str, Any]
) -> None:
    if not counted:
        return
    rows = _few(counted)
    values = dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(statement, params | values | {"counts": list(rows.values())})


def _few(counted: Counter[Row]) -> Counter[Row]:
    """The most frequent; the rest together as others."""
    if len(counted) <= MOST_AT_ONCE:
        return counted
    few = Counter(dict(counted.most_common(MOST_AT_ONCE)))
    for row, events in counted.items():
        if row not in few:
            few[row[0], OTHERS, OTHERS, *row[3:]] += events
    return few


def _learn(events: Counter[int], sources: Mapping[int, Known]) -> None:
    learning = {number: count for number, count in events.items() if sources[number].learning}
    if learning:
        with connection.cursor() as cursor:
            cursor.execute(LEARNED, [list(learning), list(learning.values())])
