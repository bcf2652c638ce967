"""Visitors made and met: who was where, from first to last."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from relasi.contacts import public as contacts
from relasi.kernel.arrays import array_of, words_of
from relasi.timeline.rules.arriving import Arrived, Incoming

# When a visitor was there last is kept to the hour, so that a page view changes no row of it.
FINE_ENOUGH = timedelta(hours=1)
ADD = """
INSERT INTO timeline_visitor (id, anonymous_id, contact_id, first_at, last_at)
SELECT id, anonymous_id, NULL, timestamptz 'epoch' + first * interval '1 microsecond',
    timestamptz 'epoch' + last * interval '1 microsecond'
FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[])
    AS new (id, anonymous_id, first, last)
"""
KNOWN = """
SELECT anonymous_id, id, coalesce(contact_id, 0),
    last_at + %s < timestamptz 'epoch' + %s * interval '1 microsecond'
        OR first_at > timestamptz 'epoch' + %s * interval '1 microsecond'
FROM timeline_visitor WHERE anonymous_id = ANY(%s::text[])
"""
MEET = """
UPDATE timeline_visitor v SET first_at = least(v.first_at, s.first_at),
    last_at = greatest(v.last_at, s.last_at)
FROM (
    SELECT id, timestamptz 'epoch' + first * interval '1 microsecond' AS first_at,
        timestamptz 'epoch' + last * interval '1 microsecond' AS last_at
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS new (id, first, last)
) s
WHERE v.id = s.id AND (v.last_at + %s < s.last_at OR v.first_at > s.first_at)
"""
Fresh = Sequence[tuple[Arrived, Incoming]]


class Seen(msgspec.Struct):
    """When an anonymous id was first and last there, in microseconds since 1970."""

    first: int
    last: int


class Visitor(NamedTuple):
    """`contact_id` is who they are read as, 0 for nobody; `may_grow` says that their span may
    have grown.
    """

    id: int
    contact_id: int
    may_grow: bool


class Visitors:
    """Those known before, asked for once: the gate needs them, and so does who follows."""

    def __init__(self, fresh: Fresh) -> None:
        """`fresh` are all events that may be about any of them."""
        self._span = _span(fresh)
        self._asked: set[str] = set()
        self._known: dict[str, Visitor] = {}
        self._ask({word for _arrived, incoming in fresh for word in _words(incoming)})

    def owner(self, anonymous_id: str) -> int:
        """Who is read as this browser, whether signed in there just now or not; 0 for nobody."""
        found = self._known.get(anonymous_id)
        return found.contact_id if found else 0

    def owners(self) -> set[int]:
        """Everybody who is read as one of them."""
        return {found.contact_id for found in self._known.values() if found.contact_id}

    def ensure(self, fresh: Fresh) -> dict[str, int]:
        """The visitor of each anonymous id, made where there is none."""
        seen = _seen(fresh)
        self._ask(seen.keys() - self._asked)
        known = {word: self._known[word] for word in seen if word in self._known}
        _meet([(one.id, seen[word]) for word, one in known.items() if one.may_grow])
        return {word: one.id for word, one in known.items()} | _made(
            {word: span for word, span in seen.items() if word not in known}
        )

    def _ask(self, words: Collection[str]) -> None:
        if not words:
            return
        self._asked |= set(words)
        first, last = self._span
        with connection.cursor() as cursor:
            params: list[Any] = [FINE_ENOUGH, last, first, words_of(list(words))]
            cursor.execute(KNOWN, params)
            self._known |= {word: Visitor(*rest) for word, *rest in cursor.fetchall()}


def _words(incoming: Incoming) -> Iterable[str]:
    own = (incoming.anonymous_id,) if incoming.anonymous_id else ()
    return own + incoming.links if incoming.links else own


def _span(fresh: Fresh) -> tuple[int, int]:
    ticks = [incoming.tick for _arrived, incoming in fresh]
    return (min(ticks), max(ticks)) if ticks else (0, 0)


def _seen(fresh: Fresh) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    for _arrived, incoming in fresh:
        tick = incoming.tick
        for word in _words(incoming):
            span = found.get(word)
            if span is None:
                found[word] = Seen(tick, tick)
            elif tick > span.last:
                span.last = tick
            elif tick < span.first:
                span.first = tick
    return found


def _made(news: Mapping[str, Seen]) -> dict[str, int]:
    if not news:
        return {}
    ids = contacts.importing.new_ids("contacts_contact", len(news))
    _execute(
        ADD,
        array_of(ids),
        words_of(list(news)),
        array_of(span.first for span in news.values()),
        array_of(span.last for span in news.values()),
    )
    return dict(zip(news, ids, strict=True))


def _meet(visitors: Sequence[tuple[int, Seen]]) -> None:
    if visitors:
        _execute(
            MEET,
            array_of(number for number, _span in visitors),
            array_of(span.first for _number, span in visitors),
            array_of(span.last for _number, span in visitors),
            FINE_ENOUGH,
        )


def _execute(statement: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
