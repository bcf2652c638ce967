"""Hubs: allowed again, what they joined taken apart, and how many joins make one."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.kernel.errors import NotFound, Refused
from relasi.timeline.models import Hub, HubLimit

from .collecting.seeing import settle
from .collecting.taking import wait_for_batch

MOST, LONGEST = 100_000, 90
# What a hub joined, to be told from what colleagues took away by hand.
BY = "hub:"
APART = """
UPDATE timeline_sighting s SET undone_at = %(now)s, undone_by = %(by)s
WHERE s.undone_at IS NULL AND s.contact_id <> 0 AND {theirs} RETURNING s.visitor_id
"""
OF_NUMBER = """
s.contact_id IN (SELECT contact_id FROM contacts_identity
    WHERE kind = 'external' AND value = %(value)s) AND s.evidence ->> 'user_id' = %(value)s
"""
OF_DEVICE = """
s.visitor_id IN (SELECT id FROM timeline_visitor WHERE anonymous_id = %(value)s)
"""
# Who was seen there again since, or was deleted, has a row that stands.
TOGETHER = """
UPDATE timeline_sighting s SET undone_at = NULL, undone_by = ''
WHERE s.id IN (
    SELECT min(o.id) FROM timeline_sighting o WHERE o.undone_by = %(by)s
    AND o.undone_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM timeline_sighting t WHERE t.visitor_id = o.visitor_id
        AND t.contact_id = o.contact_id AND t.undone_at IS NULL
    ) GROUP BY o.visitor_id, o.contact_id
) RETURNING s.visitor_id
"""


@transaction.atomic
def take_hub_apart(*, hub_id: int, by: Actor, now: datetime) -> int:
    """Nobody is read as what it joined any more; how many joins that were. Raises NotFound."""
    hub = _locked(hub_id)
    theirs = OF_NUMBER if hub.kind == Hub.Kind.EXTERNAL else OF_DEVICE
    params: dict[str, str | datetime] = {"now": now, "by": f"{BY}{hub_id}", "value": hub.value}
    count = _settled(APART.format(theirs=theirs), params)
    hub.apart_at, hub.allowed_at, hub.changed_by = now, None, by.label
    hub.save(update_fields=["apart_at", "allowed_at", "changed_by"])
    record(by, "took a hub apart", "settings", hub_id, at=now, joins=count)
    return count


@transaction.atomic
def allow_hub(*, hub_id: int, by: Actor, now: datetime) -> int:
    """It joins again whatever it joins, and what was taken apart is put back; how many joins
    those were. Raises NotFound.
    """
    hub = _locked(hub_id)
    count = _settled(TOGETHER, {"by": f"{BY}{hub_id}"})
    hub.apart_at, hub.allowed_at, hub.changed_by = None, now, by.label
    hub.save(update_fields=["apart_at", "allowed_at", "changed_by"])
    record(by, "allowed a hub", "settings", hub_id, at=now, joins=count)
    return count


@transaction.atomic
def limit_hubs(*, most: int, days: int, by: Actor, now: datetime) -> None:
    """More joins than `most` within so many days make a hub. Raises Refused."""
    if not 2 <= most <= MOST:  # noqa: PLR2004  (one join is what an id is for)
        raise Refused(_("Say a number of joins from 2 to 100,000."), field="most")
    if not 1 <= days <= LONGEST:
        raise Refused(_("Say a number of days from 1 to 90."), field="days")
    values = {"most": most, "days": days, "updated_at": now, "updated_by": by.label}
    HubLimit.objects.update_or_create(pk=1, defaults=values)
    record(by, "changed what is a hub", "settings", at=now, joins=most, days=days)


def _locked(hub_id: int) -> Hub:
    wait_for_batch()
    hub = Hub.objects.select_for_update().filter(pk=hub_id).first()
    if hub is None:
        raise NotFound(_("This hub is not known any more. Reload the page."))
    return hub


def _settled(statement: str, params: Mapping[str, str | datetime]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        visitors = [visitor for (visitor,) in cursor.fetchall()]
    settle(visitors)
    return len(visitors)
