"""Visitors made and met, and the sightings that say who they are."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import connection

from relasi.contacts import public as contacts
from relasi.kernel import bus
from relasi.timeline.events import VisitorsKnown

from .arrays import array_of, words_of

# When a visitor was there last is kept to the hour, so that a page view changes no row of it.
FINE_ENOUGH = timedelta(hours=1)
ADD = """
INSERT INTO timeline_visitor (id, anonymous_id, contact_id, first_at, last_at)
SELECT id, anonymous_id, NULL, first_at, last_at
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::timestamptz[])
    AS new (id, anonymous_id, first_at, last_at)
"""
KNOWN = """
SELECT anonymous_id, id, last_at + %s < %s OR first_at > %s
FROM timeline_visitor WHERE anonymous_id = ANY(%s::text[])
"""
MEET = """
UPDATE timeline_visitor v SET first_at = least(v.first_at, s.first_at),
    last_at = greatest(v.last_at, s.last_at)
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS s (id, first_at, last_at)
WHERE v.id = s.id AND (v.last_at + %s < s.last_at OR v.first_at > s.first_at)
"""
# What a person took back stays so, whatever that browser sends.
SIGHT = """
INSERT INTO timeline_sighting (visitor_id, contact_id, evidence, seen_at)
SELECT visitor_id, contact_id, evidence, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::jsonb[]) AS new (visitor_id, contact_id, evidence)
WHERE NOT EXISTS (
    SELECT FROM timeline_sighting s
    WHERE s.visitor_id = new.visitor_id AND s.contact_id = new.contact_id
) RETURNING visitor_id
"""
# Somebody's alone, or nobody's: where two were seen the visitor stays who it is.
SETTLE = """
UPDATE timeline_visitor v SET contact_id = (
    SELECT CASE WHEN count(*) = 1 THEN nullif(min(s.contact_id), 0) END FROM timeline_sighting s
    WHERE s.visitor_id = v.id AND s.undone_at IS NULL
) WHERE v.id = ANY(%s) RETURNING v.id, v.contact_id
"""


class Seen(msgspec.Struct, frozen=True):
    first_at: datetime
    last_at: datetime

    @classmethod
    def at(cls, moment: datetime) -> "Seen":
        return cls(moment, moment)

    def with_(self, moment: datetime) -> "Seen":
        return Seen(min(self.first_at, moment), max(self.last_at, moment))


def ensure_visitors(seen: Mapping[str, Seen]) -> dict[str, int]:
    """The visitor of each anonymous id, made where there is none."""
    if not seen:
        return {}
    known, to_meet = _known(seen)
    _meet([(known[word], seen[word]) for word in to_meet])
    news = [word for word in seen if word not in known]
    made = dict(zip(news, contacts.importing.new_ids("contacts_contact", len(news)), strict=True))
    _add({made[word]: (word, seen[word]) for word in news})
    return known | made


def _known(seen: Mapping[str, Seen]) -> tuple[dict[str, int], list[str]]:
    """The visitors that are there, and those whose span may have grown."""
    first = min(span.first_at for span in seen.values())
    last = max(span.last_at for span in seen.values())
    params: list[Any] = [FINE_ENOUGH, last, first, words_of(list(seen))]
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, params)
        rows = cursor.fetchall()
    return {word: number for word, number, _is_news in rows}, [row[0] for row in rows if row[2]]


def _meet(visitors: Sequence[tuple[int, Seen]]) -> None:
    if visitors:
        ids, spans = zip(*visitors, strict=True)
        firsts, lasts = [s.first_at for s in spans], [s.last_at for s in spans]
        _execute(MEET, [list(ids), firsts, lasts, FINE_ENOUGH])


def _add(visitors: Mapping[int, tuple[str, Seen]]) -> None:
    if visitors:
        words = [word for word, _span in visitors.values()]
        firsts = [span.first_at for _word, span in visitors.values()]
        lasts = [span.last_at for _word, span in visitors.values()]
        _execute(ADD, [list(visitors), words, firsts, lasts])


def note_sightings(pairs: Iterable[tuple[int, int, Mapping[str, Any]]], now: datetime) -> None:
    """Who was seen at which visitor: the first evidence of each pair is kept."""
    first: dict[tuple[int, int], Mapping[str, Any]] = {}
    for visitor_id, contact_id, evidence in pairs:
        first.setdefault((visitor_id, contact_id), evidence)
    if not first:
        return
    visitors, people = array_of(v for v, _c in first), array_of(c for _v, c in first)
    evidence_of = words_of([json.dumps(evidence) for evidence in first.values()])
    with connection.cursor() as cursor:
        cursor.execute(SIGHT, [now, visitors, people, evidence_of])
        changed = {visitor_id for (visitor_id,) in cursor.fetchall()}
    settle(changed)


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


def _execute(statement: str, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
