"""A request goes its course; every step stays in its history."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.kernel import bus
from relasi.kernel.errors import NotFound, Refused
from relasi.requests.events import RequestMoved
from relasi.requests.models import Request, Step
from relasi.requests.rules import CLOSED, GDPR, due_at, may_follow

from .opening import find_person, house_zone

What, State = Step.What, Request.State


@transaction.atomic
def prove(*, request_id: int, proof: str, said: str = "", by: Actor, now: datetime) -> None:
    """Who they are is proven, and how; from here on their data may be touched."""
    row = locked(request_id)
    if proof not in Request.Proof.values or not proof:
        raise Refused(_("Say how they proved who they are."), field="proof")
    if row.proven_at is not None:
        raise Refused(_("Who they are is proven already. Reload the page."))
    if row.contact_id is None:
        row.contact_id = find_person(row.address)
    row.proof, row.proven_at = proof, now
    move(row, State.WORKING, What.PROVEN, said or str(Request.Proof(proof).label), by, now)


@transaction.atomic
def extend(*, request_id: int, reason: str, by: Actor, now: datetime) -> None:
    """Two more months, once, and the person is told why (GDPR 12 (3)). The UU PDP knows none."""
    row = locked(request_id)
    _open(row)
    if row.law != GDPR:
        raise Refused(_("The UU PDP gives 3 × 24 hours and no more. Finish it, or say why not."))
    if row.extended_at is not None:
        raise Refused(_("The time was extended already. That can be done once."))
    if not reason.strip():
        raise Refused(_("Say why it takes longer; the person is to be told."), field="reason")
    row.extended_at = now
    row.due_at = due_at(row.law, row.received_at, house_zone(), extended=True)
    row.save(update_fields=["extended_at", "due_at"])
    note(row, What.EXTENDED, reason, by, now)
    record(by, "extended request", "requests", row.pk, at=now)


def begin(*, request_id: int, by: Actor, now: datetime) -> None:
    """What somebody else proved and passed on is in work from the first press on it."""
    row = proven(request_id)
    if row.state == State.RECEIVED:
        move(row, State.WORKING, What.PROVEN, str(Request.Proof(row.proof).label), by, now)


@transaction.atomic
def finish(*, request_id: int, said: str = "", by: Actor, now: datetime) -> None:
    begin(request_id=request_id, by=by, now=now)
    move(proven(request_id), State.DONE, What.DONE, said, by, now)


@transaction.atomic
def refuse(*, request_id: int, reason: str, by: Actor, now: datetime) -> None:
    """They do not get it; the law wants a reason."""
    row = locked(request_id)
    if not reason.strip():
        raise Refused(_("Say why it is refused; the person is to be told."), field="reason")
    move(row, State.REFUSED, What.REFUSED, reason, by, now)


@transaction.atomic
def take_back(*, request_id: int, said: str = "", by: Actor, now: datetime) -> None:
    """Whoever asked does not want it any more."""
    move(locked(request_id), State.WITHDRAWN, What.WITHDRAWN, said, by, now)


def move(  # noqa: PLR0913, PLR0917 - the sides of one step
    row: Request, state: str, what: str, said: str, by: Actor, now: datetime
) -> None:
    """To another state, with the step that led there. Inside a transaction that holds the row."""
    if not may_follow(row.state, state):
        raise Refused(
            _("This request is: %(state)s. Reload the page.") % {"state": row.get_state_display()}
        )
    row.state = state
    row.closed_at = now if state in CLOSED else None
    row.save()
    note(row, what, said, by, now)
    record(by, "moved request", "requests", row.pk, at=now, state=state)
    bus.publish(RequestMoved(row.pk, state))


def note(row: Request, what: str, said: str, by: Actor, now: datetime) -> None:
    Step.objects.create(request=row, what=what, said=said.strip()[:2000], at=now, by=by.label)


def locked(request_id: int) -> Request:
    """The request, ours until the transaction ends. Raises NotFound."""
    row = Request.objects.select_for_update().filter(pk=request_id).first()
    if row is None:
        raise NotFound(_("There is no such request. Choose another in the list."))
    return row


def proven(request_id: int) -> Request:
    """An open request of somebody who is who they say. Raises NotFound, Refused."""
    row = locked(request_id)
    _open(row)
    if row.proven_at is None:
        raise Refused(
            _("Prove who they are first. Nothing is done to somebody's data for a stranger.")
        )
    return row


def _open(row: Request) -> None:
    if row.closed_at is not None:
        raise Refused(
            _("This request is: %(state)s. Reload the page.") % {"state": row.get_state_display()}
        )
