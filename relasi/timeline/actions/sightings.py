"""Who was seen where: taken back, put right again, and following people who are joined."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts import public as contacts
from relasi.contacts.events import ContactsMerged
from relasi.kernel.errors import NotFound, Refused
from relasi.timeline.models import Sighting

from .collecting.seeing import settle
from .collecting.taking import wait_for_batch


@transaction.atomic
def undo_sighting(*, sighting_id: int, by: Actor, now: datetime) -> int:
    """It was not this person there after all; whose it was said to be.

    What the visitor did is not read as theirs any more, and stays so whatever comes in.
    """
    sighting = _locked(sighting_id)
    if sighting.undone_at:
        raise Refused(_("This device was taken away from this person already."))
    sighting.undone_at, sighting.undone_by = now, by.label
    return _change(sighting, "took a device away", by, now)


@transaction.atomic
def restore_sighting(*, sighting_id: int, by: Actor, now: datetime) -> int:
    """It was this person after all; everything is read as before it was undone."""
    sighting = _locked(sighting_id)
    if not sighting.undone_at:
        raise Refused(_("This device belongs to this person already."))
    twin = Sighting.objects.filter(
        visitor_id=sighting.visitor_id, contact_id=sighting.contact_id, undone_at=None
    )
    if twin.exists():
        raise Refused(_("This device belongs to this person already."))
    sighting.undone_at, sighting.undone_by = None, ""
    return _change(sighting, "gave a device back", by, now)


def _locked(sighting_id: int) -> Sighting:
    wait_for_batch()
    sighting = Sighting.objects.select_for_update().filter(pk=sighting_id).first()
    if sighting is None:
        raise NotFound(_("This device is not known any more."))
    return sighting


def _change(sighting: Sighting, action: str, by: Actor, now: datetime) -> int:
    sighting.save(update_fields=["undone_at", "undone_by"])
    settle([sighting.visitor_id])
    visitor = sighting.visitor_id
    record(by, action, "contacts", sighting.contact_id, at=now, visitor=visitor)
    return sighting.contact_id


def follow_merge(event: ContactsMerged) -> None:
    """Where either was seen, the one who stays was. Undoing the merge gives the rows back."""
    wait_for_batch()
    contacts.set_aside(
        event, table="timeline_sighting", twin_by="visitor_id", among="undone_at IS NULL"
    )
    contacts.hand_over(event, table="timeline_sighting")
    settle_people([event.kept_id])


def settle_people(contact_ids: Sequence[int]) -> None:
    """Say anew whose the visitors are at which these people were ever seen."""
    wait_for_batch()
    rows = Sighting.objects.filter(contact_id__in=contact_ids)
    settle(rows.values_list("visitor_id", flat=True))
