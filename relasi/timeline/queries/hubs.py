"""Hubs as they are shown, and the limit that makes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from relasi.contacts import public as contacts
from relasi.timeline.models import Hub, HubLimit

# A person has a handful of devices; a device at which this many people signed in within a week
# stands on a counter.
MOST, DAYS = 25, 7
SHOWN, NAMED = 50, 5
OF_NUMBER = """
SELECT h.id, i.contact_id FROM timeline_hub h
JOIN contacts_identity i ON i.kind = 'external' AND i.value = h.value
WHERE h.kind = 'external' AND h.id = ANY(%s)
"""
OF_DEVICE = """
SELECT h.id, s.contact_id FROM timeline_hub h
JOIN timeline_visitor v ON v.anonymous_id = h.value
CROSS JOIN LATERAL (
    SELECT contact_id FROM timeline_sighting
    WHERE visitor_id = v.id AND contact_id <> 0 ORDER BY id DESC LIMIT %s
) s
WHERE h.kind = 'anonymous' AND h.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Limit:
    most: int = MOST
    days: int = DAYS


@dataclass(frozen=True, slots=True)
class HubCard:
    """`people` are (contact, name): whose number it is, or who was seen at the device last."""

    id: int
    kind: str
    kind_label: str
    value: str
    joined: int
    found_at: datetime
    is_allowed: bool
    is_apart: bool
    people: tuple[tuple[int, str], ...]


def hub_limit() -> Limit:
    row = HubLimit.objects.filter(pk=1).first()
    return Limit(row.most, row.days) if row else Limit()


def hubs() -> tuple[list[HubCard], int]:
    """The newest, and how many there are."""
    rows = list(Hub.objects.order_by("-found_at", "-pk")[:SHOWN])
    people = _people([row.pk for row in rows])
    names = contacts.names({who for ones in people.values() for who in ones})
    cards = [
        HubCard(
            row.pk,
            row.kind,
            row.get_kind_display(),
            row.value,
            row.joined,
            row.found_at,
            row.allowed_at is not None,
            row.apart_at is not None,
            tuple((who, names[who]) for who in people.get(row.pk, ()) if who in names),
        )
        for row in rows
    ]
    return cards, Hub.objects.count()


def _people(ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    questions: tuple[tuple[str, list[Any]], ...] = (
        (OF_NUMBER, [list(ids)]),
        (OF_DEVICE, [NAMED, list(ids)]),
    )
    with connection.cursor() as cursor:
        for question, params in questions:
            cursor.execute(question, params)
            for hub_id, contact_id in cursor.fetchall():
                found.setdefault(hub_id, []).append(contact_id)
    return found
