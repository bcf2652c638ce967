"""Requests that another program passes on by OpenDSR."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, authorise
from relasi.contacts import public as contacts
from relasi.kernel.errors import Conflict, NotFound, Refused
from relasi.kernel.outgoing.posting import target_of
from relasi.requests.models import Passed, Request
from relasi.requests.rules import GDPR

from .moving import take_back
from .opening import open_request

IDENTITIES = {"email": "email", "controller_customer_id": "external"}
MOST_CALLBACKS = 10


@dataclass(frozen=True, slots=True)
class Identity:
    """By which somebody is named: email or controller_customer_id, as it is."""

    kind: str
    value: str


@transaction.atomic
def pass_on(  # noqa: PLR0913 - the parts of an OpenDSR request
    *,
    number: UUID,
    kind: str,
    identities: Sequence[Identity],
    callbacks: Sequence[str],
    submitted_at: datetime,
    by: Actor,
    now: datetime,
) -> Passed:
    """Write it down. Whoever passes it on has proven who asks. The same number twice is refused."""
    authorise(by, "edit", "privacy")
    if len(callbacks) > MOST_CALLBACKS:
        raise Refused(
            _("At most %(most)d addresses are called back.") % {"most": MOST_CALLBACKS},
            field="status_callback_urls",
        )
    for url in callbacks:
        target_of(url, field="status_callback_urls")
    if Passed.objects.filter(number=number).exists():
        raise Conflict(
            _("This subject_request_id was sent before. Ask for its status."),
            field="subject_request_id",
        )
    contact_id, written = _whom(identities)
    request_id = open_request(
        kind=kind,
        via=Request.Via.OPENDSR,
        contact_id=contact_id,
        address=written,
        law=GDPR,
        received_at=submitted_at,
        by=by,
        now=now,
    )
    Request.objects.filter(pk=request_id).update(proof=Request.Proof.SENDER, proven_at=now)
    return Passed.objects.create(
        request_id=request_id, number=number, controller=by.label, callbacks=list(callbacks)
    )


def find_passed(number: UUID, by: Actor) -> Passed:
    """Only whoever passed it on sees it. Raises NotFound."""
    authorise(by, "view", "privacy")
    rows = Passed.objects.select_related("request").filter(number=number, controller=by.label)
    found = rows.first()
    if found is None:
        raise NotFound(_("There is no such request. Check the subject_request_id."))
    return found


@transaction.atomic
def cancel(*, number: UUID, by: Actor, now: datetime) -> Passed:
    """As long as nothing was begun. Raises NotFound, Refused."""
    authorise(by, "edit", "privacy")
    found = find_passed(number, by)
    if found.request.state != Request.State.RECEIVED:
        raise Refused(_("This request is in work or over; it cannot be cancelled any more."))
    take_back(request_id=found.request_id, by=by, now=now)
    return found


def _whom(identities: Sequence[Identity]) -> tuple[int | None, str]:
    """The person, and the first address that was named. Two names of two people are refused."""
    found = {one for identity in identities if (one := _one(identity))}
    if len(found) > 1:
        raise Refused(
            _("The identities belong to different people. Send one request for each."),
            field="subject_identities",
        )
    written = next((i.value for i in identities if i.kind == "email"), identities[0].value)
    return next(iter(found), None), written


def _one(identity: Identity) -> int | None:
    kind = IDENTITIES[identity.kind]
    value = identity.value.strip()
    return contacts.find_contact(
        kind, contacts.normalise_email(value) if kind == "email" else value
    )
