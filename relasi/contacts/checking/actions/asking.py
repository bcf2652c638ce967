"""A check is asked for, stopped, and noticed when it was given up."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.models import AddressCheck
from relasi.kernel.errors import Refused
from relasi.kernel.jobs import later, was_given_up

State = AddressCheck.State
# One at a time: each writes what the next one compares with.
LOCK = "contacts.check_addresses"


@transaction.atomic
def check_addresses(*, by: Actor, now: datetime) -> int:
    """Look at every address, as a job; returns the check. Raises Refused while one is on its way.

    Who is new waits for the night or for this: a check is of everybody and takes seconds.
    """
    if AddressCheck.objects.filter(state__in=[State.WAITING, State.RUNNING]).exists():
        raise Refused(_("Addresses are being checked already. Wait for it, or stop it."))
    check_id = _ask(by, now)
    record(by, "checked addresses", "contacts", at=now, check=check_id)
    return check_id


@transaction.atomic
def check_soon(*, by: Actor, now: datetime) -> int | None:
    """As above, without a line in the audit log; None when one waits that will see the same."""
    if AddressCheck.objects.filter(state=State.WAITING).exists():
        return None
    return _ask(by, now)


def _ask(by: Actor, now: datetime) -> int:
    check = AddressCheck.objects.create(asked_at=now, asked_by=by.label)
    later("contacts.check_addresses", lock=LOCK, check_id=check.pk)
    return check.pk


@transaction.atomic
def stop_check(*, check_id: int, by: Actor, now: datetime) -> None:
    """After the step in hand. What was learnt of domains stays."""
    check = AddressCheck.objects.select_for_update().filter(pk=check_id).first()
    if check is None or check.state not in {State.WAITING, State.RUNNING}:
        raise Refused(_("This check is over already."))
    check.cancel_requested = True
    if check.state == State.WAITING:
        check.state, check.finished_at = State.CANCELLED, now
    check.save(update_fields=["cancel_requested", "state", "finished_at"])
    record(by, "stopped check of addresses", "contacts", at=now, check=check_id)


def notice_checks_given_up(*, now: datetime) -> int:
    """Say so on those whose job is gone, so that somebody can ask again; how many."""
    if not was_given_up(LOCK):
        return 0
    open_ones = AddressCheck.objects.filter(state__in=[State.WAITING, State.RUNNING])
    sentence = _("It was given up after several tries. Check again.")
    return open_ones.update(state=State.FAILED, problem=sentence, finished_at=now)
