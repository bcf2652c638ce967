"""Doing what somebody asks for: each is one press, and a step of the request."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import SYSTEM, Actor, authorise
from relasi.consent import public as consent
from relasi.kernel.errors import Refused
from relasi.messaging import public as messaging
from relasi.privacy import public as privacy
from relasi.requests.letters import CONFIRM, FILE
from relasi.requests.models import Request, Step
from relasi.requests.queries.people import where_to

from .moving import begin, locked, move, note, proven

What, State = Step.What, Request.State
ASKED = "asked"  # the reason of the erasure: they asked for it


@transaction.atomic
def send_link(*, request_id: int, by: Actor, now: datetime) -> None:
    """A mail to their address: whoever presses the button behind its link is who they say."""
    row = locked(request_id)
    if row.proven_at is not None:
        raise Refused(_("Who they are is proven already. Reload the page."))
    to = where_to(row.contact_id, row.address)
    if to is None:
        raise Refused(
            _("We hold no e-mail address of theirs that a link could go to. Prove it another way.")
        )
    messaging.send_letters(kind=CONFIRM, to=[messaging.To(*to, row.pk)], now=now)
    if row.state == State.RECEIVED:
        row.contact_id = to[0]
        move(row, State.PROVING, What.LINK_SENT, "", by, now)
    else:
        note(row, What.LINK_SENT, "", by, now)


@transaction.atomic
def start_export(*, request_id: int, by: Actor, now: datetime) -> None:
    """Everything held of them into one file; a link to it goes to their address."""
    row, contact_id = _of_somebody(request_id)
    if where_to(contact_id, row.address) is None:
        raise Refused(_("They have no e-mail address the file could be sent to. Add one first."))
    row.export_id = privacy.export_person(contact_id=contact_id, asked_by=by, now=now)
    row.save(update_fields=["export_id"])
    note(row, What.EXPORTED, "", by, now)


@transaction.atomic
def start_erasure(*, request_id: int, by: Actor, now: datetime) -> None:
    """Everything about them goes, for good; a job does it and closes the request."""
    row, contact_id = _of_somebody(request_id)
    row.erasure_id = privacy.erase_person(contact_id=contact_id, reason=ASKED, asked_by=by, now=now)
    row.save(update_fields=["erasure_id"])
    note(row, What.ERASING, "", by, now)


@transaction.atomic
def restrict(*, request_id: int, by: Actor, now: datetime) -> None:
    """Their data are kept and not used, and the request is done."""
    row, contact_id = _of_somebody(request_id)
    consent.restrict(contact_id=contact_id, reason=row.wish[:500], by=by, now=now)
    move(row, State.DONE, What.RESTRICTED, "", by, now)


@transaction.atomic
def object_to_all(*, request_id: int, by: Actor, now: datetime) -> None:
    """A no to everything that is asked for; the request is done. GDPR 21 (2) knows no but."""
    row, contact_id = _of_somebody(request_id)
    for channel, _label, purposes in consent.asked():
        for purpose, _name in purposes:
            consent.withdraw(
                contact_id=contact_id,
                channel=channel,
                purpose=purpose,
                source="request",
                proof={"request": row.pk},
                by=by,
                now=now,
            )
    move(row, State.DONE, What.OBJECTED, "", by, now)


Verb = Callable[..., None]
# What a request asks for, where a press does it.
BY_KIND: dict[str, Verb] = {
    "access": start_export,
    "portability": start_export,
    "erasure": start_erasure,
    "restriction": restrict,
    "objection": object_to_all,
}


@transaction.atomic
def fulfil(*, request_id: int, by: Actor, now: datetime) -> None:
    """Do what it asks for. Erasing needs the right to delete, as everywhere."""
    kind = locked(request_id).kind
    verb = BY_KIND.get(kind)
    if verb is None:
        raise Refused(_("This is done by hand: correct it on their page, then say it is done."))
    if kind == Request.Kind.ERASURE:
        authorise(by, "delete", "privacy")
    begin(request_id=request_id, by=by, now=now)
    verb(request_id=request_id, by=by, now=now)


@transaction.atomic
def confirm(*, request_id: int, said: str, now: datetime) -> None:
    """They pressed the button behind the link in the mail: they are who they say, and what a
    machine can do is begun by itself. Pressed again it changes nothing.
    """
    row = locked(request_id)
    if row.proven_at is not None or row.closed_at is not None:
        return
    row.proof, row.proven_at = Request.Proof.LINK, now
    move(row, State.WORKING, What.PROVEN, said, SYSTEM, now)
    if begins_by_itself(row.kind, row.via):
        BY_KIND[row.kind](request_id=request_id, by=SYSTEM, now=now)


def begins_by_itself(kind: str, via: str) -> bool:
    """What they asked for on their own page, and a machine can do; the rest is for a colleague."""
    return via == Request.Via.PAGE and kind in BY_KIND


@transaction.atomic
def hand_over(*, export_id: int, now: datetime) -> None:
    """The file is written: the link goes to who asked, and their requests are done."""
    rows = Request.objects.select_for_update().filter(export_id=export_id, closed_at=None)
    for row in rows.order_by("pk"):
        to = where_to(row.contact_id, row.address)
        if to is None:
            continue
        messaging.send_letters(kind=FILE, to=[messaging.To(*to, row.pk)], now=now)
        move(row, State.DONE, What.HANDED_OVER, "", SYSTEM, now)


@transaction.atomic
def erased(*, erasure_id: int, contact_id: int, now: datetime) -> None:
    """Nothing is left of them: their requests say so, and no address of theirs stays in any."""
    rows = Request.objects.select_for_update().filter(contact_id=contact_id)
    for row in rows.order_by("pk"):
        if row.closed_at is None and row.erasure_id == erasure_id:
            move(row, State.DONE, What.ERASED, "", SYSTEM, now)
        elif row.closed_at is None:
            move(row, State.WITHDRAWN, What.WITHDRAWN, "", SYSTEM, now)


def _of_somebody(request_id: int) -> tuple[Request, int]:
    row = proven(request_id)
    if row.contact_id is None:
        raise Refused(_("Nobody here is known by this address, so there is nothing to do it to."))
    return row, row.contact_id
