"""Data that are kept and not used, because the person asked for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.consent.events import PeopleReleased, PeopleRestricted
from relasi.consent.models import Restriction
from relasi.contacts import public as contacts
from relasi.kernel import bus
from relasi.kernel.errors import NotFound, Refused


@transaction.atomic
def restrict(*, contact_id: int, reason: str, by: Actor, now: datetime) -> int:
    """Keep what is known of them and do nothing with it; returns the restriction's id.

    Raises NotFound, Refused when it stands already.
    """
    _exists(contact_id)
    if _standing(contact_id).exists():
        raise Refused(_("Nothing is done with their data already. Reload the page."))
    row = Restriction.objects.create(
        contact_id=contact_id,
        reason=reason.strip(),
        restricted_at=now,
        restricted_by=by.label,
    )
    contacts.compare_anew([contact_id], by=by, now=now)
    bus.publish(PeopleRestricted((contact_id,)))
    record(by, "restricted", "contacts", contact_id, at=now)
    return row.pk


@transaction.atomic
def release(*, contact_id: int, by: Actor, now: datetime) -> None:
    """Use their data again, where they agreed. Raises NotFound, Refused when nothing stands."""
    _exists(contact_id)
    lifted = _standing(contact_id).update(lifted_at=now, lifted_by=by.label)
    if not lifted:
        raise Refused(_("Their data are used as ever. Reload the page."))
    contacts.compare_anew([contact_id], by=by, now=now)
    bus.publish(PeopleReleased((contact_id,)))
    record(by, "released", "contacts", contact_id, at=now)


def _exists(contact_id: int) -> None:
    if not contacts.exists(contact_id):
        raise NotFound(_("There is no such person any more."))


def _standing(contact_id: int) -> QuerySet[Restriction]:
    rows = Restriction.objects.select_for_update()
    return rows.filter(contact_id=contact_id, lifted_at=None)
