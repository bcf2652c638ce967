"""The last events of a source as they came, what became of them, and whose they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from relasi.contacts import public as contacts
from relasi.timeline.models import Glimpse, Visitor

from .bodies import name_of, readable

SHOWN = 50
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class GlimpseCard:
    """`contact_id` and `called` say whose it is; a visitor nobody knows yet has neither.

    `body` is its JSON written to be read; of a long one only the beginning is kept (`is_cut`).
    """

    id: int
    at: datetime
    name: str
    outcome: str
    reason: str
    is_somebody: bool
    contact_id: int | None
    called: str
    came_by: str
    body: str
    is_cut: bool


def glimpses(source_id: int, outcome: str = "") -> list[GlimpseCard]:
    """The newest first; of one outcome when it is given."""
    rows = Glimpse.objects.filter(source_id=source_id)
    if outcome:
        rows = rows.filter(outcome=outcome)
    found = list(rows.order_by("-pk")[:SHOWN])
    people = _people(row.profile_id for row in found if row.profile_id is not None)
    names = contacts.names(set(people.values()))
    return [_card(row, people, names) for row in found]


def newest_glimpse(source_id: int) -> int:
    """Its id; 0 while there is none."""
    ids = Glimpse.objects.filter(source_id=source_id).order_by("-pk").values_list("pk", flat=True)
    return ids.first() or 0


def _people(profiles: Iterable[int]) -> dict[int, int]:
    """Profile → whose it is read as: a contact is its own, a visitor may be one's."""
    ids = set(profiles)
    rows = Visitor.objects.filter(pk__in=ids).values_list("pk", "contact_id")
    known = {visitor: contact for visitor, contact in rows if contact is not None}
    return {each: each for each in ids} | known


def _card(row: Glimpse, people: dict[int, int], names: dict[int, str]) -> GlimpseCard:
    contact_id = people.get(row.profile_id or 0)
    return GlimpseCard(
        id=row.pk,
        at=row.at,
        name=name_of(row.name, row.body) if row.reason else row.name,
        outcome=row.outcome,
        reason=row.reason,
        is_somebody=row.profile_id is not None,
        contact_id=contact_id if contact_id in names else None,
        called=names.get(contact_id or 0, ""),
        came_by=contacts.source_called(row.came_by) if row.came_by not in {"", "direct"} else "",
        body=readable(row.body),
        is_cut=len(row.body) >= LONGEST,
    )
