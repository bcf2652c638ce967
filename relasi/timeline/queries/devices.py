"""The devices somebody was certainly seen at, and why we believe it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from relasi.kernel.errors import NotFound
from relasi.timeline.models import Sighting

MOST = 20
DEVICES = """
SELECT s.id, v.first_at, v.last_at, s.seen_at, s.undone_at, s.evidence ->> 'kind',
    s.evidence ->> 'user_id', coalesce(o.name, ''),
    s.undone_at IS NULL AND v.contact_id IS DISTINCT FROM s.contact_id
FROM timeline_sighting s JOIN timeline_visitor v ON v.id = s.visitor_id
LEFT JOIN timeline_source o ON o.id = (s.evidence ->> 'source_id')::bigint
WHERE s.contact_id = %s ORDER BY v.last_at DESC, s.id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """A browser or an app. `kind`, `user_id`, `source` and `seen_at` are the evidence;
    `is_shared` when others were seen there too, so that what was done there is nobody's.
    """

    sighting_id: int
    first_at: datetime
    last_at: datetime
    seen_at: datetime
    undone_at: datetime | None
    kind: str
    user_id: str
    source: str
    is_shared: bool


def devices_of(contact_id: int) -> list[DeviceCard]:
    """Those seen last first."""
    with connection.cursor() as cursor:
        cursor.execute(DEVICES, [contact_id, MOST])
        return [_card(row) for row in cursor.fetchall()]


def whose_sighting(sighting_id: int) -> int:
    """The contact it is about. Raises NotFound."""
    row = Sighting.objects.filter(pk=sighting_id).values_list("contact_id", flat=True).first()
    if not row:
        raise NotFound(_("This device is not known any more."))
    return row


def _card(row: tuple[Any, ...]) -> DeviceCard:
    number, first_at, last_at, seen_at, undone_at, kind, user_id, source, is_shared = row
    return DeviceCard(
        number, first_at, last_at, seen_at, undone_at, kind or "", user_id or "", source, is_shared
    )
