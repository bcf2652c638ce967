"""One decision on many pairs: looked at, then made pair by pair, and each can be taken back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.models import MatchProposal, MatchSweep
from relasi.kernel.errors import NotFound, Refused
from relasi.kernel.jobs import later

from .deciding import accept, reject

State = MatchSweep.State
AT_A_TIME = 200


@transaction.atomic
def propose_sweep(
    *, accepts: bool, rows: QuerySet[MatchProposal], query: str, by: Actor, now: datetime
) -> int:
    """Write down which open pairs it is about; returns the sweep's id. A pair is in one sweep."""
    sweep = MatchSweep.objects.create(
        accepts=accepts, query=query, proposed_at=now, proposed_by=by.label
    )
    chosen = rows.filter(state=MatchProposal.State.OPEN).order_by()
    sweep.total = MatchProposal.objects.filter(pk__in=chosen.values("pk")).update(sweep=sweep)
    sweep.save(update_fields=["total"])
    return sweep.pk


@transaction.atomic
def start_sweep(*, sweep_id: int, by: Actor, now: datetime) -> int:
    """Say yes; `go_on` does the work. Returns how many pairs it is about."""
    sweep = _locked(sweep_id)
    if sweep.state != State.PROPOSED:
        sentence = _("This decision is “%(state)s” already.")
        raise Refused(sentence % {"state": sweep.get_state_display()})
    sweep.state = State.RUNNING
    sweep.save(update_fields=["state"])
    _write_down(sweep, by, now)
    return sweep.total


def _write_down(sweep: MatchSweep, by: Actor, now: datetime) -> None:
    if sweep.accepts:
        record(by, "accepted many proposals", "contacts", at=now, sweep=sweep.pk, pairs=sweep.total)
    else:
        record(by, "rejected many proposals", "contacts", at=now, sweep=sweep.pk, pairs=sweep.total)


@transaction.atomic
def stop_sweep(*, sweep_id: int, by: Actor, now: datetime) -> None:
    """After the pair in hand; what is decided stays decided."""
    sweep = _locked(sweep_id)
    if sweep.state != State.RUNNING:
        raise Refused(_("This is over already."))
    sweep.cancel_requested = True
    sweep.save(update_fields=["cancel_requested"])
    record(by, "stopped deciding proposals", "contacts", at=now, sweep=sweep_id)


def start_later(*, sweep_id: int, by: Actor, now: datetime) -> None:
    later(
        "contacts.decide_many",
        lock=f"contacts.sweep.{sweep_id}",
        sweep_id=sweep_id,
        by_label=by.label,
        moment=now.isoformat(),
    )


def go_on(*, sweep_id: int, by: Actor, now: datetime) -> None:
    """Work off what is left of it; after a kill, again from where it was."""
    while ids := _next(sweep_id):
        for proposal_id in ids:
            _decide(sweep_id, proposal_id, by, now)
            if _stopping(sweep_id):
                _end(sweep_id, State.CANCELLED)
                return
    _end(sweep_id, State.DONE)


def _next(sweep_id: int) -> Sequence[int]:
    """The pairs that are still open and still of this sweep, the surest first."""
    if not MatchSweep.objects.filter(pk=sweep_id, state=State.RUNNING).exists():
        return ()
    rows = MatchProposal.objects.filter(sweep_id=sweep_id, state=MatchProposal.State.OPEN)
    return list(rows.order_by("-probability", "pk").values_list("pk", flat=True)[:AT_A_TIME])


@transaction.atomic
def _decide(sweep_id: int, proposal_id: int, by: Actor, now: datetime) -> None:
    """A pair that cannot be joined any more leaves the sweep and waits to be looked at."""
    sweep = MatchSweep.objects.select_for_update().get(pk=sweep_id)
    try:
        with transaction.atomic():
            if sweep.accepts:
                accept(proposal_id=proposal_id, by=by, now=now)
            else:
                reject(proposal_id=proposal_id, by=by, now=now)
        sweep.decided += 1
    except (Refused, NotFound):
        MatchProposal.objects.filter(pk=proposal_id).update(sweep=None)
        sweep.passed_over += 1
    sweep.save(update_fields=["decided", "passed_over"])


def _stopping(sweep_id: int) -> bool:
    return MatchSweep.objects.filter(pk=sweep_id, cancel_requested=True).exists()


def _end(sweep_id: int, state: str) -> None:
    MatchSweep.objects.filter(pk=sweep_id, state=State.RUNNING).update(state=state)


def _locked(sweep_id: int) -> MatchSweep:
    sweep = MatchSweep.objects.select_for_update().filter(pk=sweep_id).first()
    if sweep is None:
        raise NotFound(_("This decision is not here any more. Choose the pairs again."))
    return sweep
